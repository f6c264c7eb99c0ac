//! Builds what is deployed: the front ends into `edge/assets`, the worker into `edge/build`. Steps whose sources are
//! as they were do nothing.

use crate::{
    failure::Failure,
    front, hash,
    paths::{self, Paths},
    progress,
    setup::Tools,
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

/// Part of every stamp: raise it when a step makes other things of the same sources.
const SCHEME: &str = "3";
const COMMON: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    "xtask/npm/package-lock.json",
    "policies/default.toml",
    "shared/Cargo.toml",
    "shared/src",
];

/// Remembers from which sources a product was made.
pub struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    pub fn new(paths: &Paths, name: &str, sources: &[&str]) -> Result<Self, Failure> {
        let all: Vec<&str> = COMMON.iter().chain(sources).copied().collect();
        let hash = format!("{SCHEME} {}", hash::of_sources(&paths.root, &all)?);
        Ok(Self { file: paths.at(".weft/stamps").join(name), hash })
    }

    /// Whether the products are there and were made of these sources.
    pub fn holds(&self, products: &[PathBuf]) -> bool {
        products.iter().all(|product| product.is_file()) && paths::read(&self.file).is_ok_and(|text| text == self.hash)
    }

    pub fn set(&self) -> Result<(), Failure> {
        if let Some(folder) = self.file.parent() {
            paths::make_folder(folder)?;
        }
        paths::write(&self.file, &self.hash)
    }
}

/// Builds the widget, the console and the edge.
pub fn build(paths: &Paths, tools: &Tools) -> Result<(), Failure> {
    // Two builds at a time would write into each other's folders. The system frees the lock, whatever happens.
    let path = paths.at(".weft/build.lock");
    paths::make_folder(&paths.at(".weft"))?;
    let lock = File::create(&path).map_err(|error| Failure::file("write", &path, &error))?;
    if lock.try_lock().is_err() {
        println!("· waiting for another build of this checkout to end");
        lock.lock().map_err(|error| Failure::file("lock", &path, &error))?;
    }
    front::build(paths, tools)?;
    edge(paths, tools)?;
    let wasm = paths.at("edge/build/index_bg.wasm");
    let content = fs::read(&wasm).map_err(|error| Failure::file("read", &wasm, &error))?;
    without_hooks(&content)
}

/// What only a build for tests reads: nothing that is shipped may know it.
const HOOK: &str = "WEFT_CLOCK_OFFSET_MS";

fn without_hooks(wasm: &[u8]) -> Result<(), Failure> {
    if wasm.windows(HOOK.len()).any(|window| window == HOOK.as_bytes()) {
        return Err(Failure::new(format!(
            "edge/build reads {HOOK}: it was built with the feature `hooks`, which is for tests. Remove edge/build and build again."
        )));
    }
    Ok(())
}

/// Builds the edge whose clock tests can move, into a folder of its own, and returns that folder.
pub fn hooks(paths: &Paths, tools: &Tools) -> Result<PathBuf, Failure> {
    let folder = paths.at(".weft/hooks");
    paths::make_folder(&folder)?;
    let text = paths::read(&paths.at("edge/wrangler.toml"))?;
    paths::write(&folder.join("wrangler.toml"), elsewhere(&text, &paths.root)?)?;
    let stamp = Stamp::new(paths, "hooks", &EDGE)?;
    let products = [folder.join("build/index.js"), folder.join("build/index_bg.wasm")];
    if stamp.holds(&products) {
        return Ok(folder);
    }
    let mut command = worker_build(paths, tools);
    // Nobody waits for what wasm-opt would save here.
    command.arg("--no-opt").arg("--out-dir").arg(folder.join("build")).args(["--", "--features", "hooks"]);
    progress::shown("building the edge with a clock that tests can move", &mut command)?;
    if !products.iter().all(|product| product.is_file()) {
        return Err(Failure::new("worker-build ended well, but left no .weft/hooks/build/index.js and index_bg.wasm."));
    }
    stamp.set()?;
    Ok(folder)
}

/// The configuration for a worker that is built elsewhere: what is not built stays where it is.
fn elsewhere(text: &str, root: &Path) -> Result<String, Failure> {
    let mut config: toml::Table = text.parse().map_err(|error| Failure::new(format!("edge/wrangler.toml: {error}")))?;
    let absolute = |value: Option<&mut toml::Value>| {
        if let Some(toml::Value::String(path)) = value {
            *path = root.join("edge").join(&*path).display().to_string();
        }
    };
    absolute(config.get_mut("assets").and_then(|assets| assets.get_mut("directory")));
    for entry in config.get_mut("d1_databases").and_then(toml::Value::as_array_mut).into_iter().flatten() {
        absolute(entry.get_mut("migrations_dir"));
    }
    toml::to_string(&config).map_err(|error| Failure::new(format!("edge/wrangler.toml: {error}")))
}

/// The sources of the worker; the pages are templates of it.
const EDGE: [&str; 4] = ["edge", "widget/frame.html", "widget/page.html", "console/console.html"];

fn worker_build(paths: &Paths, tools: &Tools) -> Command {
    let mut command = tools.command(&tools.cargo_bin("worker-build"));
    command
        .arg("--release")
        .current_dir(paths.at("edge"))
        .env("CARGO_TARGET_DIR", paths.target())
        .env("WASM_BINDGEN_BIN", tools.cargo_bin("wasm-bindgen"))
        .env("WASM_OPT_BIN", tools.npm_bin("wasm-opt"))
        .env("ESBUILD_BIN", tools.npm_bin("esbuild"));
    command
}

fn edge(paths: &Paths, tools: &Tools) -> Result<(), Failure> {
    let stamp = Stamp::new(paths, "edge", &EDGE)?;
    let products = [paths.at("edge/build/index.js"), paths.at("edge/build/index_bg.wasm")];
    if stamp.holds(&products) {
        return Ok(());
    }
    progress::shown("building the edge (some minutes from cold)", &mut worker_build(paths, tools))?;
    if !products.iter().all(|product| product.is_file()) {
        return Err(Failure::new("worker-build ended well, but left no edge/build/index.js and index_bg.wasm."));
    }
    // The names of functions are a tenth of what is uploaded, and nobody reads them there.
    let small = paths.at("edge/build/small.wasm");
    let mut strip = tools.command(&tools.npm_bin("wasm-opt"));
    strip.arg(paths.at("edge/build/index_bg.wasm")).arg("-o").arg(&small).args(["--strip-debug", "--strip-producers"]);
    strip.args(front::FEATURES);
    progress::quiet("taking the names out of the worker", &mut strip, &paths.cache.join("logs/strip.log"))?;
    fs::rename(&small, paths.at("edge/build/index_bg.wasm"))
        .map_err(|error| Failure::file("replace", &small, &error))?;
    stamp.set()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::slice;

    #[test]
    fn a_worker_that_knows_the_tests_clock_is_refused() {
        without_hooks(b"\0asm WEFT_PUBLIC_URL").unwrap();
        let said = without_hooks(b"\0asm WEFT_CLOCK_OFFSET_MS\0").unwrap_err().to_string();
        assert!(said.contains("hooks"), "{said}");
    }

    #[test]
    fn a_worker_that_is_built_elsewhere_keeps_the_assets_and_migrations_of_the_checkout() {
        let text = elsewhere(include_str!("../../edge/wrangler.toml"), Path::new("/repo")).unwrap();
        for line in [
            "main = \"build/index.js\"",
            "directory = \"/repo/edge/assets\"",
            "migrations_dir = \"/repo/edge/migrations\"",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn a_stamp_holds_until_a_source_changes_or_a_product_is_gone() {
        let root = std::env::temp_dir().join(format!("weft-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("edge")).unwrap();
        let paths = Paths { root: root.clone(), cache: root.join("cache") };
        let product = root.join("product");
        fs::write(&product, "").unwrap();
        let stamp = || Stamp::new(&paths, "edge", &["edge"]).unwrap();
        assert!(!stamp().holds(slice::from_ref(&product)));
        stamp().set().unwrap();
        assert!(stamp().holds(slice::from_ref(&product)));
        fs::write(root.join("edge/lib.rs"), "//").unwrap();
        assert!(!stamp().holds(slice::from_ref(&product)));
        stamp().set().unwrap();
        fs::remove_file(&product).unwrap();
        assert!(!stamp().holds(&[product]));
        fs::remove_dir_all(&root).unwrap();
    }
}
