//! The languages that customers write, by code and name.

use whatlang::Lang;

/// The languages that are told apart, with their ISO 639-1 codes. Fewer than `whatlang` knows: each that hardly
/// anybody writes to a shop costs certainty in those that many do.
pub(crate) const KNOWN: [(Lang, &str); 36] = [
    (Lang::Ara, "ar"),
    (Lang::Bul, "bg"),
    (Lang::Ben, "bn"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Spa, "es"),
    (Lang::Est, "et"),
    (Lang::Pes, "fa"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Lit, "lt"),
    (Lang::Lav, "lv"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "no"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Swe, "sv"),
    (Lang::Tha, "th"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Vie, "vi"),
    (Lang::Cmn, "zh"),
];

/// What people call a language, by its ISO 639-1 code; of one that is not known, the code.
#[must_use]
pub fn language_name(code: &str) -> &str {
    match KNOWN.iter().find(|(_, known)| *known == code).map(|(lang, _)| *lang) {
        Some(Lang::Nob) => "Norwegian",
        Some(Lang::Cmn) => "Chinese",
        Some(lang) => lang.eng_name(),
        None => code,
    }
}
