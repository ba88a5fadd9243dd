//! Names of findings: by cause, in a world that has what it takes.

use std::collections::BTreeSet;

use model::{ACTS, FaultKind, Revision, World, rules::GUEST};
use scenarios::{
    BUGS, Budget, Bug, Cell, Expected, HEALTHY, Label, Proof, Wanted, Why, cells, listed, run_cell,
    survey,
};
use sim_io::{
    Breach, Deed, Fate, Found, LastStep, Origin, Recording, Relation, Route, Stand, Violation,
    replay,
};

/// The cells in which bugs are shown: before a fix, in a mutant, or at the newest revision.
fn shown() -> impl Iterator<Item = Cell> {
    let shows = |cell: &Cell| match cell.proof {
        Proof::Before | Proof::Mutant => cell.expected == Expected::Present,
        Proof::Head => cell.expected == Expected::Present,
        Proof::After | Proof::Reverted | Proof::History => false,
    };
    BUGS.iter().flat_map(|bug| cells(bug)).filter(move |cell| shows(cell))
}

/// A finding that shows the bug of `cell` in its own world.
fn own(cell: &Cell) -> Found {
    let verdict = run_cell(cell, &Budget::DEFAULT).expect("it has a revision");
    let found = verdict.found.into_iter().find(|found| cell.bug.is(&found.violation));
    found.unwrap_or_else(|| panic!("{} is not there", cell.bug.name))
}

/// Pairs of one cause in one world, which only the history tells apart: the first is the
/// name that is given.
const ONE_CAUSE: &[(&str, &str)] =
    &[("cancel-vs-pause-before-switchover", "cancel-vs-pre-switchover-bql-window")];

#[test]
fn each_bug_is_called_by_its_name_in_its_own_world() {
    let called = |cell: Cell| {
        let found = own(&cell);
        let revision = cell.revision.as_ref().expect("it has one").revision;
        let name =
            listed(&found.violation, &cell.bug.world, &revision).map_or("new", |bug| bug.name);
        (name, cell.bug.name)
    };
    let wrong: BTreeSet<_> = shown().map(called).filter(|(name, own)| name != own).collect();
    assert_eq!(wrong, ONE_CAUSE.iter().copied().collect());
}

#[test]
fn no_bug_is_called_by_its_name_where_it_cannot_be() {
    let plain = World { channels: 1, ..World::PLAIN };
    for cell in shown().filter(|cell| !cell.bug.fits(&plain)) {
        let revision = cell.revision.as_ref().expect("it has one").revision;
        let name = listed(&own(&cell).violation, &plain, &revision);
        assert!(name.is_none_or(|bug| bug.name != cell.bug.name), "{}", cell.bug.name);
    }
}

#[test]
fn only_what_changes_parameters_may_match_any_object() {
    let broad = |bug: &&&Bug| bug.breaks.iter().any(|pattern| pattern.object.is_empty());
    for bug in BUGS.iter().filter(broad) {
        assert!(bug.world.action.changes_parameters(), "{}", bug.name);
    }
}

/// The demand of a pattern on the cause; nothing where breach, object and function are all.
fn asked(wanted: Wanted) -> Option<&'static str> {
    match wanted {
        Wanted::UseAfterFree(deed_in)
        | Wanted::DoubleFree(deed_in)
        | Wanted::NeverJoined(deed_in)
        | Wanted::Leak(deed_in)
        | Wanted::DestroyWhileLocked(deed_in)
        | Wanted::DataRace(deed_in) => Some(deed_in),
        Wanted::Rule(_, says) => Some(says),
        Wanted::Assertion(condition) => Some(condition),
        Wanted::UseBeforeInit
        | Wanted::NeverDestroyed
        | Wanted::JoinOfNothing
        | Wanted::Deadlock(_) => None,
    }
}

/// True for what has a reason of its own, or is only seen when no thread runs any more.
fn may_be_anywhere(wanted: Wanted) -> bool {
    match wanted {
        Wanted::Deadlock(_) | Wanted::Leak(_) | Wanted::NeverJoined(_) => true,
        Wanted::Rule(rule, _) => rule == GUEST,
        _ => false,
    }
}

#[test]
fn no_pattern_matches_any_cause_or_any_function() {
    for bug in BUGS {
        for pattern in bug.breaks {
            assert_ne!(asked(pattern.wanted), Some(""), "{}", bug.name);
            let anywhere = pattern.function.is_empty();
            assert!(!anywhere || may_be_anywhere(pattern.wanted), "{}: {pattern:?}", bug.name);
        }
    }
}

#[test]
fn each_finding_but_an_assertion_has_a_cause_at_the_newest_revision() {
    let here = |cell: &Cell| cell.proof == Proof::Head;
    for cell in shown().filter(here) {
        let violation = own(&cell).violation;
        let needs_none = matches!(
            violation.breach,
            Breach::Assertion(_) | Breach::UseBeforeInit | Breach::JoinOfNothing
        ) || (violation.breach == Breach::Deadlock && violation.fates.is_empty());
        assert_eq!(violation.cause().is_empty(), needs_none, "{}", cell.bug.name);
    }
}

/// A violation of the bitmap of a file at the newest revision, by `origin`.
fn bitmap_used_after(origin: Origin) -> Violation {
    Violation {
        breach: Breach::UseAfterFree,
        object: "file_bmap[0]".into(),
        function: "multifd_set_file_bitmap".into(),
        thread: "multifdsend_0".into(),
        detail: String::new(),
        fates: vec![],
        origins: vec![origin],
    }
}

#[test]
fn a_use_of_what_another_function_freed_is_new() {
    let bug = Bug::named("cleanup-frees-file-bitmap-in-use").expect("it is listed");
    let name = |function: &str| {
        let (deed, relation) = (Deed::Freed, Relation::Unordered);
        let origin =
            Origin { deed, thread: "main_loop".into(), function: function.into(), relation };
        let found = listed(&bitmap_used_after(origin), &bug.world, &Revision::head());
        found.map(|bug| bug.name)
    };
    assert_eq!(name("ram_save_cleanup"), Some(bug.name));
    assert_eq!(name("ram_save_setup"), None);
}

fn hang(stand: Stand) -> Violation {
    let fate =
        Fate { thread: "multifdsend_0".into(), function: "multifd_send_thread".into(), stand };
    Violation {
        breach: Breach::Deadlock,
        object: "params[0].sem_sync".into(),
        function: "multifd_send_sync_main".into(),
        thread: "live_migration".into(),
        detail: String::new(),
        fates: vec![fate],
        origins: vec![],
    }
}

/// A revision that has sync-waits-for-channel-that-exited.
fn exits_unheard() -> Revision {
    Revision::named("11.0:always-kick^").expect("it is a revision").revision
}

fn ended_after(operation: &str, object: &str) -> Stand {
    let (operation, object) = (operation.into(), object.into());
    Stand::Ended(Some(LastStep { operation, object, argument: 0, result: 1 }))
}

/// A channel that fails and posts `channels_ready` alone: a regression that was once planted,
/// and was taken for sync-waits-for-channel-that-exited.
#[test]
fn a_sync_that_waits_for_a_channel_that_failed_itself_is_new() {
    let world = World::PLAIN.fault(1, FaultKind::Reset(1));
    let name = |stand| {
        let found = listed(&hang(stand), &world, &exits_unheard());
        found.map(|bug| bug.name)
    };
    let exited = ended_after("load", "multifd_send_state.exiting");
    assert_eq!(name(exited), Some("sync-waits-for-channel-that-exited"));
    assert_eq!(name(ended_after("post", "multifd_send_state.channels_ready")), None);
}

#[test]
fn causes_are_equal_for_any_number_of_channels() {
    let cause = |channels| {
        let world = World { channels, ..World::PLAIN }.fault(channels - 1, FaultKind::Reset(1));
        let budget = Budget { exhaust: 0, ..Budget::DEFAULT };
        let revision = exits_unheard();
        let verdict = survey(&model::program(world, revision), &budget);
        let waits = |found: &&Found| {
            found.violation.breach == Breach::Deadlock
                && matches!(Label::of(found, &world, &revision), Label::Known(_))
        };
        let causes: BTreeSet<String> =
            verdict.found.iter().filter(waits).map(|found| found.violation.cause()).collect();
        causes
    };
    let expected = "main_loop poll main_loop.sources; \
        multifd-tls-handshake-worker was never created; \
        multifdsend ended in multifd_send_thread after load multifd_send_state.exiting, set";
    assert_eq!(cause(2), [expected.to_string()].into());
    assert_eq!(cause(3), cause(2));
}

#[test]
fn a_thread_that_has_ended_is_no_thread_that_waits() {
    let ended = hang(ended_after("load", "multifd_send_state.exiting"));
    assert!(Why::Ended("multifdsend").holds(&ended));
    assert!(!Why::Waits { thread: "multifdsend", object: "" }.holds(&ended));
    assert!(!Why::NeverCreated("multifdsend").holds(&ended));
    assert!(!Why::Outside.holds(&ended));
    assert!(!Why::Ended("multifdrecv").holds(&ended));
}

/// A thread's name without its number.
fn role(thread: &str) -> &str {
    thread.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_')
}

/// The posts of a recording that the model does not tell. A shutdown is told for no wait.
fn untold(recording: &Recording) -> BTreeSet<(String, String)> {
    let posts = recording.steps.iter().filter(|step| step.token.operation == "post");
    let named = posts.map(|step| {
        let object = step.token.object.replace(|c: char| c.is_ascii_digit(), "");
        (object, role(&step.token.thread).to_string())
    });
    let told = |object: &str, thread: &str| {
        ACTS.iter().any(|acts| acts.at == object && acts.by.contains(&thread))
    };
    named
        .filter(|(object, thread)| !object.ends_with(".unblocked") && !told(object, thread))
        .collect()
}

#[test]
fn the_model_tells_every_thread_that_posts_a_semaphore() {
    let mut all = BTreeSet::new();
    let worlds = BUGS.iter().map(|bug| bug.world).chain(HEALTHY.iter().map(|one| one.world));
    let revisions = ["v8.2", "v9.0", "v10.0", "head"].map(|name| Revision::named(name).unwrap());
    for world in worlds {
        for revision in &revisions {
            let program = model::program(world, revision.revision);
            all.append(&mut untold(&replay(&program, Route::Positions(vec![]), 20_000)));
        }
    }
    for cell in shown() {
        let program = cell.bug.program(cell.revision.as_ref().expect("it has one").revision);
        let route = Route::Positions(own(&cell).schedule);
        all.append(&mut untold(&replay(&program, route, 20_000)));
    }
    assert_eq!(all, BTreeSet::new());
}
