//! Builds the programs of the browser (the widget, the console's desk and its pages for looking after a site): Rust to wasm, one script, one style sheet each, named by content.

use crate::{
    bundle::Stamp,
    failure::Failure,
    hash,
    paths::{self, Paths},
    progress,
    setup::Tools,
};
use serde_json::{Map, Value};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// One program of the browser.
struct App {
    /// The folder of its crate; the crate is `weft-<folder>`.
    folder: &'static str,
    /// The binary of that crate.
    binary: &'static str,
    /// What its files are called.
    name: &'static str,
    sources: &'static [&'static str],
    /// How wasm-opt tries: whatever is smallest once it is compressed.
    effort: &'static [&'static str],
}

const APPS: [App; 3] = [
    App {
        folder: "widget",
        binary: "weft_widget",
        name: "chat",
        sources: &["widget"],
        effort: &["--flatten", "--rereloop", "-Os", "-Os", "--one-caller-inline-max-function-size", "64"],
    },
    App {
        folder: "console",
        binary: "weft_console",
        name: "console",
        sources: &["console", "widget"],
        effort: &["-O1"],
    },
    App { folder: "console", binary: "weft_admin", name: "admin", sources: &["console", "widget"], effort: &["-Os"] },
];

/// What is on by default in Rust's wasm target; wasm-opt refuses code it was not told about.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

pub fn build(paths: &Paths, tools: &Tools) -> Result<(), Failure> {
    let assets = paths.at("edge/assets");
    paths::make_folder(&assets)?;
    loader(paths, tools, &assets)?;
    let mut stale = Vec::new();
    for app in &APPS {
        let stamp = Stamp::new(paths, app.name, app.sources)?;
        if !stamp.holds(&products(&assets, app)) {
            stale.push((app, stamp));
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    compile(paths)?;
    for (app, stamp) in stale {
        bundle(paths, tools, &assets, app)?;
        stamp.set()?;
    }
    Ok(())
}

/// The files of an app according to the manifest; where there is none, a file that does not exist.
fn products(assets: &Path, app: &App) -> Vec<PathBuf> {
    let manifest = manifest(assets);
    let file = |logical: String| match manifest.get(&logical).and_then(Value::as_str) {
        Some(name) => assets.join(name),
        None => assets.join("missing"),
    };
    [".js", "_bg.wasm", ".css"].into_iter().map(|end| file(format!("{}{end}", app.name))).collect()
}

fn manifest(assets: &Path) -> Map<String, Value> {
    let text = paths::read(&assets.join("manifest.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The loader has a fixed name: it is what host pages ask for.
fn loader(paths: &Paths, tools: &Tools, assets: &Path) -> Result<(), Failure> {
    let (source, product) = (paths.at("widget/embed.js"), assets.join("embed.js"));
    let stamp = Stamp::new(paths, "loader", &["widget/embed.js"])?;
    if stamp.holds(std::slice::from_ref(&product)) {
        return Ok(());
    }
    let mut esbuild = tools.command(&tools.npm_bin("esbuild"));
    esbuild.arg(&source).arg(format!("--outfile={}", product.display()));
    // For pages we do not know: nothing that a browser of the last years lacks.
    esbuild.args(["--minify", "--target=es2019", "--legal-comments=none", "--log-level=warning"]);
    progress::quiet("minifying embed.js", &mut esbuild, &log(paths, "embed"))?;
    update_manifest(assets, &[("embed.js".to_owned(), "embed.js".to_owned())])?;
    stamp.set()
}

/// One run of cargo for all, always with the same packages, so that features, and with them products, stay the same.
fn compile(paths: &Paths) -> Result<(), Failure> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--target", "wasm32-unknown-unknown", "-p", "weft-widget", "-p", "weft-console"])
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", paths.target())
        .stdin(Stdio::null());
    progress::shown("building widget and console (some minutes from cold)", &mut cargo)
}

fn bundle(paths: &Paths, tools: &Tools, assets: &Path, app: &App) -> Result<(), Failure> {
    let App { binary, name, effort, .. } = app;
    let wasm = paths.target().join(format!("wasm32-unknown-unknown/release/{binary}.wasm"));
    let stage = paths.at(".weft/stage").join(name);
    paths::remove_folder(&stage)?;
    paths::make_folder(&stage)?;

    let mut bindgen = tools.command(&tools.cargo_bin("wasm-bindgen"));
    bindgen.arg(&wasm).arg("--out-dir").arg(&stage).args(["--out-name", name]);
    bindgen.args(["--target", "web", "--no-typescript", "--remove-name-section", "--remove-producers-section"]);
    progress::quiet(&format!("binding the {name}"), &mut bindgen, &log(paths, name))?;

    let (raw, small) = (stage.join(format!("{name}_bg.wasm")), stage.join("small.wasm"));
    let mut opt = tools.command(&tools.npm_bin("wasm-opt"));
    opt.arg(&raw)
        .arg("-o")
        .arg(&small)
        .args(*effort)
        .args(["--converge", "--strip-debug", "--strip-producers"])
        .args(FEATURES);
    progress::quiet(&format!("shrinking the {name}"), &mut opt, &log(paths, name))?;
    let wasm_name = place(assets, &small, name, "_bg.wasm")?;

    // The glue finds its wasm beside itself, under the name with the hash.
    let glue = stage.join(format!("{name}.js"));
    let text = paths::read(&glue)?.replace(&format!("{name}_bg.wasm"), &wasm_name);
    paths::write(&glue, text)?;
    let js = esbuild(paths, tools, app, &stage, &paths.at(app.folder).join("boot.js"), "js")?;
    let css = esbuild(paths, tools, app, &stage, &style(paths, app)?, "css")?;
    let names = [
        (format!("{name}.js"), place(assets, &js, name, ".js")?),
        (format!("{name}_bg.wasm"), wasm_name),
        (format!("{name}.css"), place(assets, &css, name, ".css")?),
    ];
    update_manifest(assets, &names)
}

/// The style sheet of an app: `widget/chat.css`, `console/admin.css`. It may import others.
fn style(paths: &Paths, app: &App) -> Result<PathBuf, Failure> {
    let path = paths.at(app.folder).join(format!("{}.css", app.name));
    if path.is_file() { Ok(path) } else { Err(Failure::new(format!("{} is missing.", path.display()))) }
}

fn esbuild(
    paths: &Paths,
    tools: &Tools,
    app: &App,
    stage: &Path,
    entry: &Path,
    kind: &str,
) -> Result<PathBuf, Failure> {
    let out = stage.join(format!("out.{kind}"));
    let mut esbuild = tools.command(&tools.npm_bin("esbuild"));
    esbuild.arg(entry).arg(format!("--outfile={}", out.display()));
    esbuild.args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none"]);
    // `boot.js` imports what wasm-bindgen made by this name, wherever it was put.
    esbuild.arg(format!("--alias:weft-glue={}", stage.join(format!("{}.js", app.name)).display()));
    esbuild.args(["--charset=utf8", "--log-level=warning"]);
    progress::quiet(&format!("bundling the {kind} of the {}", app.name), &mut esbuild, &log(paths, app.name))?;
    Ok(out)
}

/// Copies a product to the assets under a name with its hash, and removes those of earlier builds.
fn place(assets: &Path, product: &Path, name: &str, end: &str) -> Result<String, Failure> {
    let content = fs::read(product).map_err(|error| Failure::file("read", product, &error))?;
    let file = format!("{name}-{}{end}", hash::short(&content));
    for entry in fs::read_dir(assets).map_err(|error| Failure::file("read", assets, &error))?.flatten() {
        if is_older(&entry.file_name().to_string_lossy(), name, end, &file) {
            fs::remove_file(entry.path()).map_err(|error| Failure::file("remove", &entry.path(), &error))?;
        }
    }
    paths::write(&assets.join(&file), content)?;
    Ok(file)
}

fn is_older(found: &str, name: &str, end: &str, newest: &str) -> bool {
    let hash = found.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')).and_then(|rest| rest.strip_suffix(end));
    found != newest && hash.is_some_and(|hash| hash.len() == 10)
}

/// What the worker reads to put names with hashes into its pages.
fn update_manifest(assets: &Path, names: &[(String, String)]) -> Result<(), Failure> {
    let mut manifest = manifest(assets);
    for (logical, file) in names {
        manifest.insert(logical.clone(), Value::String(file.clone()));
    }
    paths::write(&assets.join("manifest.json"), format!("{:#}\n", Value::Object(manifest)))
}

fn log(paths: &Paths, name: &str) -> PathBuf {
    paths.cache.join("logs").join(format!("{name}.log"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_same_kind_with_another_hash_are_older() {
        let newest = "chat-0123456789.js";
        assert!(is_older("chat-9876543210.js", "chat", ".js", newest));
        assert!(!is_older(newest, "chat", ".js", newest));
        assert!(!is_older("chat-9876543210.css", "chat", ".js", newest));
        assert!(!is_older("console-9876543210.js", "chat", ".js", newest));
        assert!(!is_older("embed.js", "chat", ".js", newest));
    }

    #[test]
    fn a_placed_file_has_its_hash_in_its_name_and_replaces_the_last_one() {
        let assets = std::env::temp_dir().join(format!("weft-assets-{}", std::process::id()));
        fs::create_dir_all(&assets).unwrap();
        let product = assets.join("product");
        fs::write(&product, "one").unwrap();
        let one = place(&assets, &product, "chat", ".css").unwrap();
        fs::write(&product, "two").unwrap();
        let two = place(&assets, &product, "chat", ".css").unwrap();
        assert_ne!(one, two);
        assert!(!assets.join(&one).exists() && assets.join(&two).is_file());
        update_manifest(&assets, &[("chat.css".to_owned(), two.clone())]).unwrap();
        assert_eq!(manifest(&assets).get("chat.css"), Some(&Value::String(two)));
        fs::remove_dir_all(&assets).unwrap();
    }
}
