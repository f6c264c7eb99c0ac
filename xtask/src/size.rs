//! `size`: what browsers and the edge load, against `budgets.toml`.

use crate::{
    bundle,
    failure::Failure,
    options::unknown,
    paths::{self, Paths},
    setup::{self, Tools},
};
use serde_json::{Value, json};
use std::path::PathBuf;

/// One file, measured.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Part {
    fn size(&self, encoding: &str) -> Option<u64> {
        match encoding {
            "raw" => Some(self.raw),
            "gzip" => Some(self.gzip),
            "brotli" => Some(self.brotli),
            _ => None,
        }
    }
}

/// A budget and what was used of it.
#[derive(Debug, PartialEq, Eq)]
struct Used {
    name: String,
    encoding: String,
    most: u64,
    used: u64,
}

pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    let mut as_json = false;
    for arg in args {
        match arg.as_str() {
            "--json" => as_json = true,
            other => return Err(unknown("size", other)),
        }
    }
    let tools = setup::for_build(paths)?;
    bundle::build(paths, &tools)?;
    let parts = measure(paths, &tools)?;
    let budgets = budgets(&paths::read(&paths.at("budgets.toml"))?, &parts)?;
    if as_json {
        println!("{:#}", to_json(&parts, &budgets));
    } else {
        print!("{}", table(&parts, &budgets));
    }
    let over: Vec<&str> =
        budgets.iter().filter(|budget| budget.used > budget.most).map(|budget| budget.name.as_str()).collect();
    if over.is_empty() { Ok(()) } else { Err(Failure::new(format!("over budget: {}.", over.join(", ")))) }
}

fn measure(paths: &Paths, tools: &Tools) -> Result<Vec<Part>, Failure> {
    let assets = paths.at("edge/assets");
    let manifest: Value = serde_json::from_str(&paths::read(&assets.join("manifest.json"))?)
        .map_err(|error| Failure::new(format!("edge/assets/manifest.json: {error}.")))?;
    let asset = |name: &str| assets.join(manifest.get(name).and_then(Value::as_str).unwrap_or(name));
    let files: [(&str, PathBuf); 14] = [
        ("embed.js", asset("embed.js")),
        ("widget html", paths.at("widget/frame.html")),
        ("widget script", asset("chat.js")),
        ("widget wasm", asset("chat_bg.wasm")),
        ("widget css", asset("chat.css")),
        ("console html", paths.at("console/console.html")),
        ("console script", asset("console.js")),
        ("console wasm", asset("console_bg.wasm")),
        ("console css", asset("console.css")),
        ("admin script", asset("admin.js")),
        ("admin wasm", asset("admin_bg.wasm")),
        ("admin css", asset("admin.css")),
        ("worker script", paths.at("edge/build/index.js")),
        ("worker wasm", paths.at("edge/build/index_bg.wasm")),
    ];
    let mut node = tools.command(&tools.node);
    node.arg(paths.at("xtask/npm/sizes.mjs")).args(files.iter().map(|(_, path)| path));
    let output = node.output().map_err(|error| Failure::new(format!("cannot run Node: {error}.")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("measuring failed: {}", String::from_utf8_lossy(&output.stderr).trim())));
    }
    let sizes: Vec<Value> =
        serde_json::from_slice(&output.stdout).map_err(|error| Failure::new(format!("measuring failed: {error}.")))?;
    let field = |size: &Value, name: &str| size.get(name).and_then(Value::as_u64).unwrap_or(0);
    let part = |((name, _), size): (&(&str, PathBuf), &Value)| Part {
        name: (*name).to_owned(),
        raw: field(size, "raw"),
        gzip: field(size, "gzip"),
        brotli: field(size, "brotli"),
    };
    Ok(files.iter().zip(&sizes).map(part).collect())
}

fn budgets(text: &str, parts: &[Part]) -> Result<Vec<Used>, Failure> {
    let file: toml::Table = text.parse().map_err(|error| Failure::new(format!("budgets.toml: {error}")))?;
    let list = file.get("budget").and_then(toml::Value::as_array);
    let list = list.ok_or_else(|| Failure::new("budgets.toml has no [[budget]]."))?;
    let read = |(i, budget): (usize, &toml::Value)| {
        let wrong = |field: &str| Failure::new(format!("budgets.toml: budget[{i}].{field} is missing or wrong."));
        let text = |field: &str| budget.get(field).and_then(toml::Value::as_str).ok_or_else(|| wrong(field));
        let most = budget.get("most").and_then(toml::Value::as_integer).and_then(|most| u64::try_from(most).ok());
        let encoding = text("encoding")?;
        let mut used = 0;
        for name in budget.get("parts").and_then(toml::Value::as_array).ok_or_else(|| wrong("parts"))? {
            let part =
                parts.iter().find(|part| Some(part.name.as_str()) == name.as_str()).ok_or_else(|| wrong("parts"))?;
            used += part.size(encoding).ok_or_else(|| wrong("encoding"))?;
        }
        Ok(Used {
            name: text("name")?.to_owned(),
            encoding: encoding.to_owned(),
            most: most.ok_or_else(|| wrong("most"))?,
            used,
        })
    };
    list.iter().enumerate().map(read).collect()
}

fn table(parts: &[Part], budgets: &[Used]) -> String {
    let mut text = format!("{:<16}{:>12}{:>12}{:>12}\n", "", "raw", "gzip -9", "brotli 11");
    for part in parts {
        let (raw, gzip, brotli) = (grouped(part.raw), grouped(part.gzip), grouped(part.brotli));
        text.push_str(&format!("{:<16}{raw:>12}{gzip:>12}{brotli:>12}\n", part.name));
    }
    text.push('\n');
    for budget in budgets {
        let verdict = if budget.used > budget.most { "OVER" } else { "within" };
        let (used, most) = (grouped(budget.used), grouped(budget.most));
        text.push_str(&format!("{:<16}{used:>12} {verdict} {most} bytes {}\n", budget.name, budget.encoding));
    }
    text
}

fn to_json(parts: &[Part], budgets: &[Used]) -> Value {
    let parts: Vec<Value> = parts
        .iter()
        .map(|part| json!({"name": part.name, "raw": part.raw, "gzip": part.gzip, "brotli": part.brotli}))
        .collect();
    let budgets: Vec<Value> = budgets
        .iter()
        .map(|budget| json!({"name": budget.name, "encoding": budget.encoding, "used": budget.used, "most": budget.most}))
        .collect();
    json!({"parts": parts, "budgets": budgets})
}

/// Digits in groups of three: `1,234,567`.
fn grouped(number: u64) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", grouped(number / 1_000), number % 1_000) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, brotli: u64) -> Part {
        Part { name: name.to_owned(), raw: brotli * 4, gzip: brotli * 2, brotli }
    }

    #[test]
    fn a_budget_is_the_sum_of_its_parts_in_its_encoding() {
        let text = "[[budget]]\nname = \"both\"\nparts = [\"a\", \"b\"]\nencoding = \"gzip\"\nmost = 25\n";
        let used = budgets(text, &[part("a", 5), part("b", 8), part("c", 90)]).unwrap();
        assert_eq!(used, [Used { name: "both".to_owned(), encoding: "gzip".to_owned(), most: 25, used: 26 }]);
        assert!(table(&[part("a", 5)], &used).contains("26 OVER 25 bytes gzip"));
    }

    #[test]
    fn a_wrong_budget_is_named_by_its_place() {
        let text = "[[budget]]\nname = \"x\"\nparts = [\"nothing\"]\nencoding = \"raw\"\nmost = 1\n";
        assert!(budgets(text, &[part("a", 1)]).unwrap_err().to_string().contains("budget[0].parts"));
    }

    #[test]
    fn the_budgets_of_the_repository_name_only_parts_that_exist() {
        let names = [
            "embed.js",
            "widget html",
            "widget script",
            "widget wasm",
            "widget css",
            "console html",
            "console script",
            "console wasm",
            "console css",
            "admin script",
            "admin wasm",
            "admin css",
            "worker script",
            "worker wasm",
        ];
        let parts: Vec<Part> = names.iter().map(|name| part(name, 1)).collect();
        assert_eq!(budgets(include_str!("../../budgets.toml"), &parts).unwrap().len(), 6);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([grouped(7), grouped(1_024), grouped(1_000_005)], ["7", "1,024", "1,000,005"]);
    }
}
