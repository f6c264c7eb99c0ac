//! Stories of the directory.
