use crate::sample::{AT, LATER, hold};
use weft_shared::wire::passkey::{
    Assertion, Attestation, ConsoleSettings, NewPasskey, NewPasskeyWanted, PasskeyDevice, PasskeyHost, PasskeyKind,
    PasskeyLine, PasskeyMade, PasskeyRef, PasskeyShown, PasskeyUser, PasskeyWanted, Passkeys,
};

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn passkeys_keep_their_form() {
    let phone =
        PasskeyLine { passkey: 1, name: text("Phone"), made: AT, used: Some(LATER), synced: true, doubted: None };
    let stick = PasskeyLine {
        passkey: 2,
        name: text("Stick"),
        used: None,
        synced: false,
        doubted: Some(LATER),
        ..phone.clone()
    };
    hold("passkey.Passkeys", &Passkeys { passkeys: vec![phone, stick], most: 10, fresh_until: LATER });
    hold(
        "passkey.NewPasskey",
        &NewPasskey {
            name: text("Phone"),
            credential: PasskeyMade {
                id: text("AQID"),
                raw_id: text("AQID"),
                kind: text("public-key"),
                response: Attestation {
                    client_data: text("e30"),
                    attestation_object: text("oA"),
                    transports: vec![text("internal")],
                },
            },
        },
    );
    hold(
        "passkey.PasskeyShown",
        &PasskeyShown {
            id: text("AQID"),
            raw_id: text("AQID"),
            kind: text("public-key"),
            response: Assertion {
                client_data: text("e30"),
                authenticator_data: text("AA"),
                signature: text("AAA"),
                user_handle: Some(text("BBBB")),
            },
        },
    );
}

#[test]
fn pages_keep_their_form() {
    hold(
        "passkey.ConsoleSettings",
        &ConsoleSettings { site: text("demo"), name: text("Demo Shop"), passkeys: true, access: false },
    );
}

#[test]
fn what_browsers_are_asked_keeps_the_standards_form() {
    let required = || text("required");
    hold(
        "passkey.PasskeyWanted",
        &PasskeyWanted {
            challenge: text("AAAA"),
            rp_id: text("chat.shop.example"),
            timeout: 300_000,
            user_verification: required(),
        },
    );
    hold(
        "passkey.NewPasskeyWanted",
        &NewPasskeyWanted {
            rp: PasskeyHost { id: text("chat.shop.example"), name: text("Demo Shop") },
            user: PasskeyUser { id: text("BBBB"), name: text("ada@shop.example"), display_name: text("Ada") },
            challenge: text("AAAA"),
            pub_key_cred_params: vec![PasskeyKind { kind: text("public-key"), alg: -8 }],
            timeout: 300_000,
            exclude_credentials: vec![PasskeyRef {
                id: text("AQID"),
                kind: text("public-key"),
                transports: vec![text("usb")],
            }],
            authenticator_selection: PasskeyDevice {
                resident_key: required(),
                require_resident_key: true,
                user_verification: required(),
            },
            attestation: text("none"),
        },
    );
}
