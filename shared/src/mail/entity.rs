//! Character references of HTML.
