//! The carrier as a program, for local runs: mailbox page, provider API and demo shop.

use std::{path::PathBuf, process::ExitCode};
use weft_tests::carrier::{Carrier, Settings, phones::SitePhones, shop::Backend};

const USAGE: &str = "carrier --edge URL --mailbox-port N --shop-port N --site SLUG --postmark-token TOKEN
        [--hook USER:PASSWORD] [--inbound ADDRESS] [--authserv-id NAME] [--keep FILE] [--secrets FILE]";

/// What `--secrets` names: a JSON file, since everybody may read a command line.
#[derive(serde::Deserialize)]
struct Secrets {
    phones: Vec<SitePhones>,
    identify: Option<Backend>,
}

fn secrets(path: &str) -> Result<Secrets, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
}

fn settings(args: impl Iterator<Item = String>) -> Result<Settings, String> {
    let mut settings = Settings {
        edge: String::new(),
        mailbox_port: 8789,
        shop_port: 8788,
        site: "demo".to_owned(),
        token: String::new(),
        hook: None,
        inbound: "help@shop.example".to_owned(),
        authserv_id: "mx.shop.example".to_owned(),
        keep: None,
        phones: Vec::new(),
        identify: None,
        real_time: true,
    };
    let mut args = args;
    while let Some(name) = args.next() {
        let value = args.next().ok_or_else(|| format!("{name} needs a value"))?;
        let port = || value.parse().map_err(|_| format!("{name} must be a port, not {value:?}"));
        match name.as_str() {
            "--edge" => settings.edge = value,
            "--mailbox-port" => settings.mailbox_port = port()?,
            "--shop-port" => settings.shop_port = port()?,
            "--site" => settings.site = value,
            "--postmark-token" => settings.token = value,
            "--hook" => settings.hook = Some(value),
            "--inbound" => settings.inbound = value,
            "--authserv-id" => settings.authserv_id = value,
            "--secrets" => {
                let Secrets { phones, identify } = secrets(&value)?;
                (settings.phones, settings.identify) = (phones, identify);
            }
            "--keep" => settings.keep = Some(PathBuf::from(value)),
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    if settings.edge.is_empty() || settings.token.is_empty() {
        return Err("--edge and --postmark-token are needed".to_owned());
    }
    Ok(settings)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let settings = match settings(std::env::args().skip(1)) {
        Ok(settings) => settings,
        Err(why) => {
            eprintln!("carrier: {why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match Carrier::start(settings).await {
        Ok(carrier) => {
            println!("mailbox {}\nshop {}", carrier.mailbox_url(), carrier.shop_url());
            std::future::pending::<()>().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("carrier: {error}");
            ExitCode::FAILURE
        }
    }
}
