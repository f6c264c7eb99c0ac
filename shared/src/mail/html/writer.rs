//! Lines of text from the pieces of an HTML document.

/// The longest text that is made, in bytes.
const MAX_OUTPUT: usize = 1 << 20;
/// How deep quotes are marked.
const MAX_QUOTE: usize = 10;

/// Collects text; collapses white space as HTML does.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    quote: usize,
    line_quote: usize,
    breaks: usize,
    space: bool,
    lone: bool,
    /// Whether white space counts.
    pub(super) verbatim: usize,
}

impl Writer {
    /// A character of text.
    pub(super) fn push(&mut self, c: char) {
        match c {
            '\n' if self.verbatim > 0 => self.line_break(),
            '\r' | '\u{feff}' | '\u{200b}' | '\u{ad}' => {}
            ' ' | '\t' if self.verbatim > 0 => self.write(c),
            c if c.is_whitespace() => self.space = true,
            c if c.is_control() => {}
            c => self.write(c),
        }
    }

    /// A character `<` that begins no tag; a tag must not come about by what follows it.
    pub(super) fn push_lone(&mut self) {
        self.write('<');
        self.lone = true;
    }

    /// A text of ours.
    pub(super) fn push_str(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(c));
    }

    fn write(&mut self, c: char) {
        if self.text.len() >= MAX_OUTPUT {
            return;
        }
        if self.breaks > 0 || self.text.is_empty() {
            self.begin_line();
        } else if self.space || (self.lone && !c.is_ascii_digit()) {
            self.text.push(' ');
        }
        self.space = false;
        self.lone = false;
        self.text.push(c);
    }

    fn begin_line(&mut self) {
        if !self.text.is_empty() {
            if self.breaks > 1 {
                self.text.push('\n');
                // A blank line belongs to what is around it.
                (0..self.quote.min(self.line_quote)).for_each(|_| self.text.push('>'));
            }
            self.text.push('\n');
        }
        (0..self.quote).for_each(|_| self.text.push('>'));
        if self.quote > 0 {
            self.text.push(' ');
        }
        self.line_quote = self.quote;
        self.breaks = 0;
    }

    /// At least so many line ends before what comes next.
    pub(super) fn at_least(&mut self, breaks: usize) {
        if breaks > 0 {
            self.breaks = self.breaks.max(breaks);
            self.space = false;
        }
    }

    /// One more line end.
    pub(super) fn line_break(&mut self) {
        self.breaks = (self.breaks + 1).min(2);
        self.space = false;
    }

    /// A gap within the line.
    pub(super) fn gap(&mut self) {
        self.space = true;
    }

    /// Quoted so deep from here on.
    pub(super) fn set_quote(&mut self, depth: usize) {
        self.quote = depth.min(MAX_QUOTE);
    }

    /// How much there is.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// What came since.
    pub(super) fn since(&self, start: usize) -> &str {
        self.text.get(start..).unwrap_or_default()
    }

    /// Whether no more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() >= MAX_OUTPUT
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
