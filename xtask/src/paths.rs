//! Where things are: the checkout, and the cache outside of it.

use crate::failure::Failure;
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The two folders everything is in.
pub struct Paths {
    /// The checkout.
    pub root: PathBuf,
    /// `$WEFT_CACHE`: tools, npm packages, build products. Never inside the checkout, which stays small.
    pub cache: PathBuf,
}

impl Paths {
    pub fn find() -> Result<Self, Failure> {
        // Cargo tells at run time; what was compiled in would be wrong where two checkouts share one target folder.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let start = match manifest {
            Some(path) => path,
            None => env::current_dir().map_err(|error| Failure::file("open", Path::new("."), &error))?,
        };
        let root = start
            .ancestors()
            .find(|folder| folder.join("xtask/Cargo.toml").is_file())
            .ok_or_else(|| Failure::new("this is not a checkout of Weft: run it inside of one."))?
            .to_owned();
        let cache = match (env::var_os("WEFT_CACHE"), env::var_os("HOME")) {
            (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache),
            (_, Some(home)) => PathBuf::from(home).join(".cache/weft"),
            _ => {
                return Err(Failure::new(
                    "neither WEFT_CACHE nor HOME is set: set WEFT_CACHE to a folder for downloads.",
                ));
            }
        };
        let cache = std::path::absolute(&cache).map_err(|error| Failure::file("use", &cache, &error))?;
        Ok(Self { root, cache })
    }

    /// The target folder of cargo, shared by all builds.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.cache.join("target"), PathBuf::from)
    }

    /// A place in the checkout.
    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// Creates a folder with all above it.
pub fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| Failure::file("make the folder", path, &error))
}

pub fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file("read", path, &error))
}

pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    fs::write(path, content).map_err(|error| Failure::file("write", path, &error))
}

/// Removes a folder or does nothing where there is none.
pub fn remove_folder(path: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::file("remove", path, &error)),
        _ => Ok(()),
    }
}

/// The file of this name in one of the folders of `PATH`.
pub fn which(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}
