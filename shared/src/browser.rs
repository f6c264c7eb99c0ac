//! What a browser calls itself, cut down to two names: enough to tell one's own sign-ins apart, and nothing by which a
//! person could be followed. Versions, models and everything else are left out before anything is kept.

/// No browser calls itself by more than this; what comes after it is not looked at.
const LONGEST: usize = 1_024;

/// The words by which browsers are known, in the order in which they are looked for: nearly all of them also call
/// themselves by the names further down.
const BROWSERS: [(&str, &str); 11] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for what they run on.
const SYSTEMS: [(&str, &str); 9] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
    ("BSD", "BSD"),
    ("X11", "Unix"),
];

/// A browser as far as it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Browser {
    /// Its name, when it is one of the known ones.
    pub name: Option<&'static str>,
    /// What it runs on, likewise.
    pub system: Option<&'static str>,
}

impl Browser {
    /// From the header `User-Agent`. It is the browser's own word: good for a reader's memory, proof of nothing.
    #[must_use]
    pub fn of(header: &str) -> Self {
        if header.len() > LONGEST {
            return Self::default();
        }
        let known = |names: &[(&str, &'static str)]| {
            names.iter().find(|(word, _)| header.contains(word)).map(|(_, name)| *name)
        };
        Self { name: known(&BROWSERS), system: known(&SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_browsers_are_known_by_name() {
        for (header, name, system) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
                "Safari",
                "macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1",
                "Chrome",
                "iOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet",
                "Android",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
                "Chrome",
                "Linux",
            ),
        ] {
            assert_eq!(Browser::of(header), Browser { name: Some(name), system: Some(system) }, "{header}");
        }
    }

    #[test]
    fn nothing_but_known_names_is_ever_taken_over() {
        for header in ["", "curl/8.5.0", "<script>alert(1)</script>", &"Firefox/".repeat(1_000)] {
            assert_eq!(Browser::of(header), Browser::default(), "{header}");
        }
        let half = Browser { name: None, system: Some("Windows") };
        assert_eq!(Browser::of("Ada's own browser (Windows; serial 4711)"), half);
    }
}
