//! The handlers of the routes, by who uses them.

pub mod admin;
pub mod agent;
pub mod assets;
pub mod code;
pub mod desk;
pub mod health;
pub mod hook;
pub mod identify;
pub mod identify_server;
pub mod link;
pub mod meta;
pub mod pages;
pub mod person;
pub mod policy;
pub mod spoken;
pub mod thread;
pub mod twilio;
pub mod visitor;
