//! Mail, as text: what an automatic answer is, whom a mail is really from, what of it is new.
//!
//! Everything here is pure, linear in its input and total: hostile mail changes the answer, never the cost.

pub mod auth_results;
pub mod automatic;
mod entity;
pub mod html;
mod quote;
pub mod reply;
pub mod report;
mod signature;
mod words;
