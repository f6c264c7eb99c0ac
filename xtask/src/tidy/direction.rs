//! Who may depend on whom, and on what `shared` may not depend.

use super::{Finding, Source};

/// Crates, and what of this workspace each may use.
const MAY_USE: [(&str, &[&str]); 6] = [
    ("shared", &[]),
    ("edge", &["weft-shared"]),
    ("widget", &["weft-shared"]),
    ("console", &["weft-shared", "weft-widget"]),
    ("tests", &["weft-shared"]),
    ("xtask", &[]),
];
/// The domain has no clock, no network, no browser and no platform.
const NOT_IN_SHARED: [&str; 15] = [
    "worker",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "gloo",
    "gloo-net",
    "gloo-timers",
    "leptos",
    "tokio",
    "chrono",
    "time",
    "getrandom",
    "rand",
    "reqwest",
];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (krate, may) in MAY_USE {
        let path = format!("{krate}/Cargo.toml");
        let Some(source) = sources.iter().find(|source| source.path == path) else { continue };
        match source.text.parse::<toml::Table>() {
            Ok(manifest) => findings.extend(problems(krate, may, &path, &manifest)),
            Err(error) => findings.push(Finding::new(path, error.message())),
        }
    }
    findings
}

fn problems(krate: &str, may: &[&str], path: &str, manifest: &toml::Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, real) in dependencies(manifest) {
        if real.starts_with("weft-") && !may.contains(&real.as_str()) {
            findings.push(Finding::new(path, format!("may not depend on {name}: dependencies point to `shared` only")));
        }
        if krate == "shared" && NOT_IN_SHARED.contains(&real.as_str()) {
            findings.push(Finding::new(path, format!("may not depend on {name}: the domain is pure")));
        }
    }
    findings
}

/// Names as written and names of packages, of all tables that link something into a build.
fn dependencies(manifest: &toml::Table) -> Vec<(String, String)> {
    let per_target = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let tables = per_target.filter_map(|(_, table)| table.as_table()).chain([manifest]);
    let mut found = Vec::new();
    for table in tables {
        for kind in ["dependencies", "build-dependencies"] {
            for (name, value) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                let real = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
                found.push((name.clone(), real.to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&[Source::new(path, text)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn shared_may_not_use_a_clock_a_browser_or_another_crate_of_ours() {
        let text = "[dependencies]\nserde.workspace = true\nweb-sys.workspace = true\nclock = { package = \"chrono\" }\nweft-edge = \"1\"\n";
        assert_eq!(found("shared/Cargo.toml", text).len(), 3);
    }

    #[test]
    fn dependencies_of_one_target_count_as_well() {
        assert_eq!(found("shared/Cargo.toml", "[target.'cfg(unix)'.dependencies]\ntokio = \"1\"\n").len(), 1);
    }

    #[test]
    fn the_edge_may_use_shared_and_nothing_else_of_ours() {
        assert!(found("edge/Cargo.toml", "[dependencies]\nweft-shared.workspace = true\nworker = \"1\"\n").is_empty());
        let said = found("edge/Cargo.toml", "[dependencies]\nweft-widget.path = \"../widget\"\n");
        assert_eq!(said, ["edge/Cargo.toml: may not depend on weft-widget: dependencies point to `shared` only"]);
    }
}
