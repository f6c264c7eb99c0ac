//! Builds what is deployed: the front ends into `edge/assets`, the worker into `edge/build`. Steps whose sources are
//! as they were do nothing.

use crate::{
    failure::Failure,
    front, hash,
    paths::{self, Paths},
    progress,
    setup::Tools,
};
use std::{fs::File, path::PathBuf};

/// Part of every stamp: raise it when a step makes other things of the same sources.
const SCHEME: &str = "2";
const COMMON: [&str; 6] =
    ["Cargo.toml", "Cargo.lock", "xtask/npm/package-lock.json", "policies", "shared/Cargo.toml", "shared/src"];

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
    edge(paths, tools)
}

fn edge(paths: &Paths, tools: &Tools) -> Result<(), Failure> {
    // The pages are templates of the worker.
    let pages = ["widget/frame.html", "widget/page.html", "console/console.html"];
    let sources: Vec<&str> = ["edge"].into_iter().chain(pages).collect();
    let stamp = Stamp::new(paths, "edge", &sources)?;
    let products = [paths.at("edge/build/index.js"), paths.at("edge/build/index_bg.wasm")];
    if stamp.holds(&products) {
        return Ok(());
    }
    let mut command = tools.command(&tools.cargo_bin("worker-build"));
    command
        .arg("--release")
        .current_dir(paths.at("edge"))
        .env("CARGO_TARGET_DIR", paths.target())
        .env("WASM_BINDGEN_BIN", tools.cargo_bin("wasm-bindgen"))
        .env("WASM_OPT_BIN", tools.npm_bin("wasm-opt"))
        .env("ESBUILD_BIN", tools.npm_bin("esbuild"));
    progress::shown("building the edge (some minutes from cold)", &mut command)?;
    if !products.iter().all(|product| product.is_file()) {
        return Err(Failure::new("worker-build ended well, but left no edge/build/index.js and index_bg.wasm."));
    }
    stamp.set()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, slice};

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
