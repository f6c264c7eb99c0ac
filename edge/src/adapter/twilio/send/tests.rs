use super::*;
use crate::{
    adapter::numbers::{PhoneSettings, TwilioSettings},
    config::Secret,
};
use serde_json::Value;

const HX: &str = "HX0123456789abcdef0123456789abcdef";
const SM: &str = "SM0123456789abcdef0123456789abcdef";
const REPORT: &str = "https://chat.shop.example/v1/hooks/twilio/demo/status/c/m#rc=3&rp=ct,rt,5xx";

fn settings() -> PhoneSettings {
    PhoneSettings {
        region: "GB".to_owned(),
        twilio: Some(TwilioSettings {
            account: format!("AC{}", "0".repeat(32)),
            sms: Some("+442079460123".to_owned()),
            whatsapp: Some("+442079460124".to_owned()),
            voice: Some("+442079460125".to_owned()),
            team: Some("+442079460126".to_owned()),
        }),
        meta: None,
    }
}

fn with_account<T>(phone: &PhoneSettings, body: impl FnOnce(&Account<'_>) -> T) -> T {
    let token = Secret::new("token".to_owned());
    let settings = phone.twilio.as_ref().unwrap();
    body(&Account { url: "https://api.twilio.com", phone, settings, token: &token })
}

fn form_of(channel: &Channel, to: &str, content: &Content) -> Result<Vec<(&'static str, String)>, SendError> {
    with_account(&settings(), |account| pairs(account, channel, to, content, Some(REPORT.to_owned())))
}

#[test]
fn the_form_of_a_text_is_exactly_this() {
    let pairs = form_of(&sms::CHANNEL, "+447700900123", &Content::Text("Grüße & more".to_owned())).unwrap();
    assert_eq!(
        form::encode(&pairs),
        "To=%2B447700900123&From=%2B442079460123&Body=Gr%C3%BC%C3%9Fe%20%26%20more&StatusCallback=\
         https%3A%2F%2Fchat.shop.example%2Fv1%2Fhooks%2Ftwilio%2Fdemo%2Fstatus%2Fc%2Fm%23rc%3D3%26rp%3Dct%2Crt%2C5xx"
    );
}

#[test]
fn a_template_goes_by_its_sid_with_its_values_in_order() {
    let values = (1..=11).map(|n| format!("value \"{n}\"")).collect();
    let pairs =
        form_of(&whatsapp::CHANNEL, "+447700900123", &Content::Approved { sid: HX.to_owned(), values }).unwrap();
    let names: Vec<&str> = pairs.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["To", "From", "ContentSid", "ContentVariables", "StatusCallback"]);
    assert_eq!((pairs[0].1.as_str(), pairs[1].1.as_str()), ("whatsapp:+447700900123", "whatsapp:+442079460124"));
    let variables: Value = serde_json::from_str(&pairs[3].1).unwrap();
    assert_eq!((variables["1"].as_str(), variables["11"].as_str()), (Some("value \"1\""), Some("value \"11\"")));
    let bare = form_of(&whatsapp::CHANNEL, "+447700900123", &Content::Approved { sid: HX.to_owned(), values: vec![] });
    assert!(bare.unwrap().iter().all(|(name, _)| *name != "ContentVariables"));
}

#[test]
fn nothing_goes_to_the_site_itself_nor_beyond_twilio_s_length() {
    let text = |length: usize| Content::Text("é".repeat(length));
    for own in ["+442079460123", "+442079460124", "+442079460125", "+442079460126"] {
        assert!(form_of(&sms::CHANNEL, own, &text(1)).is_err_and(|error| !error.temporary), "{own}");
    }
    assert!(form_of(&sms::CHANNEL, "+447700900123", &text(1_600)).is_ok());
    assert!(form_of(&sms::CHANNEL, "+447700900123", &text(1_601)).is_err_and(|error| !error.temporary));
}

/// Names and types of Twilio's own description: see SOURCE.txt beside it.
#[test]
fn every_field_is_one_that_twilio_describes() {
    let described: Value =
        serde_json::from_str(include_str!("../../../../../tests/corpora/twilio-api/create-message.json")).unwrap();
    let fields = &described["fields"];
    let forms = [
        form_of(&sms::CHANNEL, "+447700900123", &Content::Text("Hello".to_owned())).unwrap(),
        form_of(
            &whatsapp::CHANNEL,
            "+447700900123",
            &Content::Approved { sid: HX.to_owned(), values: vec!["Ada".to_owned()] },
        )
        .unwrap(),
    ];
    for pairs in &forms {
        for needed in described["required"].as_array().unwrap() {
            assert!(pairs.iter().any(|(name, _)| Some(*name) == needed.as_str()), "{needed} is missing");
        }
        for (name, value) in pairs {
            let field = &fields[*name];
            assert_eq!(field["type"], "string", "{name} is not described as a text");
            let length = value.chars().count() as u64;
            assert!(field["minLength"].as_u64().is_none_or(|least| least <= length), "{name}");
            assert!(field["maxLength"].as_u64().is_none_or(|most| length <= most), "{name}");
            match (field["format"].as_str(), field["pattern"].as_str()) {
                (Some("uri"), _) => assert!(value.starts_with("https://") && !value.contains(' '), "{name}"),
                (Some("phone-number"), _) => {
                    let number = value.strip_prefix("whatsapp:").unwrap_or(value);
                    assert!(number.starts_with('+') && number.bytes().skip(1).all(|b| b.is_ascii_digit()), "{name}");
                }
                (_, Some("^HX[0-9a-fA-F]{32}$")) => assert!(value.starts_with("HX") && form::is_sid(value), "{name}"),
                (_, Some(pattern)) => panic!("{name}: this test does not know the pattern {pattern}"),
                _ => {}
            }
            assert!(
                field["enum"].as_array().is_none_or(|known| known.iter().any(|one| one == value.as_str())),
                "{name}"
            );
        }
    }
}

fn judged(status: u16, body: &str) -> Result<Sent, SendError> {
    judge(&Answer { status, text: body.to_owned() })
}

#[test]
fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
    assert_eq!(judged(201, &format!(r#"{{"sid":"{SM}","status":"queued"}}"#)), Ok(Sent { foreign_id: SM.to_owned() }));
    for (status, code, temporary) in [
        (400, 21_211, false),
        (400, 21_610, false),
        (400, 63_016, false),
        (400, 99_999, false),
        (400, 21_611, true),
        (401, 20_003, true),
        (403, 20_403, true),
        (403, 21_408, false),
        (404, 20_404, false),
        (429, 20_429, true),
        (500, 20_500, true),
        (503, 20_503, true),
    ] {
        let body = format!(r#"{{"code":{code},"message":"No +447700900123 today","status":{status}}}"#);
        let error = judged(status, &body).unwrap_err();
        assert_eq!(error.temporary, temporary, "{status} {code}");
        assert_eq!(error.stopped, code == 21_610);
        assert!(error.why.contains(&format!("code {code}")) && !error.why.contains("7700900123"), "{}", error.why);
    }
    for broken in ["", "<html>", "{}", r#"{"sid":"x"}"#] {
        assert!(judged(200, broken).unwrap_err().temporary, "{broken}");
        assert!(judged(502, broken).unwrap_err().temporary, "{broken}");
    }
}

fn past(sid: &str, body: &str, created: &str, direction: &str) -> Past {
    Past {
        sid: sid.to_owned(),
        body: Some(body.to_owned()),
        direction: direction.to_owned(),
        date_created: Some(created.to_owned()),
    }
}

#[test]
fn a_message_that_an_earlier_try_handed_over_is_found() {
    // 24 May 2019, 17:44:46 UTC.
    let message = MessageId::new(Timestamp(1_558_719_886_000), [7; 10]);
    let content = Content::Text("Hello".to_owned());
    let at = "Fri, 24 May 2019 17:44:50 +0000";
    let find_in = |past: &[Past], known: &[(&str, MessageId)]| {
        let known = known.iter().map(|(sid, of)| ((*sid).to_owned(), *of)).collect();
        find(past, &content, message, &known).map(str::to_owned)
    };
    assert_eq!(find_in(&[past(SM, "Hello", at, "outbound-api")], &[]), Some(SM.to_owned()));
    let trial = "Sent from your Twilio trial account - Hello";
    assert_eq!(find_in(&[past(SM, trial, at, "outbound-api")], &[]), Some(SM.to_owned()));
    for other in [
        past(SM, "Goodbye", at, "outbound-api"),
        past(SM, "Hello", "Fri, 24 May 2019 17:40:00 +0000", "outbound-api"),
        past(SM, "Hello", at, "inbound"),
        past(SM, "Hello", "yesterday", "outbound-api"),
        past("x", "Hello", at, "outbound-api"),
    ] {
        assert_eq!(find_in(&[other], &[]), None);
    }
    // Another one that says the same, or ends so, is known by its SID; a report may have told this one's.
    for says in ["Hello", "Say Hello"] {
        assert_eq!(find_in(&[past(SM, says, at, "outbound-api")], &[(SM, MessageId::from_bits(8))]), None);
    }
    assert_eq!(find_in(&[past(SM, "Hello", at, "outbound-api")], &[(SM, message)]), Some(SM.to_owned()));
}

#[test]
fn twilio_s_times_are_read() {
    assert_eq!(rfc2822("Fri, 24 May 2019 17:44:46 +0000"), Some(Timestamp(1_558_719_886_000)));
    assert_eq!(rfc2822("Sat, 1 Jun 2019 00:00:00 +0000"), Some(Timestamp(1_559_347_200_000)));
    for bad in [
        "",
        "Fri",
        "Fri, 24 Mai 2019 17:44:46 +0000",
        "Fri, 24 May 2019 17:44:46 +0100",
        "Fri, 99 May 2019 17:44:46 +0000",
    ] {
        assert_eq!(rfc2822(bad), None, "{bad}");
    }
}
