use super::{Classifier, Reading};

const SHOP: [(&str, &[&str]); 4] = [
    (
        "delivery",
        &[
            "Where is my parcel?",
            "My order has not arrived",
            "When will it be delivered?",
            "Wo bleibt mein Paket?",
            "Où est mon colis ?",
            "我的包裹在哪里",
        ],
    ),
    (
        "return",
        &[
            "I want to return the kettle",
            "How do I send it back?",
            "It does not fit, I want a refund",
            "Ich möchte es zurückschicken",
            "Je veux le retourner",
            "我要退货",
        ],
    ),
    (
        "invoice",
        &[
            "I need an invoice",
            "The bill has the wrong address",
            "Please send the receipt",
            "Bitte die Rechnung schicken",
            "Envoyez-moi la facture",
            "请给我发票",
        ],
    ),
    (
        "account",
        &[
            "I forgot my password",
            "I cannot log in",
            "How do I change my mail address?",
            "Passwort vergessen",
            "Mot de passe oublié",
            "我忘记了密码",
        ],
    ),
];

fn shop() -> Classifier {
    Classifier::learn(&SHOP.map(|(name, texts)| (name, texts.to_vec())))
}

/// The likeliest name, sure or not.
fn likeliest(reading: &Reading) -> Option<&str> {
    reading.best.as_ref().or(reading.others.first()).map(|guess| guess.name.as_str())
}

#[test]
fn typing_mistakes_endings_and_languages_do_not_hide_what_is_wanted() {
    let model = shop();
    for (text, name) in [
        ("wheres my pacel", "delivery"),
        ("Paket ist noch nicht da, wo bleibt es", "delivery"),
        ("i forgott my pasword", "account"),
        ("Passwörter vergessen!", "account"),
        ("mot de passe oublie", "account"),
        ("returning the kettles", "return"),
        ("Zurückschicken möchte ich es", "return"),
        ("FACTURE svp", "invoice"),
        ("发票", "invoice"),
        ("忘记密码了", "account"),
    ] {
        assert_eq!(likeliest(&model.read(text)), Some(name), "{text}");
    }
}

#[test]
fn what_resembles_nothing_is_unsure() {
    let model = shop();
    for text in ["", "   ", "👍", "zzz qqq xxx", "кто вы такие", "The weather was lovely at the lake on Sunday"]
    {
        assert_eq!(model.read(text).best, None, "{text}");
    }
}

#[test]
fn percents_fall_from_guess_to_guess_and_are_not_more_than_a_hundred() {
    let model = shop();
    for text in SHOP.iter().flat_map(|(_, texts)| *texts) {
        let reading = model.read(text);
        let percents: Vec<u8> = reading.best.iter().chain(&reading.others).map(|guess| guess.percent).collect();
        assert!(percents.is_sorted_by(|a, b| a >= b), "{text}: {percents:?}");
        assert!(percents.iter().map(|percent| u32::from(*percent)).sum::<u32>() <= 102, "{text}: {percents:?}");
        assert!(reading.best.is_none_or(|best| best.percent >= model.threshold()));
    }
}

#[test]
fn nothing_learned_is_always_unsure() {
    let none: [(&str, Vec<&str>); 0] = [];
    assert_eq!(Classifier::learn(&none).read("hello"), Reading::default());
    let blank = Classifier::learn(&[("a", vec!["", "?"]), ("b", Vec::new())]);
    assert_eq!(blank.read("hello"), Reading::default());
    assert_eq!(Classifier::default().read("hello"), Reading::default());
}

#[test]
fn one_example_of_each_name_is_enough_to_guess() {
    let model =
        Classifier::learn(&[("delivery", vec!["where is my parcel"]), ("invoice", vec!["send me the invoice"])]);
    assert_eq!(likeliest(&model.read("is the parcel there")), Some("delivery"));
}

#[test]
fn a_name_alone_does_not_swallow_everything() {
    let model = Classifier::learn(&[("delivery", vec!["where is my parcel", "my order is late"])]);
    assert!(model.read("please change my password").best.is_none_or(|best| best.percent < 80));
}

#[test]
fn odd_texts_do_no_harm() {
    let model = shop();
    for text in
        ["\u{0}\u{1}\u{fffd}", "a\u{300}\u{300}", "🏳️‍🌈🏳️‍🌈", &"x".repeat(100_000), &"wort ".repeat(50_000), "ß", "İ", "ﬁ"]
    {
        let _ = model.read(text);
    }
}

#[test]
fn whoever_writes_the_examples_does_not_fill_the_workers_memory() {
    // As many names as a policy may have, with sentences in which no letters come twice.
    let strange = |seed: u32| -> String {
        let letter =
            |n: u32| char::from_u32(0xac00 + (seed.wrapping_mul(2_654_435_761).wrapping_add(n * 7_919)) % 11_000);
        (0..300).filter_map(letter).collect()
    };
    let names: Vec<String> = (0..100).map(|n| format!("i{n}")).collect();
    let examples: Vec<(&str, Vec<String>)> =
        (0_u32..).zip(&names).map(|(n, name)| (name.as_str(), (0..2).map(|m| strange(n * 2 + m)).collect())).collect();
    let model = Classifier::learn(&examples);
    assert!(model.bytes() <= 24 << 20, "{} bytes", model.bytes());
    let many: Vec<(&str, Vec<String>)> = vec![("one", (0..1_000).map(strange).collect()), ("other", vec![strange(1)])];
    assert!(Classifier::learn(&many).bytes() <= 24 << 20);
}
