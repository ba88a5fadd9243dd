//! The history, and the names of revisions.

use std::collections::BTreeSet;

use model::{
    HISTORY, Revision,
    revision::{Effect, RELEASES, Separable},
};

fn sentence(name: &str) -> String {
    Revision::named(name).expect_err("there is no such revision").to_string()
}

#[test]
fn every_commit_that_touched_the_send_side_up_to_the_synchronisation_point_has_a_row() {
    // git log --format=%h --reverse v8.2.0..93fa9dc2e0 -- migration/multifd.c
    let since_v8_2 = [
        "c77b40859a",
        "a4395f5d3c",
        "6ae208ce96",
        "3fc58efa93",
        "dca1bc7f24",
        "9346fa1870",
        "6074f81625",
        "8888a552bf",
        "48c0f5d56f",
        "15f3f21d59",
        "836eca47f6",
        "efd8c5439d",
        "f5f48a7891",
        "e3cce9af10",
        "83c560fb42",
        "05b7ec1890",
        "db7e1cc510",
        "8a9ef17380",
        "452b205702",
        "25a1f87875",
        "859ebaf346",
        "3ab4441d97",
        "d6556d174a",
        "3b40964a86",
        "f88f86c4ee",
        "12808db3b8",
        "5e6ea8a1d6",
        "cde85c37ca",
        "98ea497d8b",
        "488c84acb4",
        "e1921f10d9",
        "a2a63c4abd",
        "bd8b0a8f82",
        "dd904bc13f",
        "2576ae488e",
        "93fa9dc2e0",
    ];
    let rows: Vec<&str> = HISTORY.iter().map(|patch| patch.commit).collect();
    let before = rows.len() - since_v8_2.len();
    assert_eq!(rows[before..], since_v8_2);
}

#[test]
fn every_commit_that_decides_something_changes_the_revision_that_it_is_applied_to() {
    for patch in HISTORY {
        let before = Revision::named(&format!("{}^", patch.commit)).unwrap().revision;
        let after = Revision::named(patch.commit).unwrap().revision;
        match patch.effect {
            Effect::Decides(_) => assert_ne!(before, after, "{}", patch.commit),
            Effect::None(_) => assert_eq!(before, after, "{}", patch.commit),
        }
    }
}

#[test]
fn a_commit_that_is_taken_out_of_the_newest_revision_leaves_another() {
    for patch in HISTORY.iter().filter(|patch| patch.separable == Separable::Yes) {
        let without = Revision::named(&format!("head-{}", patch.commit)).unwrap().revision;
        assert_ne!(without, Revision::head(), "{}", patch.commit);
    }
}

#[test]
fn revisions_are_named_as_git_names_them() {
    let named = |name: &str| Revision::named(name).unwrap().revision;
    assert_eq!(named("head"), Revision::head());
    assert_eq!(named("e2"), named("93fa9dc2e0"));
    assert_eq!(named("93fa9dc"), named("93fa9dc2e0522c54b813dee0898a5feb98b624c9"));
    assert_eq!(named("93fa9dc2e0^"), named("2576ae488e"));
    assert_eq!(named("a1af605bd5-a1af605bd5"), named("a1af605bd5^"));
}

#[test]
fn what_names_no_revision_is_refused_with_a_sentence() {
    let releases = RELEASES.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>();
    assert!(releases.contains("v8.2"));
    assert_eq!(
        sentence("v3.1"),
        "unknown revision 'v3.1': it is no commit of the history, and none of head, \
         v5.2, v6.0, v8.1, v8.2, e1v1, e1, e2"
    );
    assert_eq!(
        sentence("head-488c84acb4-15f3f21d59"),
        "unknown revision 'head-488c84acb4-15f3f21d59': 15f3f21d59 cannot be taken out once \
         e3cce9af10 is in: that commit scans without the mutex that guards quit"
    );
    assert_eq!(
        sentence("head-8888a552bf"),
        "unknown revision 'head-8888a552bf': 8888a552bf cannot be taken out: it decides nothing"
    );
    assert_eq!(
        sentence("v8.2-93fa9dc2e0"),
        "unknown revision 'v8.2-93fa9dc2e0': 93fa9dc2e0 is not in it"
    );
    assert_eq!(
        sentence("e2+nothing"),
        "unknown revision 'e2+nothing': 'nothing' is none of the mutants no-fence, \
         relaxed-publish, relaxed-take, relaxed-clear"
    );
    assert_eq!(sentence(""), "unknown revision '': it is empty");
}
