//! The list of mutants keeps up with the sources.

use std::{fs, path::Path};

use multifd_tests::mutants;

#[test]
fn every_mutant_still_changes_one_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for mutant in mutants() {
        let text = fs::read_to_string(root.join(mutant.file)).expect("the file is there");
        let places = text.matches(mutant.was).count();
        assert_eq!(places, 1, "{}: {} in {}", mutant.what, mutant.was, mutant.file);
    }
}
