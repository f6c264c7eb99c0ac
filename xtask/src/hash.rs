//! Content hashes: names of assets, and stamps that tell whether a step must run again.

use crate::failure::Failure;
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that are products, not sources.
const PRODUCTS: [&str; 6] = ["target", "build", "assets", "node_modules", ".wrangler", "snapshots"];

/// SHA-256 in hexadecimal.
pub fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The part of the hash that goes into a file name.
pub fn short(content: &[u8]) -> String {
    hex(content).chars().take(10).collect()
}

/// One hash over files and folders below `root`: their paths and contents, in the order of the paths.
pub fn of_sources(root: &Path, sources: &[&str]) -> Result<String, Failure> {
    let mut files = Vec::new();
    for source in sources {
        collect(&root.join(source), &mut files)?;
    }
    files.sort();
    files.dedup();
    let mut all = Sha256::new();
    for file in &files {
        let content = fs::read(file).map_err(|error| Failure::file("read", file, &error))?;
        let name = file.strip_prefix(root).unwrap_or(file);
        all.update(format!("{}\n{}\n", name.display(), hex(&content)));
    }
    Ok(all.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// All source files below a folder, or the file itself; nothing where there is neither.
pub fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|error| Failure::file("read", path, &error))? {
        let entry = entry.map_err(|error| Failure::file("read", path, &error))?;
        if !PRODUCTS.iter().any(|product| entry.file_name() == *product) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_sources_sees_content_and_names_but_no_products() {
        let root = std::env::temp_dir().join(format!("weft-hash-{}", std::process::id()));
        fs::create_dir_all(root.join("a/target")).unwrap();
        fs::write(root.join("a/x.rs"), "1").unwrap();
        let first = of_sources(&root, &["a"]).unwrap();
        fs::write(root.join("a/target/y"), "2").unwrap();
        assert_eq!(of_sources(&root, &["a", "none"]).unwrap(), first);
        fs::rename(root.join("a/x.rs"), root.join("a/z.rs")).unwrap();
        assert_ne!(of_sources(&root, &["a"]).unwrap(), first);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_short_hash_has_ten_digits() {
        assert_eq!(short(b""), "e3b0c44298");
    }
}
