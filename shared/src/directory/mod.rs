//! The directory: who is who, and which conversation an unthreaded message belongs to.
