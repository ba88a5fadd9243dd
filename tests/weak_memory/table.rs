//! The table in the report is what the searches find.

use super::{
    findings::{Finding, findings},
    sender::Shape,
};

const REPORT: &str = include_str!("../../reports/weak-memory.md");

/// The tests of a shape: of the orders that are needed, and of those that are not.
struct Tests {
    needed: &'static str,
    unneeded: &'static str,
}

fn row(finding: &Finding, tests: &Tests) -> String {
    let upstream = finding.site.ladder()[0].name();
    let weakest = finding.weakest().name();
    let evidence = match &finding.weaker {
        Some(broken) => {
            format!("weaker: {} in `{:?}` (`{}`)", broken.breach, broken.stage, tests.needed)
        }
        None => format!("nothing found (`{}`)", tests.unneeded),
    };
    format!("| {} | {upstream} | {weakest} | {evidence} |", finding.site.operation())
}

/// The rows of the report that name one of the tests.
fn reported(tests: &Tests) -> Vec<&'static str> {
    let names = |line: &&str| line.contains(tests.needed) || line.contains(tests.unneeded);
    REPORT.lines().filter(names).collect()
}

fn compare(shape: Shape, tests: &Tests) {
    let found: Vec<String> = findings(shape).iter().map(|finding| row(finding, tests)).collect();
    assert_eq!(reported(tests), found, "the report is stale:\n{}", found.join("\n"));
}

#[test]
fn the_report_says_of_v9_what_the_searches_find() {
    let tests = Tests {
        needed: "the_orders_that_v9_needs_are_those_whose_mutants_break",
        unneeded: "the_weakest_orders_of_v9_hold_together_in_every_execution",
    };
    compare(Shape::V9, &tests);
}

#[test]
fn the_report_says_of_v10_what_the_searches_find() {
    let tests = Tests {
        needed: "the_orders_that_v10_needs_are_those_whose_mutants_break",
        unneeded: "the_weakest_orders_of_v10_hold_together_in_every_execution",
    };
    compare(Shape::V10, &tests);
}
