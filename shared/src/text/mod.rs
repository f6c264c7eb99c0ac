//! Small text models: what a text is about, how its writer feels, which language it is in, what a thread says, which earlier
//! thread it resembles.
//!
//! All of them are small enough to learn while a policy loads, need nothing but example sentences, and are deterministic: the same
//! text gets the same answer until the examples change. All but [`language`] look at texts through the same [`features`]. How well
//! intents are recognised is measured on public data: docs/ROUTING.md.

mod calibrate;
mod classifier;
pub mod features;
mod filler;
mod fold;
mod language;
mod linear;
pub mod mood;
mod relevance;
mod sentence;
mod summary;

pub use classifier::{Classifier, Reading};
pub use language::language;
pub use relevance::relevance;
pub use summary::{Line, Said, summary};
