//! The lists of findings in the reports say what the catalogue says.

use std::collections::BTreeMap;

use scenarios::{BUGS, Bug, Code, Finding, Fixed};
use serde_json::Value;

use super::read;
use crate::cli::results;

/// Under which heading a finding stands.
fn heading(bug: &Bug, finding: &Finding) -> &'static str {
    match (bug.fixed, finding.code) {
        (_, Code::Unoptimised) => "### Without optimisation alone",
        (Fixed::Mended(_, _), Code::Any) => "## Found here, and mended since",
        (Fixed::Proposed(_, _), Code::Any) => "### Known upstream before",
        (_, Code::Any) => "## At the newest modelled revision",
    }
}

/// The heading and the facts of each finding, by its name, as the catalogue has them.
fn catalogued() -> BTreeMap<String, (String, String)> {
    let list: Value = serde_json::from_str(&results("list --json")).expect("it is JSON");
    let facts = |bug: &Bug| {
        let all = list["bugs"].as_array().expect("a list");
        let listed = all.iter().find(|listed| listed["name"] == bug.name).expect("it is listed");
        listed["finding"]["facts"].as_str().expect("it has facts").to_string()
    };
    let row = |bug: &&'static Bug| {
        let heading = heading(bug, bug.finding()?);
        Some((bug.name.to_string(), (heading.to_string(), facts(bug))))
    };
    BUGS.iter().filter_map(row).collect()
}

/// The heading and the facts of each finding, by its name, as the report has them.
fn written() -> BTreeMap<String, (String, String)> {
    let mut rows = BTreeMap::new();
    let mut heading = String::new();
    for line in read("reports/found.md").lines() {
        if line.starts_with('#') {
            heading = line.to_string();
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        if let [name, _, facts] = cells[..]
            && let Some(name) = name.strip_prefix("| `")
        {
            let facts = facts.trim_end_matches(" |").to_string();
            rows.insert(name.trim_end_matches('`').into(), (heading.clone(), facts));
        }
    }
    rows
}

#[test]
fn the_report_says_of_each_finding_what_the_catalogue_says_and_names_nothing_else() {
    let (written, catalogued) = (written(), catalogued());
    for (name, row) in &catalogued {
        assert_eq!(written.get(name), Some(row), "{name}");
    }
    assert_eq!(written.len(), catalogued.len());
}
