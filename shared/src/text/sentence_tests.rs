use super::sentences;

#[test]
fn greetings_signatures_and_quotes_are_left_out() {
    let mail = "Dear Ada,\n\nmy kettle leaks. I bought it from Mr. Smith on 3. May!\nThank you very much.\n\nKind regards,\nJane Doe\nExample Ltd.";
    assert_eq!(sentences(mail), ["my kettle leaks.", "I bought it from Mr. Smith on 3. May!"]);
    let reply = "Hi there! The lid is broken.\n> Which part leaks?\nOn Monday Ada wrote:\nWhich part leaks?";
    assert_eq!(sentences(reply), ["The lid is broken."]);
    assert_eq!(
        sentences("Hallo zusammen,\ndie Lieferung fehlt noch.\nMit freundlichen Grüßen\nJan"),
        ["die Lieferung fehlt noch."]
    );
}

#[test]
fn empty_sentences_are_left_out() {
    assert!(sentences("ok thanks").is_empty());
    assert!(sentences("👍").is_empty());
    assert!(sentences("Vielen Dank! Merci beaucoup, non.").len() <= 1);
}

#[test]
fn a_short_request_and_a_praise_stay() {
    assert_eq!(sentences("Refund please"), ["Refund please"]);
    assert_eq!(sentences("Best kettle ever."), ["Best kettle ever."]);
}

#[test]
fn scripts_without_blanks_end_their_sentences_too() {
    assert_eq!(sentences("我的水壶坏了。请退款给我！"), ["我的水壶坏了。", "请退款给我！"]);
}

/// What says nothing of a matter, alone or beside a sentence that does.
const FILLERS: &[&str] = &[
    // English
    "Hi",
    "Hi!",
    "Hello there!",
    "Hi Ada,",
    "hi ada",
    "Dear Sir or Madam,",
    "Good morning,",
    "Good morning Ada!",
    "Hey team,",
    "Thanks",
    "Thanks a lot!",
    "Thank you so much for your help!",
    "Thanks, Ada!",
    "Many thanks in advance.",
    "Thank you, Jane.",
    "Thanks for getting back to me so quickly.",
    "Thank you for your patience and understanding.",
    "Thanks for the quick reply!",
    "ok",
    "Ok, will do.",
    "Okay, great.",
    "Yes please.",
    "Got it.",
    "Sounds good.",
    "Perfect, thanks!",
    "All right then.",
    "I see.",
    "No problem.",
    "You're welcome!",
    "Have a nice weekend!",
    "Have a great day.",
    "I hope this message finds you well.",
    "I look forward to hearing from you.",
    "Looking forward to your reply.",
    "Please don't hesitate to contact us.",
    "Let us know if you have any further questions.",
    "Is there anything else I can help you with?",
    "How can I help you today?",
    "Happy to help!",
    "Take care",
    "Just a moment please.",
    "👍",
    "🙏 thanks",
    // German
    "Hallo",
    "Guten Tag,",
    "Hallo Frau Meyer,",
    "Sehr geehrte Damen und Herren,",
    "Liebes Team,",
    "Moin!",
    "Vielen Dank!",
    "Danke dir, Ada!",
    "Herzlichen Dank im Voraus.",
    "Vielen Dank für Ihre schnelle Antwort.",
    "Danke für die Rückmeldung!",
    "Alles klar.",
    "Ja, gerne.",
    "Super, danke!",
    "Kein Problem.",
    "Gern geschehen!",
    "Ich freue mich auf Ihre Antwort.",
    "Schönes Wochenende!",
    "Einen schönen Tag noch.",
    "Ich hoffe, es geht Ihnen gut.",
    "Kann ich sonst noch etwas für Sie tun?",
    // French
    "Bonjour,",
    "Bonjour Madame Martin,",
    "Merci beaucoup !",
    "Merci d'avance pour votre réponse.",
    "D'accord, merci.",
    "Très bien.",
    "C'est parfait.",
    "Bonne journée !",
    "Je vous souhaite une bonne journée.",
    "De rien.",
    "Parfait, merci !",
    "Comment puis-je vous aider ?",
    // Spanish
    "Hola",
    "Buenos días,",
    "Estimada Ana,",
    "Muchas gracias.",
    "Gracias por su ayuda.",
    "Gracias por la respuesta rápida.",
    "De acuerdo.",
    "Vale, perfecto.",
    "Que tenga un buen día.",
    "Quedo a la espera de su respuesta.",
    "De nada.",
    // Italian, Portuguese, Dutch
    "Buongiorno,",
    "Ciao Marco,",
    "Grazie mille!",
    "Grazie per la risposta.",
    "Va bene, grazie.",
    "Buona giornata!",
    "Nessun problema.",
    "Bom dia,",
    "Olá Ana,",
    "Muito obrigado!",
    "Obrigada pela ajuda.",
    "Tudo bem.",
    "Tenha um bom dia.",
    "Goedemorgen,",
    "Beste Jan,",
    "Dank je wel!",
    "Bedankt voor uw snelle reactie.",
    "Prima, dank u.",
    "Fijne dag nog!",
    "Graag gedaan.",
    // Polish, Swedish, Turkish, Russian
    "Dzień dobry,",
    "Dziękuję bardzo.",
    "Hej!",
    "Tack så mycket!",
    "Merhaba,",
    "Çok teşekkürler.",
    "Здравствуйте,",
    "Спасибо большое!",
    // Chinese, Japanese, Korean
    "你好！",
    "谢谢您。",
    "好的。",
    "こんにちは。",
    "ありがとうございます。",
    "よろしくお願いします。",
    "감사합니다.",
    "안녕하세요",
];

/// What says something, and what is left of it behind its opening.
const TELLING: &[(&str, &str)] = &[
    ("Hi Ada, my kettle leaks at the lid.", "my kettle leaks at the lid."),
    ("Hello! My kettle leaks.", "My kettle leaks."),
    ("Ok, thanks, but the lid is still broken.", "but the lid is still broken."),
    ("Thanks for the refund of 20 euros.", "Thanks for the refund of 20 euros."),
    ("Thank you, the parcel has arrived.", "the parcel has arrived."),
    ("No, it is still broken.", "No, it is still broken."),
    ("Yes, the blue one.", "Yes, the blue one."),
    ("Can you do it the same day?", "Can you do it the same day?"),
    ("There is a problem with the payment.", "There is a problem with the payment."),
    ("I hope to get my money back this week.", "I hope to get my money back this week."),
    ("Let me know if the refund has arrived.", "Let me know if the refund has arrived."),
    ("Have a look at the photo of the lid.", "Have a look at the photo of the lid."),
    ("Refund please", "Refund please"),
    ("Where is it?", "Where is it?"),
    ("Good service looks different.", "Good service looks different."),
    ("I will call the bank on Monday.", "I will call the bank on Monday."),
    ("Guten Tag, meine Lampe flackert.", "meine Lampe flackert."),
    ("Danke für die Rückerstattung, sie ist angekommen.", "Danke für die Rückerstattung, sie ist angekommen."),
    ("Sehr ärgerlich das Ganze.", "Sehr ärgerlich das Ganze."),
    ("Nein, der Deckel fehlt weiterhin.", "Nein, der Deckel fehlt weiterhin."),
    ("Guten Service gibt es hier nicht.", "Guten Service gibt es hier nicht."),
    ("Bonjour, ma lampe ne marche plus.", "ma lampe ne marche plus."),
    ("Merci pour le remboursement de la bouilloire.", "Merci pour le remboursement de la bouilloire."),
    ("Hola, no encuentro mi pedido.", "no encuentro mi pedido."),
    ("Gracias por la devolución del dinero.", "Gracias por la devolución del dinero."),
    ("Ciao Marco, il pacco non è arrivato.", "il pacco non è arrivato."),
    ("Olá, a chaleira está com defeito.", "a chaleira está com defeito."),
    ("Beste Jan, de lamp is kapot.", "de lamp is kapot."),
    ("Здравствуйте, чайник протекает.", "чайник протекает."),
    ("我的水壶坏了。", "我的水壶坏了。"),
    ("ケトルが壊れました。", "ケトルが壊れました。"),
];

#[test]
fn courtesies_are_left_out_in_every_language() {
    let kept: Vec<_> = FILLERS.iter().filter(|filler| !sentences(filler).is_empty()).collect();
    assert!(kept.is_empty(), "kept: {kept:#?}");
}

#[test]
fn what_says_something_stays_without_its_opening() {
    for (whole, left) in TELLING {
        assert_eq!(sentences(whole), [*left]);
    }
}

#[test]
fn signatures_are_left_out_with_and_without_a_closing() {
    const SAID: &str = "The lid is still broken.";
    for end in [
        "\n\nKind regards\nJane Doe",
        "\nBest, Jane",
        "\n\nBest wishes,\nJane Doe\nHead of Tea\nExample Ltd.",
        "\nJane",
        "\nJane Doe",
        "\n- Jane",
        "\n\nJane Doe\nHead of Tea\nTel. +44 20 7946 0123\nwww.shop.example",
        "\n\nThanks!\nJane",
        "\n\nJane\njane@people.example",
        "\n\nMit freundlichen Grüßen\nJan Meyer",
        "\nLG Jan",
        "\nVG\nJan",
        "\n\nViele Grüße aus Bonn\nJan",
        "\n\nCordialement,\nMarie Martin",
        "\nBien à vous\nMarie",
        "\n\nUn saludo,\nAna",
        "\n\nSaludos cordiales\nAna García",
        "\n\nCordiali saluti\nMarco Bianchi",
        "\n\nMet vriendelijke groet,\nJan de Vries",
        "\n\nSent from my iPhone",
        "\n\nVon meinem iPhone gesendet",
        "\n\nGet Outlook for iOS",
        "\n-- \nJane Doe\nExample Ltd.",
    ] {
        assert_eq!(sentences(&format!("Hello,\n\n{SAID}{end}")), [SAID], "{end:?}");
    }
}

#[test]
fn lines_that_are_no_signature_stay() {
    for (text, expected) in [
        ("Please send it to\nJane Doe\n1 High Street\nBonn", 3),
        ("These are missing:\nthe lid\nthe blue cup", 3),
        ("Jane Doe", 1),
        ("My number is +44 7700 900123.", 1),
        ("Order 2026-1107 is late", 1),
    ] {
        assert!(sentences(text).len() >= expected, "{text:?}: {:?}", sentences(text));
    }
}
