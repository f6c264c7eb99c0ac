//! `deploy`: puts Weft on Cloudflare. Everything it makes is kept in the state folder, so that doing it again
//! updates what is there and never replaces a key.

use crate::{
    bundle,
    env_file::{EnvFile, write_private},
    failure::Failure,
    options::{self, unknown},
    paths::{self, Paths},
    progress, providers,
    setup::{self, Tools},
};
use serde_json::Value;
use std::path::{Path, PathBuf};

const PLACEHOLDER: &str = "00000000-0000-0000-0000-000000000000";
const DATABASE: &str = "weft";
const BUCKET: &str = "weft-files";
/// What the deployment reads from its secrets; other lines of the file stay on this machine.
const SECRETS: [&str; 7] =
    ["WEFT_PUBLIC_URL", "WEFT_KEYS", "WEFT_ADMIN_KEY", "WEFT_MAIL", "POSTMARK_URL", "POSTMARK_TOKEN", "POSTMARK_HOOK"];

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    public_url: String,
    mail: Option<String>,
    state: Option<PathBuf>,
    /// The site whose providers are looked at in the end.
    site: Option<String>,
    dry_run: bool,
}

impl Options {
    pub fn parse(args: &[String]) -> Result<Self, Failure> {
        let mut parsed = Self { public_url: String::new(), mail: None, state: None, site: None, dry_run: false };
        let mut options = options::Options::new(args);
        while let Some(option) = options.next() {
            match option {
                "--public-url" => parsed.public_url = options.value(option)?.trim_end_matches('/').to_owned(),
                "--mail" => {
                    let mail = options.value(option)?;
                    if !["postmark", "cloudflare"].contains(&mail) {
                        return Err(Failure::new(format!("--mail is postmark or cloudflare, not {mail:?}.")));
                    }
                    parsed.mail = Some(mail.to_owned());
                }
                "--state" => parsed.state = Some(PathBuf::from(options.value(option)?)),
                "--site" => parsed.site = Some(options.value(option)?.to_owned()),
                "--dry-run" => parsed.dry_run = true,
                other => return Err(unknown("deploy", other)),
            }
        }
        let host = parsed.public_url.strip_prefix("https://").unwrap_or_default();
        if host.is_empty() || host.contains(['/', '?', '#', '@']) {
            return Err(Failure::new(
                "--public-url says where the edge will be, as in --public-url https://chat.example.com.",
            ));
        }
        Ok(parsed)
    }
}

pub fn run(paths: &Paths, options: &Options) -> Result<(), Failure> {
    let tools = setup::for_build(paths)?;
    let state = options.state.clone().unwrap_or_else(|| paths.at(".weft/deploy"));
    let state = std::path::absolute(&state).map_err(|error| Failure::file("use", &state, &error))?;
    paths::make_folder(&state)?;
    let secrets = secrets(options, &state)?;
    bundle::build(paths, &tools)?;
    let account = Account { paths, tools: &tools, state: &state, dry_run: options.dry_run };
    let database = account.database()?;
    account.bucket()?;
    let config = state.join("wrangler.toml");
    paths::write(
        &config,
        configuration(&paths::read(&paths.at("edge/wrangler.toml"))?, &paths.at("edge"), &database)?,
    )?;
    account.migrate(&config)?;
    account.upload(&config, &secrets)?;
    println!("{}", after(options, &secrets));
    if let Some(site) = options.site.as_deref() {
        println!("{}", set_up(&tools, options, &secrets, site)?);
    }
    Ok(())
}

/// The secrets of this deployment: made on the first time, afterwards only read.
fn secrets(options: &Options, state: &Path) -> Result<EnvFile, Failure> {
    let mut env = EnvFile::open(state)?;
    env.make_secrets()?;
    env.set("WEFT_PUBLIC_URL", &options.public_url);
    if let Some(mail) = &options.mail {
        env.set("WEFT_MAIL", mail);
    }
    match env.get("WEFT_MAIL") {
        Some("postmark") if env.get("POSTMARK_TOKEN").is_none() => {
            env.save()?;
            return Err(Failure::new(format!(
                "add the line POSTMARK_TOKEN='…' (your server's token) to {}, and try again.",
                env.path.display()
            )));
        }
        Some("postmark") if env.get("POSTMARK_URL").is_none() => env.set("POSTMARK_URL", "https://api.postmarkapp.com"),
        Some(_) => {}
        None => return Err(Failure::new("say once how mail goes out: --mail cloudflare or --mail postmark.")),
    }
    env.save()?;
    Ok(env)
}

/// The account that wrangler is signed in to. A dry run only says what would be done there.
struct Account<'a> {
    paths: &'a Paths,
    tools: &'a Tools,
    state: &'a Path,
    dry_run: bool,
}

impl Account<'_> {
    /// The id of the database, which is made if it is not there.
    fn database(&self) -> Result<String, Failure> {
        if self.dry_run {
            println!("· would find the D1 database {DATABASE}, or create it");
            return Ok(PLACEHOLDER.to_owned());
        }
        if let Some(id) = database_id(&self.answer(&["d1", "list", "--json"])?) {
            return Ok(id);
        }
        self.change("creating the D1 database", &["d1", "create", DATABASE])?;
        database_id(&self.answer(&["d1", "list", "--json"])?).ok_or_else(|| {
            Failure::new("the D1 database was created, but is not in the account's list: try again in a minute.")
        })
    }

    fn bucket(&self) -> Result<(), Failure> {
        if self.dry_run {
            println!("· would find the R2 bucket {BUCKET}, or create it");
            return Ok(());
        }
        if self.answer(&["r2", "bucket", "info", BUCKET, "--json"]).is_ok() {
            return Ok(());
        }
        self.change("creating the R2 bucket", &["r2", "bucket", "create", BUCKET])
    }

    fn migrate(&self, config: &Path) -> Result<(), Failure> {
        if self.dry_run {
            println!("· would apply the migrations of edge/migrations to the D1 database");
            return Ok(());
        }
        let config = config.to_string_lossy();
        self.change("migrating the database", &["d1", "migrations", "apply", "DB", "--remote", "--config", &config])
    }

    /// Code and secrets go up together: no version ever runs without its keys.
    fn upload(&self, config: &Path, env: &EnvFile) -> Result<(), Failure> {
        let mut wrangler = self.tools.wrangler();
        wrangler.arg("deploy").arg("--config").arg(config).current_dir(self.paths.at("edge"));
        if self.dry_run {
            let names: Vec<&str> = SECRETS.into_iter().filter(|name| env.get(name).is_some()).collect();
            println!("· would upload the secrets {}", names.join(", "));
            wrangler.arg("--dry-run").arg("--outdir").arg(self.state.join("dry-run"));
            return progress::shown("packing the worker as for an upload", &mut wrangler);
        }
        // JSON, since wrangler expands `$` in the other form.
        let file = self.state.join("secrets.json");
        write_private(&file, &secrets_json(env))?;
        wrangler.arg("--secrets-file").arg(&file);
        let done = progress::shown("uploading worker, assets and secrets", &mut wrangler);
        std::fs::remove_file(&file).map_err(|error| Failure::file("remove", &file, &error))?;
        done
    }

    fn answer(&self, args: &[&str]) -> Result<String, Failure> {
        let output = self.tools.wrangler().args(args).output();
        let output = output.map_err(|error| Failure::new(format!("cannot run wrangler: {error}.")))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(Failure::new(format!(
            "`wrangler {}` failed; sign in with `wrangler login` or set CLOUDFLARE_API_TOKEN.\n{said}",
            args.join(" ")
        )))
    }

    fn change(&self, what: &str, args: &[&str]) -> Result<(), Failure> {
        progress::quiet(what, self.tools.wrangler().args(args), &self.state.join("deploy.log"))
    }
}

/// Asks the deployed edge which secrets of a site's providers are missing. Node is here already, and speaks TLS.
fn set_up(tools: &Tools, options: &Options, env: &EnvFile, site: &str) -> Result<String, Failure> {
    let url = format!("{}/v1/admin/sites/{site}/set-up", options.public_url);
    if options.dry_run {
        return Ok(format!("· would ask GET {url} which secrets of its providers are missing"));
    }
    let script = "const answer = await fetch(process.env.ASKED, { headers: { authorization: `Bearer ${process.env.KEY}` } }); \
                  if (!answer.ok) { console.error(answer.status); process.exit(1); } console.log(await answer.text());";
    let mut node = tools.command(&tools.node);
    node.args(["--input-type=module", "-e", script]).env("ASKED", &url);
    // In the environment, since everybody may read a command line.
    let output = node.env("KEY", env.get("WEFT_ADMIN_KEY").unwrap_or_default()).output();
    let output = output.map_err(|error| Failure::new(format!("cannot run node: {error}.")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Ok(format!(
            "The site {site} could not be asked what is missing ({said}): register it, and try GET {url}."
        ));
    }
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    Ok(providers::missing(&answer)
        .unwrap_or_else(|| format!("The site {site} has every secret that its settings ask for.")))
}

fn database_id(list: &str) -> Option<String> {
    let list: Value = serde_json::from_str(list).ok()?;
    let named = |entry: &&Value| entry.get("name").and_then(Value::as_str) == Some(DATABASE);
    list.as_array()?.iter().find(named)?.get("uuid")?.as_str().map(str::to_owned)
}

/// The configuration of the checkout for another folder: absolute paths, and the account's database.
fn configuration(text: &str, edge: &Path, database: &str) -> Result<String, Failure> {
    let mut config: toml::Table = text.parse().map_err(|error| Failure::new(format!("edge/wrangler.toml: {error}")))?;
    let absolute = |value: Option<&mut toml::Value>| {
        if let Some(toml::Value::String(path)) = value {
            *path = edge.join(&*path).display().to_string();
        }
    };
    absolute(config.get_mut("main"));
    absolute(config.get_mut("assets").and_then(|assets| assets.get_mut("directory")));
    for entry in config.get_mut("d1_databases").and_then(toml::Value::as_array_mut).into_iter().flatten() {
        absolute(entry.get_mut("migrations_dir"));
        if let Some(entry) = entry.as_table_mut() {
            entry.insert("database_id".to_owned(), toml::Value::String(database.to_owned()));
        }
    }
    toml::to_string(&config).map_err(|error| Failure::new(format!("edge/wrangler.toml: {error}")))
}

fn secrets_json(env: &EnvFile) -> String {
    let pairs = env.values().iter().filter(|(name, _)| SECRETS.contains(&name.as_str()));
    Value::Object(pairs.map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect()).to_string()
}

fn after(options: &Options, env: &EnvFile) -> String {
    let done = if options.dry_run { "Nothing was changed." } else { "Deployed." };
    format!(
        "\n{done} What remains, once:\n  \
         - route {url} to the worker `weft`, and your mail domains to it (Email Routing, catch-all, \"Send to a Worker\");\n  \
         - register a site: PUT {url}/v1/admin/sites/<site> with the key WEFT_ADMIN_KEY of {file};\n  \
         - hand over the secrets of its providers, which no deployment carries: PUT {url}/v1/admin/sites/<site>/secrets/<name>\n    \
           with {{\"value\": \"…\"}}, for twilio-auth-token, meta-app-secret, meta-verify-token and meta-access-token;\n    \
           GET {url}/v1/admin/sites/<site>/set-up, or --site <site> here, says which of them are missing.\n\
         Keep that file: it holds the keys of this deployment.",
        url = options.public_url,
        file = env.path.display(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Options, String> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        Options::parse(&args).map_err(|failure| failure.to_string())
    }

    fn state(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("weft-deploy-{name}-{}", std::process::id()))
    }

    #[test]
    fn the_public_url_must_be_an_https_origin() {
        for wrong in [&[][..], &["--public-url", "http://a.example"], &["--public-url", "https://a.example/x"]] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(parse(&["--public-url", "https://a.example/"]).unwrap().public_url, "https://a.example");
        assert!(parse(&["--mail", "pigeon"]).unwrap_err().contains("\"pigeon\""));
    }

    #[test]
    fn the_configuration_of_the_repository_gets_absolute_paths_and_the_accounts_database() {
        let text = configuration(include_str!("../../edge/wrangler.toml"), Path::new("/repo/edge"), "an-id").unwrap();
        for line in [
            "main = \"/repo/edge/build/index.js\"",
            "directory = \"/repo/edge/assets\"",
            "migrations_dir = \"/repo/edge/migrations\"",
            "database_id = \"an-id\"",
            "run_worker_first = true",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(!text.contains(PLACEHOLDER));
    }

    #[test]
    fn a_second_deployment_keeps_the_keys_and_only_its_secrets_go_up() {
        let state = state("keys");
        let options = parse(&["--public-url", "https://a.example", "--mail", "cloudflare"]).unwrap();
        let one = secrets(&options, &state).unwrap();
        let mut two = secrets(&Options { mail: None, ..options }, &state).unwrap();
        assert_eq!(one.values(), two.values());
        two.set("MY_NOTE", "stays here");
        let uploaded: Value = serde_json::from_str(&secrets_json(&two)).unwrap();
        assert_eq!(uploaded["WEFT_KEYS"].as_str(), one.get("WEFT_KEYS"));
        assert_eq!(uploaded.get("MY_NOTE"), None);
        std::fs::remove_dir_all(&state).unwrap();
    }

    #[test]
    fn postmark_without_a_token_says_where_to_put_it() {
        let state = state("token");
        let options = parse(&["--public-url", "https://a.example", "--mail", "postmark"]).unwrap();
        let said = secrets(&options, &state).map(|_| ()).unwrap_err().to_string();
        assert!(said.contains("POSTMARK_TOKEN") && said.contains("edge.env"), "{said}");
        std::fs::remove_dir_all(&state).unwrap();
    }

    #[test]
    fn the_database_is_found_by_its_name() {
        let list = r#"[{"uuid":"1","name":"other"},{"uuid":"2","name":"weft"}]"#;
        assert_eq!(database_id(list).as_deref(), Some("2"));
        assert_eq!(database_id("[]"), None);
    }
}
