//! Both hosts, and a migration that becomes postcopy at any moment.

use expect_test::expect_file;
use model::FaultKind;

use super::{faulty, table};
use crate::postcopy::POSTCOPY;

#[test]
fn what_each_single_fault_does_to_both_hosts_of_a_postcopy_is_written_down() {
    let kinds = [FaultKind::Refused, FaultKind::SendSetup, FaultKind::SaveComplete];
    let mut worlds = faulty(POSTCOPY, &kinds, 3);
    worlds.extend((3..=6).map(|at| POSTCOPY.fault(0, FaultKind::Main(at))));
    let table = table(include_str!("postcopy.md"), &["v10.1", "v10.2"], &worlds);
    expect_file!["../../reports/hosts-postcopy.md"].assert_eq(&table);
}
