//! `dev`: all of Weft on this machine, with a shop, a mailbox and a console to try it.

use crate::{
    bundle,
    children::Group,
    env_file::EnvFile,
    failure::Failure,
    hash, http, keys,
    options::{self, unknown},
    paths::{self, Paths},
    progress::{self, Line},
    providers::Providers,
    seed::{self, EDGE_HOST, Ports},
    setup::{self, Tools},
    stories::Stories,
    watch::Watch,
};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::{
    io::ErrorKind,
    net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

const TICK: Duration = Duration::from_millis(100);
const START_LIMIT: Duration = Duration::from_secs(120);

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    port: u16,
    state: Option<PathBuf>,
    fresh: bool,
    empty: bool,
}

impl Options {
    pub fn parse(args: &[String]) -> Result<Self, Failure> {
        let mut parsed = Self { port: 8787, state: None, fresh: false, empty: false };
        let mut options = options::Options::new(args);
        while let Some(option) = options.next() {
            match option {
                "--port" => {
                    let port = options.value(option)?;
                    parsed.port = port.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
                        Failure::new(format!("--port must be a number from 1 to 65533, not {port:?}."))
                    })?;
                }
                "--state" => parsed.state = Some(PathBuf::from(options.value(option)?)),
                "--fresh" => parsed.fresh = true,
                "--empty" => parsed.empty = true,
                other => return Err(unknown("dev", other)),
            }
        }
        Ok(parsed)
    }
}

pub fn run(paths: &Paths, options: &Options) -> Result<(), Failure> {
    let ports = Ports::from(options.port)
        .ok_or_else(|| Failure::new("--port must leave room for two more ports after it: at most 65533."))?;
    for port in [ports.edge, ports.shop, ports.mailbox] {
        free(port)?;
    }
    let state = options.state.clone().unwrap_or_else(|| paths.at(".weft/dev"));
    let state = std::path::absolute(&state).map_err(|error| Failure::file("use", &state, &error))?;
    let tools = setup::for_build(paths)?;
    bundle::build(paths, &tools)?;
    let carrier = carrier(paths)?;
    if options.fresh {
        clear(&state)?;
    }
    paths::make_folder(&state)?;
    let env = configure(&state, ports)?;
    let providers = Providers::open(&state, seed::SITE)?;
    migrate(paths, &tools, &state)?;

    // From here on Ctrl-C is ours: what runs is in groups of its own.
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}.")))?;
    }
    let mut edge =
        Group::start("the edge", &mut edge_command(paths, &tools, &state, ports, &env), &state.join("edge.log"))?;
    let mut mail = Group::start(
        "the carrier",
        &mut carrier_command(&carrier, ports, &env, &providers),
        &state.join("carrier.log"),
    )?;
    let mut run = Run { groups: [&mut edge, &mut mail], stop: &stop };
    let ready = run.wait("starting the edge", || {
        http::request(ports.edge, "GET", "/readyz", None, None).is_ok_and(|answer| answer.status == 200)
    })? && run.wait("starting mailbox and shop", || answers(ports.mailbox) && answers(ports.shop))?;
    if ready {
        let key = env.get("WEFT_ADMIN_KEY").unwrap_or_default();
        let missing = seed::run(ports, key, &providers)?;
        println!("{}", welcome(ports, &state));
        if let Some(missing) = missing {
            println!("{missing}");
        }
        println!();
        let mut watch = Watch::new(paths.at("policies/demo.toml"), ports.edge, seed::SITE, key);
        // The rules come first: the stories count on them.
        if let Some(said) = watch.look() {
            println!("{said}");
        }
        let mut stories = if options.empty { None } else { Stories::begin(ports.mailbox, &state) };
        if stories.is_some() {
            println!("stories: sixty customers turn to the shop during the next minutes. Watch them come in.");
        }
        while !run.stopped()? {
            if let Some(said) = watch.look() {
                println!("{said}");
            }
            if let Some(said) = stories.as_mut().and_then(Stories::look) {
                println!("{said}");
                stories = None;
            }
            sleep(TICK);
        }
    }
    let mut line = Line::begin("ending everything that was started");
    line.tick();
    drop((edge, mail));
    line.end();
    Ok(())
}

/// What runs, and whether it shall go on.
struct Run<'a> {
    groups: [&'a mut Group; 2],
    stop: &'a AtomicBool,
}

impl Run<'_> {
    /// Whether somebody asked to stop; an error when a part ended by itself.
    fn stopped(&mut self) -> Result<bool, Failure> {
        if self.stop.load(Ordering::Relaxed) {
            return Ok(true);
        }
        for group in &mut self.groups {
            if let Some(status) = group.ended() {
                let text = paths::read(&group.log).unwrap_or_default();
                let lines: Vec<&str> = text.lines().collect();
                let last = lines.get(lines.len().saturating_sub(15)..).unwrap_or_default().join("\n    ");
                let log = group.log.display();
                return Err(Failure::new(format!("{} ended ({status}); its log is {log}:\n    {last}", group.name)));
            }
        }
        Ok(false)
    }

    /// Waits until something holds; false when asked to stop before.
    fn wait(&mut self, what: &str, mut holds: impl FnMut() -> bool) -> Result<bool, Failure> {
        let mut line = Line::begin(what);
        let began = Instant::now();
        while !holds() {
            if self.stopped()? {
                println!();
                return Ok(false);
            }
            if began.elapsed() > START_LIMIT {
                let logs: Vec<_> = self.groups.iter().map(|group| group.log.display().to_string()).collect();
                return Err(Failure::new(format!("{what} took too long; the logs are {}.", logs.join(" and "))));
            }
            sleep(TICK);
            line.tick();
        }
        line.end();
        Ok(true)
    }
}

fn free(port: u16) -> Result<(), Failure> {
    // Asked first: our own listener would answer as well. Whoever has the port of the other family would be what a
    // browser finds at `localhost`; a machine without that family has nobody there.
    let other = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).err();
    let taken = other.is_some_and(|error| error.kind() == ErrorKind::AddrInUse);
    if !answers(port) && !taken && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "port {port} is in use: end what uses it, or choose others with --port N (N, N+1 and N+2 are used)."
    )))
}

fn answers(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Empties a state folder, if that is what it is: `--state ~ --fresh` must not empty a home.
fn clear(state: &Path) -> Result<(), Failure> {
    let empty = std::fs::read_dir(state).map_or(true, |mut entries| entries.next().is_none());
    if !empty && !state.join("edge.env").is_file() {
        return Err(Failure::new(format!("{} is no state folder of Weft: --fresh leaves it alone.", state.display())));
    }
    paths::remove_folder(state)
}

fn configure(state: &Path, ports: Ports) -> Result<EnvFile, Failure> {
    let mut env = EnvFile::open(state)?;
    env.make_secrets()?;
    env.get_or_make("POSTMARK_TOKEN", keys::random_hex)?;
    env.get_or_make("POSTMARK_HOOK", || Ok(format!("carrier:{}", keys::random_hex()?)))?;
    env.set("WEFT_PUBLIC_URL", &ports.edge_url());
    env.set("WEFT_MAIL", "postmark");
    // The carrier stands in for all providers.
    for provider in ["POSTMARK_URL", "TWILIO_URL", "META_URL"] {
        env.set(provider, &format!("http://127.0.0.1:{}", ports.mailbox));
    }
    env.save()?;
    Ok(env)
}

fn migrate(paths: &Paths, tools: &Tools, state: &Path) -> Result<(), Failure> {
    let stamp = state.join("migrated");
    let now = hash::of_sources(&paths.root, &["edge/migrations"])?;
    if paths::read(&stamp).is_ok_and(|before| before == now) {
        return Ok(());
    }
    let mut wrangler = tools.wrangler();
    wrangler.args(["d1", "migrations", "apply", "DB", "--local", "--config"]).arg(paths.at("edge/wrangler.toml"));
    wrangler.arg("--persist-to").arg(state.join("wrangler")).current_dir(paths.at("edge"));
    progress::quiet("migrating the database", &mut wrangler, &state.join("migrate.log"))?;
    paths::write(&stamp, now)
}

fn edge_command(paths: &Paths, tools: &Tools, state: &Path, ports: Ports, env: &EnvFile) -> Command {
    let mut wrangler = tools.wrangler();
    // By its name, so that it listens wherever that leads: browsers may take either family.
    wrangler.args(["dev", "--local", "--ip", EDGE_HOST, "--port", &ports.edge.to_string(), "--inspector-port", "0"]);
    wrangler.args(["--show-interactive-dev-session=false", "--config"]).arg(paths.at("edge/wrangler.toml"));
    // In a file, since everybody may read a command line.
    wrangler.arg("--env-file").arg(&env.path).arg("--persist-to").arg(state.join("wrangler"));
    wrangler.env("WRANGLER_REGISTRY_PATH", state.join("registry")).current_dir(paths.at("edge"));
    wrangler
}

fn carrier_command(carrier: &Path, ports: Ports, env: &EnvFile, providers: &Providers) -> Command {
    let mut command = Command::new(carrier);
    command.args(["--edge", &ports.edge_url(), "--site", seed::SITE]);
    command.args(["--mailbox-port", &ports.mailbox.to_string(), "--shop-port", &ports.shop.to_string()]);
    // These two are worth nothing outside of this machine.
    command.args(["--postmark-token", env.get("POSTMARK_TOKEN").unwrap_or_default()]);
    command.args(["--hook", env.get("POSTMARK_HOOK").unwrap_or_default()]);
    command.arg("--secrets").arg(&providers.file);
    command
}

/// Builds the carrier; what it says is the path of the program.
pub fn carrier(paths: &Paths) -> Result<PathBuf, Failure> {
    let binary = paths.target().join("debug/carrier");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", "weft-tests", "--bin", "carrier"]);
    cargo.current_dir(&paths.root).env("CARGO_TARGET_DIR", paths.target());
    progress::quiet("building the carrier", &mut cargo, &paths.cache.join("logs/carrier-build.log"))?;
    Ok(binary)
}

fn welcome(ports: Ports, state: &Path) -> String {
    let (edge, shop, mailbox) = (ports.edge_url(), ports.shop_url(), ports.mailbox);
    format!(
        "
Weft is running.

  shop      {shop}/             a page with the chat: be a customer
  console   {edge}/console/{site}  be the agent
  account   {edge}/account/{site}  add a passkey, see where you are signed in
  admin     {edge}/admin/{site}    look after people, rules, keys, providers, the widget
  mailbox   http://127.0.0.1:{mailbox}/             read what Weft sends, write to the shop
  phones    http://127.0.0.1:{mailbox}/phones       text, write by WhatsApp, call; answer the staff's phones
  edge      {edge}/

To sign in at the console, type {agent}, who looks after everything, or {colleague}; the code arrives in the mailbox.
The shop is at a number and the edge at a name: two sites to your browser, and passkeys belong to names only.
In the shop, \"Sign in as Jane\" tells the chat who you are. Saving policies/demo.toml puts its rules in force.
Logs and data are in {state}. Ctrl-C ends everything.",
        site = seed::SITE,
        agent = seed::AGENT_ADDRESS,
        colleague = seed::COLLEAGUE_ADDRESS,
        state = state.display(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Options, String> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        Options::parse(&args).map_err(|failure| failure.to_string())
    }

    #[test]
    fn options_are_read_and_unknown_or_unfinished_ones_named() {
        let all = parse(&["--port", "9000", "--state", "x", "--fresh"]).unwrap();
        assert_eq!(all, Options { port: 9000, state: Some(PathBuf::from("x")), fresh: true, empty: false });
        assert!(parse(&["--port"]).unwrap_err().contains("--port needs a value"));
        assert!(parse(&["--port", "web"]).unwrap_err().contains("\"web\""));
        assert!(parse(&["--prot", "1"]).unwrap_err().contains("--prot"));
    }

    #[test]
    fn a_port_in_use_is_named_in_one_sentence() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let said = free(port).unwrap_err().to_string();
        assert!(said.starts_with(&format!("port {port} is in use")), "{said}");
        drop(taken);
        free(port).unwrap();
        // A machine without the other family has nobody there.
        if let Ok(_taken) = TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
            free(port).unwrap_err();
        }
    }

    #[test]
    fn a_fresh_start_never_empties_a_folder_of_something_else() {
        let folder = std::env::temp_dir().join(format!("weft-clear-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("thesis.txt"), "").unwrap();
        assert!(clear(&folder).is_err());
        assert!(folder.join("thesis.txt").is_file());
        std::fs::write(folder.join("edge.env"), "").unwrap();
        clear(&folder).unwrap();
        assert!(!folder.exists());
    }

    #[test]
    fn a_second_configuration_keeps_the_secrets_and_follows_the_port() {
        let state = std::env::temp_dir().join(format!("weft-configure-{}", std::process::id()));
        let one = configure(&state, Ports::from(8787).unwrap()).unwrap();
        let two = configure(&state, Ports::from(9000).unwrap()).unwrap();
        for secret in ["WEFT_KEYS", "WEFT_ADMIN_KEY", "POSTMARK_TOKEN", "POSTMARK_HOOK"] {
            assert_eq!(one.get(secret), two.get(secret), "{secret}");
        }
        assert_eq!(two.get("WEFT_PUBLIC_URL"), Some("http://localhost:9000"));
        assert_eq!(two.get("POSTMARK_URL"), Some("http://127.0.0.1:9002"));
        std::fs::remove_dir_all(&state).unwrap();
    }
}
