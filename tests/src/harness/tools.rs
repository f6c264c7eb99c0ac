//! The programs that the tests drive, as `cargo xtask test` names them.

use std::{env, path::PathBuf};

/// Where everything is.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    /// `WEFT_NODE`: a Node that the pinned wrangler runs on.
    pub node: PathBuf,
    /// `WEFT_WRANGLER`: its `wrangler.js`.
    pub wrangler: PathBuf,
    /// `WEFT_EDGE_DIR`: the folder with `wrangler.toml`, `build/` and `assets/`.
    pub edge_dir: PathBuf,
    /// `WEFT_HOOKS_DIR`: the same of a build whose clock can be moved.
    pub hooks_dir: Option<PathBuf>,
    /// `WEFT_CHROMEDRIVER`.
    pub chromedriver: PathBuf,
    /// `WEFT_CHROMIUM`.
    pub chromium: PathBuf,
    /// `WEFT_AXE`: `axe.min.js`.
    pub axe: PathBuf,
    /// `WEFT_SHOTS`: a folder for screenshots, where they are wanted.
    pub shots: Option<PathBuf>,
}

impl Tools {
    /// Reads the environment.
    ///
    /// # Panics
    /// When a variable is missing, with the command that sets it.
    #[must_use]
    pub fn from_env() -> Self {
        let needed = |name: &str, usual: &str| {
            env::var_os(name).map(PathBuf::from).or_else(|| Some(PathBuf::from(usual)).filter(|p| p.exists())).unwrap_or_else(|| {
                panic!("{name} is not set: run these tests by `cargo xtask test`, which builds the product and names its tools")
            })
        };
        let edge_dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../edge");
        Self {
            node: needed("WEFT_NODE", ""),
            wrangler: needed("WEFT_WRANGLER", ""),
            edge_dir: needed("WEFT_EDGE_DIR", edge_dir).canonicalize().expect("WEFT_EDGE_DIR is no folder"),
            hooks_dir: env::var_os("WEFT_HOOKS_DIR").map(PathBuf::from),
            chromedriver: needed("WEFT_CHROMEDRIVER", "/usr/bin/chromedriver"),
            chromium: needed("WEFT_CHROMIUM", "/usr/bin/chromium"),
            axe: needed("WEFT_AXE", ""),
            shots: env::var_os("WEFT_SHOTS").map(PathBuf::from),
        }
    }
}
