//! The tables in the report are what the searches find.

use super::{
    findings::{Finding, findings},
    orders::Reach,
    sender::Shape,
};

const REPORT: &str = include_str!("../../reports/weak-memory.md");

/// The section of the report on one shape.
struct Section {
    heading: &'static str,
    /// The test that shows what is needed.
    needed: &'static str,
    /// The test that shows that nothing else is.
    unneeded: &'static str,
}

/// The test that goes as far as loom does.
const BOUNDED: &str = "channels_ready_may_order_nothing_in_executions_with_few_preemptions";

fn row(finding: &Finding, section: &Section) -> String {
    let upstream = finding.site.ladder()[0].name();
    let weakest = finding.weakest().name();
    let (weakest, evidence) = match (&finding.weaker, finding.site.reach()) {
        (Some(broken), _) => {
            let evidence = format!("weaker: {} in `{:?}`", broken.breach, broken.stage);
            (weakest.to_string(), format!("{evidence} (`{}`)", section.needed))
        }
        (None, Reach::Everything) => {
            (weakest.to_string(), format!("nothing found (`{}`)", section.unneeded))
        }
        (None, Reach::Preemptions) => {
            (format!("{weakest}, as far as searched"), format!("nothing found (`{BOUNDED}`)"))
        }
    };
    format!("| {} | {upstream} | {weakest} | {evidence} |", finding.site.operation())
}

fn reported(section: &Section) -> Vec<&'static str> {
    let (_, rest) = REPORT.split_once(section.heading).expect("the report has this section");
    let rows = rest.lines().take_while(|line| !line.starts_with("## "));
    rows.filter(|line| line.starts_with("| `")).collect()
}

fn compare(shape: Shape, section: &Section) {
    let found: Vec<String> = findings(shape).iter().map(|finding| row(finding, section)).collect();
    assert_eq!(reported(section), found, "the report is stale:\n{}", found.join("\n"));
}

#[test]
fn the_report_says_of_v9_what_the_searches_find() {
    let section = Section {
        heading: "## v9.0",
        needed: "the_orders_that_v9_needs_are_those_whose_mutants_break",
        unneeded: "the_weakest_orders_of_v9_hold_together_in_every_execution",
    };
    compare(Shape::V9, &section);
}

#[test]
fn the_report_says_of_v10_what_the_searches_find() {
    let section = Section {
        heading: "## v10",
        needed: "the_orders_that_v10_needs_are_those_whose_mutants_break",
        unneeded: "the_weakest_orders_of_v10_hold_together_in_every_execution",
    };
    compare(Shape::V10, &section);
}
