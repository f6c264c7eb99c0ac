//! `test`: everything there is to check, in the order of how fast it tells.

use crate::{
    bundle, dev,
    failure::Failure,
    hash, openapi,
    options::{self, unknown},
    paths::{self, Paths, which},
    progress::seconds,
    python,
    setup::{self, Tools},
    size,
    tally::Tally,
    tidy,
};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::Mutex,
    thread,
    time::Instant,
};

const WASM: &str = "wasm32-unknown-unknown";
/// Crates that only make sense in a browser or on the edge.
const WASM_CRATES: [&str; 3] = ["edge", "widget", "console"];
const NATIVE_CRATES: [&str; 3] = ["shared", "tests", "xtask"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Lint,
    Unit,
    Wasm,
    EndToEnd,
}

const ALL: [Part; 4] = [Part::Lint, Part::Unit, Part::Wasm, Part::EndToEnd];

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    parts: Vec<Part>,
    names: Vec<String>,
}

impl Options {
    pub fn parse(args: &[String]) -> Result<Self, Failure> {
        let (mut only, mut names) = (Vec::new(), Vec::new());
        let mut options = options::Options::new(args);
        while let Some(option) = options.next() {
            match option {
                "--only" => only.push(match options.value(option)? {
                    "lint" => Part::Lint,
                    "unit" => Part::Unit,
                    "wasm" => Part::Wasm,
                    "e2e" => Part::EndToEnd,
                    other => return Err(Failure::new(format!("--only is lint, unit, wasm or e2e, not {other:?}."))),
                }),
                other if other.starts_with('-') => return Err(unknown("test", other)),
                name => names.push(name.to_owned()),
            }
        }
        let parts = match (only.is_empty(), names.is_empty()) {
            (false, _) => only,
            (true, true) => ALL.to_vec(),
            // Who names tests wants to see those, not the lints.
            (true, false) => vec![Part::Unit, Part::Wasm, Part::EndToEnd],
        };
        Ok(Self { parts, names })
    }
}

pub fn run(paths: &Paths, options: &Options) -> Result<(), Failure> {
    let began = Instant::now();
    let tools = setup::for_build(paths)?;
    let mut session = Session {
        paths,
        tools: &tools,
        names: &options.names,
        printing: options.parts.len() < ALL.len(),
        tally: Tally::default(),
        failures: Vec::new(),
    };
    for part in &options.parts {
        match part {
            Part::Lint => session.lint()?,
            Part::Unit => session.unit()?,
            Part::Wasm => session.wasm()?,
            Part::EndToEnd => session.end_to_end()?,
        }
    }
    let Session { tally, failures, .. } = session;
    for step in &failures {
        println!("failed: {step}");
    }
    println!("everything took {}", seconds(began.elapsed()));
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if failures.is_empty() { Ok(()) } else { Err(Failure::new("not everything passed.")) }
}

struct Session<'a> {
    paths: &'a Paths,
    tools: &'a Tools,
    names: &'a [String],
    /// What passing tests print is shown too. In a run of everything it would bury why one failed.
    printing: bool,
    tally: Tally,
    failures: Vec<String>,
}

impl Session<'_> {
    fn lint(&mut self) -> Result<(), Failure> {
        self.check("formatting", self.cargo(&["fmt", "--all", "--check"]))?;
        let packages =
            |crates: &[&str]| crates.iter().flat_map(|name| ["-p".to_owned(), package(name)]).collect::<Vec<_>>();
        let mut native = self.cargo(&["clippy", "--quiet", "--all-targets"]);
        native.args(packages(&NATIVE_CRATES)).args(["--", "-D", "warnings"]);
        self.check("lints", native)?;
        let mut wasm = self.cargo(&["clippy", "--quiet", "--target", WASM]);
        wasm.args(packages(&WASM_CRATES)).args(["--", "-D", "warnings"]);
        self.check("lints for wasm32", wasm)?;
        let mut described = openapi::command(self.paths, true);
        described.env("CARGO_TARGET_DIR", self.paths.target());
        self.check("the description of the API", described)?;
        let began = step("tidy");
        let findings = tidy::findings(self.paths)?;
        for finding in &findings {
            println!("  {finding}");
        }
        let passed = findings.is_empty();
        self.done("tidy", began, passed, Tally { passed: passed.into(), failed: (!passed).into() });
        Ok(())
    }

    fn unit(&mut self) -> Result<(), Failure> {
        let mut crates = NATIVE_CRATES.to_vec();
        for name in WASM_CRATES {
            if self.has(name, "src", "#[test]")? {
                crates.push(name);
            }
        }
        let nextest = which("cargo-nextest").is_some();
        let mut command = self.cargo(if nextest {
            &["nextest", "run", "--no-tests=pass", "--no-fail-fast"]
        } else {
            &["test", "--no-fail-fast"]
        });
        // End-to-end tests are targets of their own; they come later, when there is something to drive.
        command.args(["--lib", "--bins"]).args(crates.iter().flat_map(|name| ["-p".to_owned(), package(name)]));
        command.args(self.names);
        self.tests("unit tests", command)?;
        // The one library with tests beside its sources; those of `tests` drive the whole and come last.
        let mut beside =
            self.cargo(if nextest { &["nextest", "run", "--no-fail-fast"] } else { &["test", "--no-fail-fast"] });
        beside.args(["-p", "weft-shared", "--test", "*"]).args(self.names);
        if nextest {
            beside.arg("--no-tests=pass");
        }
        self.tests("properties and snapshots of shared", beside)?;
        if self.names.is_empty() {
            self.tests("documentation tests", self.cargo(&["test", "--quiet", "--doc", "-p", "weft-shared"]))?;
        }
        Ok(())
    }

    fn wasm(&mut self) -> Result<(), Failure> {
        let mut crates = Vec::new();
        for name in WASM_CRATES {
            if self.has(name, "src", "wasm_bindgen_test")? || self.has(name, "tests", "wasm_bindgen_test")? {
                crates.push(name);
            }
        }
        if crates.is_empty() {
            return Ok(());
        }
        let browser = setup::browser(self.paths)?;
        let driver = self.paths.cache.join("webdriver.json");
        paths::make_folder(&self.paths.cache)?;
        paths::write(&driver, webdriver(&browser.chromium.to_string_lossy()))?;
        let mut command = self.cargo(&["test", "--target", WASM, "--no-fail-fast"]);
        command.args(crates.iter().flat_map(|name| ["-p".to_owned(), package(name)]));
        command.args(self.names);
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", self.tools.cargo_bin("wasm-bindgen-test-runner"));
        command.env("CHROMEDRIVER", &browser.driver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &driver);
        command.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        self.tests("tests in the browser", command)
    }

    fn end_to_end(&mut self) -> Result<(), Failure> {
        let browser = setup::browser(self.paths)?;
        bundle::build(self.paths, self.tools)?;
        if self.names.is_empty() {
            let began = step("size budgets");
            let within = size::run(self.paths, &[]);
            if let Err(failure) = &within {
                println!("  {failure}");
            }
            let counted = Tally { passed: within.is_ok().into(), failed: within.is_err().into() };
            self.done("size budgets", began, within.is_ok(), counted);
        }
        let hooks = bundle::hooks(self.paths, self.tools)?;
        let carrier = dev::carrier(self.paths)?;
        let schemathesis = python::schemathesis(self.paths)?;
        let mut command = self.cargo(&["test", "-p", "weft-tests", "--test", "*", "--no-fail-fast", "--"]);
        command.args(self.printing.then_some("--show-output")).args(self.names);
        for (name, path) in [
            ("WEFT_NODE", self.tools.node.clone()),
            ("WEFT_WRANGLER", self.tools.wrangler_script()),
            ("WEFT_EDGE_DIR", self.paths.at("edge")),
            ("WEFT_HOOKS_DIR", hooks),
            ("WEFT_CHROMEDRIVER", browser.driver),
            ("WEFT_CHROMIUM", browser.chromium),
            ("WEFT_AXE", self.tools.package("axe-core/axe.min.js")),
            ("WEFT_CARRIER", carrier),
            ("WEFT_SCHEMATHESIS", schemathesis),
            ("WEFT_STANDARDWEBHOOKS", self.tools.package("standardwebhooks")),
        ] {
            command.env(name, path);
        }
        self.tests("end-to-end tests", command)
    }

    fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.tools.command("cargo".as_ref());
        command.args(args).current_dir(&self.paths.root).stdin(Stdio::null());
        command
            .env("CARGO_TARGET_DIR", self.paths.target())
            .env("INSTA_UPDATE", "no")
            .env("CARGO_TERM_PROGRESS_WHEN", "never");
        command
    }

    /// Whether any file of a folder of a crate has this text.
    fn has(&self, name: &str, folder: &str, text: &str) -> Result<bool, Failure> {
        let mut files = Vec::new();
        hash::collect(&self.paths.at(name).join(folder), &mut files)?;
        Ok(files.iter().any(|file| paths::read(file).is_ok_and(|content| content.contains(text))))
    }

    /// A program that passes or fails as a whole.
    fn check(&mut self, what: &str, mut command: Command) -> Result<(), Failure> {
        let began = step(what);
        let passed = command.status().map_err(|error| cannot_run(what, &error))?.success();
        self.done(what, began, passed, Tally { passed: passed.into(), failed: (!passed).into() });
        Ok(())
    }

    /// A program that counts its tests.
    fn tests(&mut self, what: &str, mut command: Command) -> Result<(), Failure> {
        let began = step(what);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|error| cannot_run(what, &error))?;
        let counted = Mutex::new(Tally::default());
        let follow = |lines: &mut dyn BufRead| {
            for line in lines.lines().map_while(Result::ok) {
                println!("{line}");
                if let Ok(mut counted) = counted.lock() {
                    counted.add(Tally::of_line(&line));
                }
            }
        };
        let (out, err) = (child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            scope.spawn(|| out.map(|out| follow(&mut BufReader::new(out))));
            scope.spawn(|| err.map(|err| follow(&mut BufReader::new(err))));
        });
        let passed = child.wait().map_err(|error| cannot_run(what, &error))?.success();
        let mut counted = counted.into_inner().unwrap_or_default();
        if !passed && counted.failed == 0 {
            // It did not come to testing: a compile error, or a crash.
            counted.failed = 1;
        }
        self.done(what, began, passed, counted);
        Ok(())
    }

    fn done(&mut self, what: &str, began: Instant, passed: bool, counted: Tally) {
        println!("  {what}: {} in {}", if passed { "passed" } else { "FAILED" }, seconds(began.elapsed()));
        self.tally.add(counted);
        if !passed {
            self.failures.push(what.to_owned());
        }
    }
}

fn step(what: &str) -> Instant {
    println!("· {what}");
    Instant::now()
}

fn cannot_run(what: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("{what}: cannot run: {error}."))
}

fn package(folder: &str) -> String {
    if folder == "xtask" { folder.to_owned() } else { format!("weft-{folder}") }
}

/// Root may not use Chromium's sandbox, and nothing of it shall ask the network.
fn webdriver(chromium: &str) -> String {
    let args = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    serde_json::json!({"goog:chromeOptions": {"binary": chromium, "args": args}}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Options, String> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        Options::parse(&args).map_err(|failure| failure.to_string())
    }

    #[test]
    fn without_options_everything_is_tested() {
        assert_eq!(parse(&[]).unwrap().parts, [Part::Lint, Part::Unit, Part::Wasm, Part::EndToEnd]);
    }

    #[test]
    fn named_tests_are_run_without_the_lints_and_only_narrows_further() {
        let named = parse(&["double_click"]).unwrap();
        assert_eq!((named.parts.len(), named.names), (3, vec!["double_click".to_owned()]));
        assert_eq!(parse(&["--only", "e2e", "x"]).unwrap().parts, [Part::EndToEnd]);
        assert!(parse(&["--only", "all"]).unwrap_err().contains("\"all\""));
        assert!(parse(&["--fast"]).unwrap_err().contains("--fast"));
    }
}
