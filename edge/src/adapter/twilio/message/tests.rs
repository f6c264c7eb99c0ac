use super::*;

const SM: &str = "SM0123456789abcdef0123456789abcdef";
const ME: &str = "ME0123456789abcdef0123456789abcdef";

fn form(more: &[(&str, &str)]) -> Form {
    let mut pairs = vec![("MessageSid", SM), ("From", "+447700900123"), ("To", "+442079460123"), ("NumMedia", "0")];
    pairs.extend_from_slice(more);
    Form::of(&pairs)
}

fn media(place: usize) -> [(String, String); 2] {
    [
        (
            format!("MediaUrl{place}"),
            format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{SM}/Media/{ME}"),
        ),
        (format!("MediaContentType{place}"), "image/jpeg".to_owned()),
    ]
}

#[test]
fn a_text_is_read() {
    let message = read(&form(&[("Body", " Hello, my lamp is broken 🙂 ")])).unwrap();
    assert_eq!((message.sid.as_str(), message.channel, message.assertion), (SM, sms::CHANNEL, "sender"));
    assert_eq!((message.from.as_str(), message.to.as_str()), ("+447700900123", "+442079460123"));
    assert_eq!((message.text.as_str(), message.kind, message.opt_out), ("Hello, my lamp is broken 🙂", None, None));
}

#[test]
fn whatsapp_is_told_by_the_prefix() {
    let form = Form::of(&[
        ("MessageSid", SM),
        ("From", "whatsapp:+447700900123"),
        ("To", "whatsapp:+442079460123"),
        ("ProfileName", "Ada\nLovelace"),
        ("Body", "Hi"),
        ("OriginalRepliedMessageSid", SM),
    ]);
    let message = read(&form).unwrap();
    assert_eq!((message.channel, message.assertion), (whatsapp::CHANNEL, "account"));
    assert_eq!((message.from.as_str(), message.to.as_str()), ("+447700900123", "+442079460123"));
    assert_eq!(message.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(message.answers.as_deref(), Some(SM));
}

#[test]
fn what_is_no_text_is_told_in_words() {
    for (more, text, kind) in [
        (vec![("Latitude", "51.5"), ("Longitude", "-0.12")], "Location: 51.5, -0.12", "location"),
        (
            vec![("Latitude", "51.5"), ("Longitude", "-0.12"), ("Label", "The shop"), ("Address", "1 High St\nLondon")],
            "Location: The shop, 1 High St London, 51.5, -0.12",
            "location",
        ),
        (vec![("ButtonText", "Yes, please"), ("ButtonPayload", "yes")], "Yes, please", "button"),
        (vec![("Body", "Yes"), ("ButtonText", "Yes"), ("ButtonPayload", "yes")], "Yes", "button"),
        (vec![], "An empty message.", "empty"),
        (vec![("MessageType", "contacts")], "A contact card.", "contact"),
    ] {
        let message = read(&form(&more)).unwrap();
        assert_eq!((message.text.as_str(), message.kind), (text, Some(kind)), "{more:?}");
    }
    let message = read(&form(&[("Latitude", "nan"), ("Longitude", "1e400"), ("Body", "x")])).unwrap();
    assert_eq!((message.text.as_str(), message.kind), ("x", None));
}

#[test]
fn files_are_known_by_their_sid_and_never_by_an_address() {
    let mut pairs: Vec<(String, String)> = (0..12).flat_map(media).collect();
    pairs[0].1 = "http://169.254.169.254/latest".to_owned();
    pairs[3].1 = "image/svg+xml\r\nx: y".to_owned();
    let mut pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    pairs.extend([("MessageSid", SM), ("From", "+447700900123"), ("To", "+442079460123"), ("NumMedia", "12")]);
    let files = read(&Form::of(&pairs)).unwrap().files;
    assert_eq!(files.len(), 9, "ten at most, one of which is no file of Twilio's");
    assert_eq!(files[0].media_type, "application/octet-stream");
    assert!(files.iter().all(|file| file.sid == ME) && files[1].media_type == "image/jpeg");
}

#[test]
fn what_twilio_answered_itself_is_known() {
    for (word, opt_out, consent) in [
        ("STOP", Some(OptOut::Stop), Some(Consent::Stopped)),
        ("START", Some(OptOut::Start), Some(Consent::Given)),
        ("HELP", Some(OptOut::Help), None),
        ("stop", None, None),
    ] {
        let message = read(&form(&[("Body", "x"), ("OptOutType", word)])).unwrap();
        assert_eq!(message.opt_out, opt_out);
        assert_eq!(message.opt_out.and_then(OptOut::consent), consent);
    }
}

#[test]
fn a_form_without_what_makes_a_message_is_none() {
    for missing in ["MessageSid", "From", "To"] {
        let all = form(&[("Body", "x")]);
        let left: Vec<(&str, &str)> = all.pairs().filter(|(name, _)| *name != missing).collect();
        assert_eq!(read(&Form::of(&left)), Err(missing));
    }
    assert!(read(&Form::of(&[("MessageSid", "SM/../../x"), ("From", "+1"), ("To", "+2")])).is_err());
}

#[test]
fn a_long_text_is_cut_where_it_must_be() {
    let message = read(&form(&[("Body", &"é".repeat(20_000))])).unwrap();
    assert_eq!(message.text.chars().count(), LONGEST);
}
