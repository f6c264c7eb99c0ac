use super::{Line, Said, cut, summary};
use crate::{id::MessageId, time::Timestamp};

fn thread<'a>(said: &[(bool, &'a str)]) -> Vec<Said<'a>> {
    let message = |i: usize| MessageId::new(Timestamp(i64::try_from(i).unwrap()), [0; 10]);
    said.iter()
        .enumerate()
        .map(|(i, (by_customer, text))| Said { message: message(i), by_customer: *by_customer, text })
        .collect()
}

fn texts(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|line| line.text.as_str()).collect()
}

const KETTLE: [(bool, &str); 9] = [
    (
        true,
        "Hello,\n\nmy kettle leaks at the lid since Monday and the kitchen is wet. I would like a refund.\n\nKind regards,\nJane",
    ),
    (false, "Dear Jane,\nthank you for writing. Could you send us a photo of the lid?\nBest regards,\nAda"),
    (true, "Sure."),
    (true, "Here is the photo of the leaking lid. The order number is 4711."),
    (false, "Thanks!"),
    (false, "We cannot refund it before the kettle is back. A label for the return is in your mail."),
    (true, "I sent the kettle back on Tuesday."),
    (true, "ok"),
    (false, "The refund will arrive by Friday."),
];

#[test]
fn a_summary_says_what_is_wanted_and_where_it_stands_in_the_order_of_the_thread() {
    let thread = thread(&KETTLE);
    let lines = summary(&thread, 4);
    let texts = texts(&lines);
    assert_eq!(texts.len(), 4);
    assert!(texts.iter().any(|text| text.contains("kettle leaks") || text.contains("like a refund")), "{texts:?}");
    assert!(
        texts.iter().any(|text| text.contains("refund will arrive") || text.contains("sent the kettle back")),
        "{texts:?}"
    );
    assert!(lines.is_sorted_by_key(|line| line.message));
    for line in &lines {
        let source = thread.iter().find(|said| said.message == line.message).unwrap();
        assert!(source.text.contains(&line.text), "{line:?}");
    }
}

#[test]
fn greetings_signatures_and_empty_answers_are_never_in_it() {
    let all = summary(&thread(&KETTLE), 100);
    for text in texts(&all) {
        assert!(
            !["Hello", "Kind regards", "Jane", "Sure", "Thanks", "ok", "Best regards", "Ada"]
                .iter()
                .any(|no| text.starts_with(no)),
            "{text}"
        );
    }
}

#[test]
fn what_was_said_before_is_not_said_again() {
    let said = [
        (true, "My parcel has not arrived."),
        (true, "My parcel has not arrived!"),
        (true, "My parcel has not arrived?"),
        (true, "Please change my address to Bonn."),
    ];
    let thread = thread(&said);
    assert!(texts(&summary(&thread, 2)).iter().any(|text| text.contains("Bonn")));
}

#[test]
fn a_thread_that_says_nothing_has_no_summary() {
    assert_eq!(summary(&[], 5), []);
    assert_eq!(summary(&thread(&[(true, "Hi"), (false, "Hello!"), (true, "")]), 5), []);
    assert_eq!(summary(&thread(&KETTLE), 0), []);
}

#[test]
fn a_long_sentence_is_cut_at_a_word() {
    let long = "word ".repeat(100);
    let short = cut(long.trim());
    assert!(short.chars().count() <= 240 && short.ends_with("word…"), "{short}");
    assert_eq!(cut(&"字".repeat(300)).chars().count(), 240);
}

/// Threads as they are: what is said between courtesies.
const CHATTY: &[&[(bool, &str)]] = &[
    &[
        (true, "Hi"),
        (false, "Hello Jane, how can I help you today?"),
        (true, "Hi Ada, the blue kettle that I ordered last week leaks at the lid."),
        (false, "Oh, I am sorry to hear that. Could you send us the order number and a photo?"),
        (true, "Sure"),
        (true, "The order is 2026-1107.\n\nJane Doe\nTel. +44 20 7946 0123"),
        (false, "Thanks a lot!"),
        (false, "We send a new lid on Monday, and the old one stays with you."),
        (true, "Great, thank you so much!"),
        (false, "You're welcome, Jane. Is there anything else I can help you with?"),
        (true, "No, thanks"),
        (false, "Have a nice day!"),
    ],
    &[
        (true, "Guten Tag,\n\nich habe zweimal für die Bestellung 4711 bezahlt.\n\nMit freundlichen Grüßen\nJan Meyer"),
        (false, "Hallo Herr Meyer, vielen Dank für Ihre Nachricht. Die zweite Zahlung haben wir gefunden."),
        (true, "Super, danke!"),
        (true, "Wann ist das Geld auf meinem Konto?"),
        (false, "Die Bank schreibt es bis Freitag gut. Schönes Wochenende!"),
        (true, "Alles klar."),
    ],
    &[
        (true, "Bonjour,\nma lampe clignote depuis hier soir.\nCordialement,\nMarie Martin"),
        (false, "Bonjour Madame Martin, avez-vous changé l'ampoule ?"),
        (true, "Oui, l'ampoule est neuve."),
        (false, "Merci beaucoup. Nous vous envoyons une lampe neuve demain."),
        (true, "Parfait, merci !"),
    ],
    &[
        (true, "Hola"),
        (true, "Hola, no encuentro mi pedido del lunes."),
        (false, "Buenos días, Ana. El paquete está en la oficina de correos de su barrio."),
        (true, "Muchas gracias por su ayuda."),
        (true, "¿Hasta qué hora puedo recogerlo?"),
        (false, "De nada. Hasta las ocho de la tarde."),
    ],
];

#[test]
fn three_to_five_sentences_tell_a_chatty_thread_and_none_of_them_is_a_courtesy() {
    const NEVER: [&str; 24] = [
        "Hi",
        "Hello",
        "Thanks",
        "Thank you",
        "You're welcome",
        "Is there anything",
        "Have a nice",
        "Great",
        "Sure",
        "Jane",
        "Tel.",
        "Guten Tag",
        "Hallo",
        "Vielen Dank",
        "Super",
        "Alles klar",
        "Schönes",
        "Jan",
        "Bonjour",
        "Merci",
        "Parfait",
        "Marie",
        "Muchas gracias",
        "De nada",
    ];
    for said in CHATTY {
        let thread = thread(said);
        let lines = summary(&thread, 5);
        assert!((3..=5).contains(&lines.len()), "{lines:#?}");
        for line in &lines {
            let source = thread.iter().find(|said| said.message == line.message).unwrap();
            assert!(source.text.contains(&line.text), "{line:?}");
            assert!(!NEVER.iter().any(|never| line.text.starts_with(never)), "{lines:#?}");
        }
        let wanted = thread.iter().find(|said| said.by_customer && said.text.len() > 10).unwrap();
        assert!(lines.iter().any(|line| line.message == wanted.message), "what is wanted: {lines:#?}");
    }
}
