//! The handlers of the routes, by who uses them.

pub mod admin;
pub mod agent;
pub mod assets;
pub mod desk;
pub mod health;
pub mod pages;
