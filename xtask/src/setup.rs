//! Installs what a build, a run or a test needs, once, outside the checkout.

use crate::{
    failure::Failure,
    hash,
    paths::{self, Paths, which},
    progress,
};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const WASM: &str = "wasm32-unknown-unknown";
/// Must be the version of the crate `worker`: the two are released together.
const WORKER_BUILD: &str = "0.8.7";

/// The installed tools.
pub struct Tools {
    /// Node of a version that wrangler accepts, from npm: the one on `PATH` only has to run npm.
    pub node: PathBuf,
    modules: PathBuf,
    bin: PathBuf,
}

impl Tools {
    /// A file of an npm package.
    pub fn package(&self, path: &str) -> PathBuf {
        self.modules.join(path)
    }

    /// A program installed by cargo.
    pub fn cargo_bin(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// A program of an npm package, or installed by cargo.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", self.path());
        command
    }

    /// A program below `node_modules/.bin`.
    pub fn npm_bin(&self, name: &str) -> PathBuf {
        self.modules.join(".bin").join(name)
    }

    pub fn wrangler_script(&self) -> PathBuf {
        self.package("wrangler/bin/wrangler.js")
    }

    /// Wrangler, told to ask nothing, count nothing and look for no updates.
    pub fn wrangler(&self) -> Command {
        let mut command = self.command(&self.node);
        command.arg(self.wrangler_script());
        for (name, value) in [
            ("WRANGLER_SEND_METRICS", "false"),
            ("WRANGLER_SEND_ERROR_REPORTS", "false"),
            ("WRANGLER_HIDE_BANNER", "true"),
            ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
            ("CI", "1"),
            ("NO_COLOR", "1"),
        ] {
            command.env(name, value);
        }
        command
    }

    fn path(&self) -> OsString {
        let rest = env::var_os("PATH").unwrap_or_default();
        let first = [self.modules.join(".bin"), self.bin.clone()];
        env::join_paths(first.into_iter().chain(env::split_paths(&rest))).unwrap_or(rest)
    }
}

/// Everything to build and run; says nothing where nothing is missing.
pub fn for_build(paths: &Paths) -> Result<Tools, Failure> {
    let bin = paths.cache.join("tools/bin");
    let modules = npm_packages(paths)?;
    wasm_target(paths)?;
    let lock = paths::read(&paths.at("Cargo.lock"))?;
    let bindgen = locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| Failure::new("Cargo.lock has no wasm-bindgen: restore it from the repository."))?;
    cargo_tool(paths, "worker-build", "worker-build", WORKER_BUILD)?;
    cargo_tool(paths, "wasm-bindgen-cli", "wasm-bindgen", &bindgen)?;
    Ok(Tools { node: modules.join(".bin/node"), modules, bin })
}

/// A browser and its driver.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and its driver, or installs them where that is possible without asking.
pub fn browser(paths: &Paths) -> Result<Browser, Failure> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    let debian = Path::new("/etc/debian_version").is_file();
    if !(debian && rustix::process::geteuid().is_root()) {
        return Err(Failure::new(
            "Chromium and chromedriver are missing: install both (on Debian `apt-get install chromium chromium-driver`) \
             or point WEFT_CHROMIUM and WEFT_CHROMEDRIVER to them.",
        ));
    }
    let log = paths.cache.join("logs/apt.log");
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    progress::quiet("reading the package lists", &mut apt(&["update", "-q"]), &log)?;
    let install = ["install", "-q", "-y", "--no-install-recommends", "chromium", "chromium-driver"];
    progress::quiet("installing Chromium and its driver", &mut apt(&install), &log)?;
    find_browser().ok_or_else(|| Failure::new("Chromium was installed, but is not on PATH."))
}

fn find_browser() -> Option<Browser> {
    let find = |variable: &str, names: &[&str]| {
        let told = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
        told.or_else(|| names.iter().find_map(|name| which(name)))
    };
    Some(Browser {
        chromium: find("WEFT_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?,
        driver: find("WEFT_CHROMEDRIVER", &["chromedriver"])?,
    })
}

fn npm_packages(paths: &Paths) -> Result<PathBuf, Failure> {
    let lock = paths.at("xtask/npm/package-lock.json");
    let content = fs::read(&lock).map_err(|error| Failure::file("read", &lock, &error))?;
    let folder = paths.cache.join("node").join(hash::short(&content));
    let modules = folder.join("node_modules");
    if modules.is_dir() {
        return Ok(modules);
    }
    if which("node").is_none() || which("npm").is_none() {
        return Err(Failure::new("Node.js with npm is missing: install any version from 18 on, and try again."));
    }
    // Installed beside and then renamed, so that a broken installation is never taken for a whole one.
    let fresh = paths.cache.join("node").join(format!("fresh-{}", std::process::id()));
    paths::remove_folder(&fresh)?;
    paths::make_folder(&fresh)?;
    for name in ["package.json", "package-lock.json"] {
        let from = paths.at("xtask/npm").join(name);
        fs::copy(&from, fresh.join(name)).map_err(|error| Failure::file("copy", &from, &error))?;
    }
    let mut npm = Command::new("npm");
    // Not `npm ci`: that refuses a lock file without the platforms' packages that this machine's registry does not list.
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"])
        .current_dir(&fresh);
    let log = paths.cache.join("logs/npm.log");
    if let Err(failure) = progress::quiet("installing wrangler, esbuild and binaryen", &mut npm, &log) {
        paths::remove_folder(&fresh)?;
        return Err(failure);
    }
    if let Err(error) = fs::rename(&fresh, &folder) {
        // Another run was quicker; what it installed is the same.
        paths::remove_folder(&fresh)?;
        if !modules.is_dir() {
            return Err(Failure::file("rename to", &folder, &error));
        }
    }
    Ok(modules)
}

fn wasm_target(paths: &Paths) -> Result<(), Failure> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output();
    let sysroot = sysroot
        .ok()
        .filter(|output| output.status.success())
        .ok_or_else(|| Failure::new("rustc is missing: install Rust 1.95 or newer."))?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    if sysroot.join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if which("rustup").is_none() {
        return Err(Failure::new(format!("Rust's target {WASM} is missing, and there is no rustup to add it.")));
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", WASM]).current_dir(&paths.root);
    progress::quiet("adding the target wasm32-unknown-unknown", &mut rustup, &paths.cache.join("logs/rustup.log"))
}

fn cargo_tool(paths: &Paths, krate: &str, binary: &str, version: &str) -> Result<(), Failure> {
    let root = paths.cache.join("tools");
    if installed(&paths::read(&root.join(".crates.toml")).unwrap_or_default(), krate, version)
        && root.join("bin").join(binary).is_file()
    {
        return Ok(());
    }
    let install = |locked: Option<&str>| {
        let mut cargo = Command::new("cargo");
        cargo
            .args(["install", "--force", "--version", &format!("={version}"), krate, "--root"])
            .arg(&root)
            .args(locked)
            .env("CARGO_TARGET_DIR", root.join("target"))
            .env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback")
            // They run for seconds: a quick build of them is worth more than a quick run.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        cargo
    };
    let what = format!("installing {krate} {version} (some minutes, once)");
    if progress::shown(&what, &mut install(Some("--locked"))).is_ok() {
        return Ok(());
    }
    // A crate of its lock file may have been withdrawn since; the tool itself stays the exact version.
    println!("  not possible with its own lock file: trying the nearest versions of what it needs");
    progress::shown(&what, &mut install(None))
}

/// Whether cargo's list of installed programs has this one in this version.
fn installed(list: &str, krate: &str, version: &str) -> bool {
    list.lines().any(|line| line.starts_with(&format!("\"{krate} {version} ")))
}

/// The version of a crate in a `Cargo.lock`.
fn locked_version(lock: &str, krate: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{krate}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_crate_is_that_of_the_lock_file_and_not_that_of_a_longer_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn a_tool_counts_as_installed_only_in_the_very_version() {
        let list = "[v1]\n\"worker-build 0.8.7 (registry+x)\" = [\"worker-build\"]\n";
        assert!(installed(list, "worker-build", "0.8.7"));
        assert!(!installed(list, "worker-build", "0.8.70"));
        assert!(!installed(list, "worker", "0.8.7"));
    }
}
