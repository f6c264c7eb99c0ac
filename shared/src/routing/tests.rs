//! How decisions are made.
