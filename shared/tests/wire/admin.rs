use crate::sample::{AT, LATER, hold};
use weft_shared::wire::{
    admin::{
        AgentLine, AgentWanted, Install, MissingLine, People, ProviderLine, ProviderTested, Providers, SecretLine,
        SecretWanted, SeenOn, SettingsFile, SigningKeyLine, SiteAccess, SiteMail, SiteMeta, SitePhone, SiteSettings,
        SiteTwilio, TeamOf,
    },
    agent::AgentRole,
    desk::{ExampleLine, ExampleVerdict},
};

#[test]
fn people_keep_their_form() {
    let ada = AgentLine {
        agent: "ada".parse().unwrap(),
        name: "Ada".to_owned(),
        address: "ada@shop.example".to_owned(),
        role: AgentRole::Admin,
        phone: Some("+442079460123".to_owned()),
        teams: vec!["support".to_owned()],
        skills: vec!["billing".to_owned()],
        languages: vec!["en".to_owned()],
        capacity: 8,
        load: 3,
        present: true,
        available: false,
    };
    let bea = AgentLine {
        agent: "bea".parse().unwrap(),
        name: "Bea".to_owned(),
        phone: None,
        teams: vec![],
        skills: vec![],
        languages: vec![],
        ..ada.clone()
    };
    let team = TeamOf { team: "support".to_owned(), label: "Support".to_owned(), hours: Some("office".to_owned()) };
    let always = TeamOf { team: "night".to_owned(), label: "Night".to_owned(), hours: None };
    hold("admin.People", &People { agents: vec![ada, bea], teams: vec![team, always] });
    hold(
        "admin.AgentWanted",
        &AgentWanted {
            new: true,
            name: "Ada".to_owned(),
            address: "ada@shop.example".to_owned(),
            role: AgentRole::Lead,
            phone: None,
            teams: vec!["support".to_owned()],
            skills: vec![],
            languages: vec!["en".to_owned()],
            capacity: 8,
        },
    );
}

#[test]
fn settings_keep_their_form() {
    let mail = SiteMail {
        from: "help@shop.example".to_owned(),
        from_name: "Shop".to_owned(),
        reply_domain: "reply.shop.example".to_owned(),
        inbound: vec!["help@shop.example".to_owned()],
        authserv_id: "mx.shop.example".to_owned(),
    };
    let twilio =
        SiteTwilio { account: "AC0".to_owned(), sms: Some("+442079460123".to_owned()), ..SiteTwilio::default() };
    let meta = SiteMeta { number_id: "106".to_owned(), number: "+442079460124".to_owned() };
    let phone = SitePhone { region: "GB".to_owned(), twilio: Some(twilio), meta: Some(meta) };
    let settings = SiteSettings {
        name: "Shop".to_owned(),
        origins: vec!["https://shop.example".to_owned()],
        continue_url: Some("https://shop.example/help".to_owned()),
        accent: Some("#2a6df4".to_owned()),
        mail,
        phone: Some(phone),
        access: Some(SiteAccess { team_domain: "shop.cloudflareaccess.com".to_owned(), audience: "0f".repeat(32) }),
    };
    hold("admin.SettingsFile", &SettingsFile { version: "0123456789abcdef".to_owned(), settings: settings.clone() });
    hold(
        "admin.SiteSettings.least",
        &SiteSettings { continue_url: None, accent: None, phone: None, access: None, ..settings },
    );
}

#[test]
fn providers_keep_their_form() {
    let missing = MissingLine { what: "twilio-auth-token".to_owned(), because: "no texts go out".to_owned() };
    let line = ProviderLine {
        provider: "twilio".to_owned(),
        label: "Twilio".to_owned(),
        carries: vec!["SMS".to_owned()],
        set_up: true,
        missing: vec![missing],
        testable: false,
    };
    let secret = SecretLine {
        name: "twilio-auth-token".to_owned(),
        purpose: "opens the API".to_owned(),
        since: Some(AT),
        lost: true,
    };
    let none = SecretLine { since: None, lost: false, ..secret.clone() };
    let key = SigningKeyLine { id: "k4.pid.x".to_owned(), from: AT, until: Some(LATER), signs: false };
    let signs = SigningKeyLine { until: None, signs: true, ..key.clone() };
    hold(
        "admin.Providers",
        &Providers { providers: vec![line], secrets: vec![secret, none], signing: vec![key, signs] },
    );
    hold("admin.SecretWanted", &SecretWanted { value: "opaque".to_owned() });
    hold("admin.ProviderTested", &ProviderTested { works: true, said: "Twilio knows the account.".to_owned() });
}

#[test]
fn the_widget_on_a_sites_pages_keeps_its_form() {
    let seen = |origin: &str, seen| SeenOn { origin: origin.to_owned(), seen };
    let install = Install {
        snippet: "<script async src=\"https://chat.shop.example/embed.js\" data-site=\"shop\"></script>".to_owned(),
        origins: vec![seen("https://shop.example", Some(AT)), seen("https://www.shop.example", None)],
        strangers: vec![seen("https://other.example", Some(LATER))],
        name: "Shop".to_owned(),
        accent: Some("#2a6df4".to_owned()),
        promise: Some("We answer within minutes.".to_owned()),
        promise_rule: Some("first-answer".to_owned()),
        style: "/assets/chat-0123456789.css".to_owned(),
        page: "https://chat.shop.example/c/shop".to_owned(),
    };
    hold("admin.Install", &install);
    hold("admin.Install.least", &Install { accent: None, promise: None, promise_rule: None, ..install });
}

#[test]
fn examples_keep_their_form() {
    hold(
        "desk.ExampleLine",
        &ExampleLine {
            id: "1f".to_owned(),
            intent: "refund".to_owned(),
            text: "I want my money back.".to_owned(),
            by: "ada".parse().unwrap(),
            at: AT,
        },
    );
    hold("desk.ExampleVerdict", &ExampleVerdict { accept: true });
}
