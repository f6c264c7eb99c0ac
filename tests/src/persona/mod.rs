//! People who use the product, as far as a program can act like them.

mod agent;
mod attacker;
mod chat;
mod customer;
mod desk;
mod http;
mod partner;
mod passkey;
mod phone;
mod provider;
mod receiver;
mod socket;
mod visitor;

pub use agent::{Agent, COOKIE, SignedIn};
pub use attacker::Attacker;
pub use chat::Chat;
pub use customer::{Customer, code_in, link_in, token_in};
pub use desk::{DeskView, ThreadView, note_for, to_the_queue, utterances};
pub use http::{Answer, request, try_request};
pub use partner::Partner;
pub use passkey::{Authenticator, Said};
pub use phone::{OnThePhone, Phone};
pub use provider::{Provider, shuffle};
pub use receiver::{Received, Receiver, verified};
pub use socket::{PATIENCE, Socket, handshake};
pub use visitor::{Visitor, new_key};
