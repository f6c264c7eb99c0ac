//! The program of the desk.

fn main() {
    weft_console::start(weft_console::view::root);
}
