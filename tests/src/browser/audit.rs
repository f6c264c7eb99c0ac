//! The accessibility audit: axe-core, in the frame that is looked at.

use super::Browser;
use serde_json::Value;
use std::fmt::Write as _;

const RUN: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, { iframes: false, resultTypes: ['violations'] }).then((r) => done(r.violations), (e) => done(String(e)));";

impl Browser {
    /// Audits the frame that is looked at.
    ///
    /// # Panics
    /// When axe finds a violation: with the rule, the elements and what would help.
    pub async fn audit(&self, place: &str) {
        let axe = std::fs::read_to_string(&self.world.tools.axe).expect("WEFT_AXE cannot be read");
        self.driver.execute(axe, Vec::new()).await.expect("axe does not load");
        let found = self.driver.execute_async(RUN, Vec::new()).await.expect("axe does not run").json().clone();
        let violations = found.as_array().unwrap_or_else(|| panic!("axe at {place}: {found}"));
        let mut report = String::new();
        for violation in violations {
            let _ = writeln!(report, "{} ({}): {}", violation["id"], violation["impact"], violation["help"]);
            for node in violation["nodes"].as_array().into_iter().flatten() {
                let _ = writeln!(report, "  {}\n    {}", node["html"], line(&node["failureSummary"]));
            }
        }
        if !report.is_empty() {
            self.shot(&format!("audit-{place}")).await;
            panic!("axe finds at {place}:\n{report}");
        }
    }
}

fn line(text: &Value) -> String {
    text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}
