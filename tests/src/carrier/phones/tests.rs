//! The stand-ins against an edge of a few lines: what they send is signed, what they run is what they were told.

use super::{Call, Input, Key, Medium, Phones, SitePhones, Stage, TwilioAccount, Words, sign};
use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    routing::post,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

const TOKEN: &str = "12345678901234567890123456789012";

/// What the edge was told: the step, and the parameters, if the signature was right.
type Told = Arc<Mutex<Vec<(String, HashMap<String, String>)>>>;

#[derive(Clone)]
struct Edge {
    base: String,
    told: Told,
    script: &'static [(&'static str, &'static str)],
}

async fn answer(
    State(edge): State<Edge>,
    Path((site, step)): Path<(String, String)>,
    headers: HeaderMap,
    body: String,
) -> String {
    let params = sign::read_form(&body);
    let url = format!("{}/v1/hooks/twilio/{site}/{step}", edge.base);
    assert_eq!(headers["x-twilio-signature"], sign::twilio(TOKEN, &url, &params), "{step}");
    edge.told.lock().unwrap().push((step.clone(), params.into_iter().collect()));
    let found = edge.script.iter().find(|(name, _)| *name == step);
    format!("<Response>{}</Response>", found.map_or("", |(_, verbs)| verbs))
}

async fn phones(script: &'static [(&'static str, &'static str)]) -> (Phones, Told) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let told = Told::default();
    let edge = Edge { base: base.clone(), told: Arc::clone(&told), script };
    let routes = Router::new().route("/v1/hooks/twilio/{site}/{step}", post(answer)).with_state(edge);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let phones = Phones::new(reqwest::Client::new(), base.clone(), base, false);
    let number = |n: &str| Some(format!("+1202555010{n}"));
    let twilio = TwilioAccount {
        account: "AC0".to_owned(),
        token: TOKEN.to_owned(),
        sms: number("0"),
        whatsapp: number("1"),
        voice: number("2"),
        opt_out: false,
    };
    phones.serve(SitePhones { site: "demo".to_owned(), twilio: Some(twilio), meta: None });
    (phones, told)
}

async fn at(phones: &Phones, id: u64, stage: Stage) -> Call {
    let found = |phones: &Phones| phones.call(id).filter(|call| call.stage == stage);
    phones.until(Duration::from_secs(5), found).await.unwrap_or_else(|| panic!("{:#?}", phones.call(id)))
}

/// What the edge was told of a step, once it was.
async fn told(all: &Told, step: &str) -> HashMap<String, String> {
    for _ in 0..100 {
        let found = all.lock().unwrap().iter().rev().find(|(name, _)| name == step).map(|(_, params)| params.clone());
        if let Some(params) = found {
            return params;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the edge was never told of {step}")
}

#[tokio::test]
async fn keys_lead_to_the_action_and_a_code_is_heard() {
    let (phones, all) = phones(&[
        (
            "voice",
            "<Say>Welcome.</Say><Gather numDigits=\"1\" action=\"menu\"><Say>Press 2.</Say></Gather><Say>Bye.</Say>",
        ),
        ("menu", "<Say>Your code is</Say><Say>1 2 3 4</Say><Pause length=\"1\"/><Say>5 6 7 8</Say><Hangup/>"),
    ])
    .await;
    let call = phones.dial("demo", "+447700900001", Some("TN-Validation-Passed-A")).unwrap();
    at(&phones, call.id, Stage::Keys).await;
    assert!(phones.input(call.id, Input::Caller(Key::Press("2".to_owned()))));
    let over = at(&phones, call.id, Stage::Over).await;
    assert_eq!(over.spoken_code().as_deref(), Some("12345678"));
    assert!(!over.said().contains("Bye."), "{over:#?}");
    let menu = told(&all, "menu").await;
    assert_eq!((menu["Digits"].as_str(), menu["StirVerstat"].as_str()), ("2", "TN-Validation-Passed-A"));
    // The end is told to the address of the number.
    let ended =
        |(step, params): &(String, HashMap<String, String>)| step == "voice" && params["CallStatus"] == "completed";
    for _ in 0..100 {
        if all.lock().unwrap().iter().any(ended) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the end of the call was never told");
}

#[tokio::test]
async fn silence_goes_on_and_a_message_after_the_tone_is_recorded_and_written_down() {
    let (phones, all) = phones(&[
        (
            "voice",
            "<Gather numDigits=\"1\" action=\"menu\"/><Record action=\"done\" recordingStatusCallback=\"recorded\" transcribe=\"true\" transcribeCallback=\"written\"/>",
        ),
        ("done", "<Hangup/>"),
    ])
    .await;
    let call = phones.dial("demo", "+447700900001", None).unwrap();
    at(&phones, call.id, Stage::Keys).await;
    phones.input(call.id, Input::Caller(Key::Wait));
    at(&phones, call.id, Stage::Recording).await;
    phones.input(call.id, Input::Caller(Key::Speak("Please call me back".to_owned())));
    at(&phones, call.id, Stage::Over).await;
    let recorded = told(&all, "recorded").await;
    assert_eq!(recorded["RecordingStatus"], "completed");
    assert!(phones.media(&recorded["RecordingSid"]).is_some());
    assert_eq!(told(&all, "written").await["TranscriptionText"], "Please call me back");
}

#[tokio::test]
async fn a_phone_of_the_staff_rings_is_answered_or_declined_and_the_site_is_told() {
    let (phones, all) = phones(&[
        ("voice", "<Dial action=\"dialled\"><Number>+442079460001</Number></Dial>"),
        ("dialled", "<Hangup/>"),
    ])
    .await;
    for (inputs, status) in [
        (vec![Input::Answer, Input::AgentHangsUp], "completed"),
        (vec![Input::Decline], "busy"),
        (vec![Input::Caller(Key::Wait)], "no-answer"),
    ] {
        let call = phones.dial("demo", "+447700900001", None).unwrap();
        let ringing = at(&phones, call.id, Stage::Dialing).await;
        assert_eq!(ringing.children[0].number, "+442079460001");
        for input in inputs {
            phones.input(call.id, input);
        }
        let over = at(&phones, call.id, Stage::Over).await;
        assert_eq!(over.children[0].status, status);
        assert_eq!(told(&all, "dialled").await["DialCallStatus"], status);
    }
}

#[tokio::test]
async fn a_text_is_kept_with_what_became_of_it_and_torn_ones_are_not_signed() {
    let (phones, all) = phones(&[]).await;
    let words = Words { body: "Grüße & 1+1=2".to_owned(), ..Words::default() };
    let text = phones.write("demo", Medium::Sms, "+447700900001", words).await.unwrap();
    assert!(text.outcome.is_some_and(|outcome| outcome.taken()));
    assert_eq!(told(&all, "messages").await["Body"], "Grüße & 1+1=2");
    assert!(phones.in_window("+12025550100", "+447700900001", crate::carrier::now()));
    phones.close_window("+447700900001");
    assert!(!phones.in_window("+12025550100", "+447700900001", crate::carrier::now()));
    let hook = phones.hooks("demo").remove(0);
    assert_eq!(hook.signed_by(TOKEN), hook);
    assert_ne!(hook.signed_by("another").signature, hook.signature);
}

#[tokio::test]
async fn nothing_is_sent_to_anybody_but_this_machine() {
    let (phones, _) = phones(&[]).await;
    let words = Words { body: "Hello".to_owned(), ..Words::default() };
    let (_, hook) = phones.written("demo", Medium::Sms, "+447700900001", words).unwrap();
    let far = super::Hook { url: "https://api.twilio.com/".to_owned(), ..hook };
    assert_eq!(far.deliver(&phones.client).await.status, 0);
}

#[test]
fn an_address_is_of_this_machine_or_not() {
    assert!(super::loopback("http://127.0.0.1:8787/v1") && super::loopback("http://localhost:1/"));
    for far in ["https://api.twilio.com/x", "http://127.0.0.1.example/", "http://localhost@shop.example/", "x"] {
        assert!(!super::loopback(far), "{far}");
    }
}
