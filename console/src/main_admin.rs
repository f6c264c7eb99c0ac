//! The program with which a site is looked after.

fn main() {
    weft_console::start(weft_console::admin::root);
}
