//! The language of a text: by its little words where they tell, else by the letter statistics of the crate `whatlang`.
//!
//! Little words ("the", "mein", "est") are in nearly every sentence that a customer writes, and a few of them are sure where the
//! statistics of so short a text are not: at a confidence of 0.3 those tell two of three questions in BANKING77, one in forty of these wrong; with the
//! little words nine of ten and hardly one wrong (`cargo run --release -p weft-shared --example intents` prints it).

use super::fold::words;
use crate::language::KNOWN;
use std::cmp::Reverse;
use whatlang::{Detector, Lang, Script, detect_script};

/// The little words of the languages that are written most to European companies, folded.
const LITTLE: [(&str, &str); 12] = [
    (
        "en",
        "the is are was were my your it its i you he she we they do does did don can could would should will have has had not what when where why how \
        which who this that these those to of for with from on at and or but if be been am me there please in an a so out up get got why about",
    ),
    (
        "de",
        "der die das den dem des ein eine einen einem einer ist sind war ich du er sie wir ihr mein meine meinen meiner mich mir nicht kein keine und oder aber \
        wenn wie was wo wann warum wer welche mit von zu zum zur auf fur bei aus nach noch schon hat habe haben kann konnen wird werden wurde bitte es im am an in so auch",
    ),
    (
        "fr",
        "le la les un une des du de je tu il elle nous vous ils mon ma mes votre vos est sont suis ai avez a ont ne pas que qui quoi quand comment pourquoi ou \
        et mais si ce cette ces dans sur avec pour par en au aux l d j n c s qu y se me plus",
    ),
    (
        "es",
        "el la los las un una de del al yo tu mi mis su sus es son esta estan estoy he ha han no que como cuando donde por para con sin en y o pero si \
        se me te lo le les este esta esto muy mas ya hay tengo tiene puedo quiero cual quien porque tu tus eres soy algun alguna nuestro nuestra",
    ),
    (
        "it",
        "il lo la gli le un uno una di del della dei delle al alla io mio mia miei e sono ho hai ha abbiamo non che chi come quando dove perche per con su da dal \
        in nel nella si mi ti ci vi questo questa piu anche ma se posso vorrei ancora",
    ),
    (
        "pt",
        "o a os as um uma de do da dos das no na nos nas ao eu meu minha meus minhas seu sua e sao esta estao foi nao que como quando onde por para com sem em \
        mas se me isto isso este esta muito mais ja tem tenho posso quero qual quem porque ainda voce",
    ),
    (
        "nl",
        "de het een van ik jij je u hij zij wij we mijn uw jouw is zijn was ben heb heeft hebben niet geen wat wie waar wanneer waarom hoe welke met voor op aan \
        bij uit naar nog al maar en of als dat die dit deze kan kunnen wil moet wordt worden er in te om ook",
    ),
    (
        "pl",
        "i w na z ze do nie to jest sa jak co kiedy gdzie dlaczego czy moj moja moje mojego ja ty on ona my wy sie mi mnie od dla po przy o ale lub \
        juz jeszcze prosze moge mam ma byc ten ta te ktory ktora ktore za u",
    ),
    (
        "sv",
        "och det att en ett jag du han hon vi ni min mitt mina ar var har hade inte som vad nar var varfor hur med av pa for till fran om men eller den de \
        kan vill ska skulle mig dig sig nagon nu",
    ),
    (
        "ru",
        "и в не на я что где когда как почему это мой моя мое мои мне меня вы вас вам мы он она они есть был была у с по за для от но или если который которую \
        из к о до все еще уже очень можно нет",
    ),
    (
        "uk",
        "і й в не на я що де коли як чому це мій моя моє мої мені мене ви вас вам ми він вона вони є був була у з по за для від але або якщо який яку \
        із до все ще вже дуже можна немає та",
    ),
    // Danish and Norwegian share theirs: letter statistics tell which.
    (
        "",
        "og det at en et jeg du han hun vi min mit mitt mine er var har hadde havde ikke som hva hvad nar hvor hvorfor hvordan med av af pa for til fra om men eller \
        den de kan vil skal meg mig deg dig noen nogen na nu skulle ha har blir",
    ),
];

/// The language whose little words a text has: at least two, a third of all words, and half as many again as the next language has.
/// Empty if that is Danish or Norwegian.
fn by_little_words(text: &str) -> Option<&'static str> {
    let words = words(text);
    let is_in = |list: &str, word: &String| list.split_ascii_whitespace().any(|little| little == word);
    let count = |list: &str| words.iter().filter(|word| is_in(list, word)).count();
    let mut counts: Vec<(usize, &'static str)> = LITTLE.iter().map(|(code, list)| (count(list), *code)).collect();
    counts.sort_by_key(|(count, _)| Reverse(*count));
    let (first, second) = (counts.first()?, counts.get(1)?);
    let clear = first.0 >= 2 && first.0 * 3 >= words.len() && first.0 * 2 >= second.0 * 3;
    clear.then_some(first.1)
}

/// A text with fewer letters than this could be of any language that shares its script.
const ENOUGH_LETTERS: usize = 18;

/// Below this the crate's guess is wrong too often (measured on the questions of BANKING77 and CLINC150).
const ENOUGH_CONFIDENCE: f64 = 0.5;

/// The language of a text as ISO 639-1 code; `None` if the text is too short, or too mixed, to tell.
#[must_use]
pub fn language(text: &str) -> Option<&'static str> {
    let by_words = by_little_words(text);
    let among = match by_words {
        Some("") => vec![Lang::Dan, Lang::Nob],
        Some(code) => return Some(code),
        None => KNOWN.iter().map(|(lang, _)| *lang).collect(),
    };
    let info = Detector::with_allowlist(among).detect(text)?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let sure = match by_words {
        Some(_) => info.is_reliable(),
        None if is_alone(detect_script(text)?) => true,
        None => letters >= ENOUGH_LETTERS && info.confidence() >= ENOUGH_CONFIDENCE,
    };
    KNOWN.iter().find(|(lang, _)| sure && *lang == info.lang()).map(|(_, code)| *code)
}

/// Whether one known language alone is written in this script, so that two letters are enough.
fn is_alone(script: Script) -> bool {
    matches!(
        script,
        Script::Greek | Script::Hangul | Script::Hiragana | Script::Katakana | Script::Thai | Script::Hebrew
    ) || matches!(script, Script::Mandarin | Script::Bengali | Script::Devanagari)
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn a_sentence_of_a_customer_is_enough() {
        for (text, expected) in [
            ("Where is the parcel that I ordered last week? It should have been here on Monday.", "en"),
            ("Wo bleibt mein Paket, das ich letzte Woche bestellt habe? Es sollte am Montag ankommen.", "de"),
            ("Où est le colis que j'ai commandé la semaine dernière ? Il devait arriver lundi.", "fr"),
            ("¿Dónde está el paquete que pedí la semana pasada? Tenía que llegar el lunes.", "es"),
            ("Dov'è il pacco che ho ordinato la settimana scorsa? Doveva arrivare lunedì.", "it"),
            ("Waar blijft het pakket dat ik vorige week besteld heb? Het zou maandag aankomen.", "nl"),
            ("Gdzie jest paczka, którą zamówiłem w zeszłym tygodniu? Miała przyjść w poniedziałek.", "pl"),
            ("Onde está a encomenda que eu fiz na semana passada? Deveria ter chegado na segunda-feira.", "pt"),
            ("Где посылка, которую я заказал на прошлой неделе?", "ru"),
            ("Where is my order?", "en"),
            ("the lid is broken and it leaks", "en"),
            ("Wo bleibt mein Paket?", "de"),
            ("Dónde está mi pedido?", "es"),
            ("Je voudrais un remboursement", "fr"),
            ("Var är paketet som jag beställde förra veckan?", "sv"),
            ("Geçen hafta sipariş ettiğim paket nerede? Pazartesi günü gelmesi gerekiyordu.", "tr"),
            ("先週注文した荷物はどこですか", "ja"),
            ("我上周订的包裹在哪里", "zh"),
            ("지난주에 주문한 소포는 어디에 있나요", "ko"),
        ] {
            assert_eq!(language(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_word_or_a_number_is_not() {
        assert_eq!(language("ok"), None);
        assert_eq!(language("4711"), None);
        // Danish or Norwegian, but which?
        assert_eq!(language("Hvor er pakken som jeg bestilte forrige uke? Den skulle ha kommet på mandag."), None);
        assert_eq!(language(""), None);
    }
}
