//! Facts about findings, as far as a search can tell.

use model::{Action, Counted, Fault, Revision, World, program, revision::RELEASES};
use scenarios::{BUGS, Budget, Bug, Effect, Finding, Fixed, Help, hunt};

fn findings() -> impl Iterator<Item = (&'static Bug, &'static Finding)> {
    BUGS.iter().filter_map(|bug| bug.finding().map(|finding| (*bug, finding)))
}

/// Returns true if `bug` is seen in `world` at `revision`, by what a cell of the matrix may cost.
fn is_seen(bug: &'static Bug, world: World, revision: &str) -> bool {
    let revision = Revision::named(revision).expect("it is a revision").revision;
    let budget = Budget { exhaust: Budget::DEFAULT.exhaust / 8, ..Budget::DEFAULT };
    let verdict = hunt(&program(world, revision), &budget, move |found| bug.is(found));
    verdict.found.iter().any(|found| bug.is(&found.violation))
}

/// The newest revision that has it.
fn newest(bug: &Bug) -> String {
    match bug.fixed {
        Fixed::Mended(commits, _) => format!("{}^", commits[0]),
        Fixed::By(_)
        | Fixed::Latent { .. }
        | Fixed::Never { .. }
        | Fixed::FoundHere(_)
        | Fixed::Proposed(_, _) => "head".into(),
    }
}

/// The release before one of those that are modelled as they were.
fn before(release: &str) -> Option<&'static str> {
    let names = RELEASES.iter().map(|(name, _)| *name).filter(|name| name.starts_with('v'));
    let names: Vec<&str> = names.skip_while(|name| *name != "v8.2").collect();
    let index = names.iter().position(|name| *name == release).expect("it is such a release");
    index.checked_sub(1).map(|index| names[index])
}

/// `world`, and the same with each fault at another number: a release may write and read more
/// often than the newest before it comes to the same place.
fn shifted(world: World) -> Vec<World> {
    let mut worlds = vec![world];
    for (index, fault) in world.faults.iter().enumerate() {
        let Some(fault) = fault.filter(|fault| fault.kind.row().counted != Counted::Nothing) else {
            continue;
        };
        for number in 0..6 {
            let mut shifted = world;
            shifted.faults[index] = Some(Fault { kind: (fault.kind.row().kind)(number), ..fault });
            worlds.extend(Some(shifted).filter(|world| world.check().is_ok()));
        }
    }
    worlds
}

#[test]
fn a_finding_is_seen_at_the_release_that_it_is_there_since_and_not_at_the_one_before() {
    let mut wrong = vec![];
    for (bug, finding) in findings() {
        let seen = |release| shifted(bug.world).iter().any(|world| is_seen(bug, *world, release));
        if !seen(finding.since) {
            wrong.push(format!("{}: not at {}", bug.name, finding.since));
        }
        if let Some(release) = before(finding.since).filter(|release| seen(release)) {
            wrong.push(format!("{}: at {release} already", bug.name));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// The commands that are said to end a wait.
fn ends(help: Help) -> &'static [Action] {
    match help {
        Help::NothingWaits | Help::Nothing | Help::ContinueInThatState => &[],
        Help::CancelOrYank => &[Action::Cancel, Action::Yank],
        Help::Yank | Help::YankOutOfBand | Help::YankAgain => {
            &[Action::Yank, Action::YankDestination]
        }
    }
}

/// The world of each wait under each command that is not said to end it. Where nothing else
/// goes wrong, the command of the world is what the wait comes of: it stays.
fn unhelpful() -> impl Iterator<Item = (&'static Bug, World)> {
    let commands = [Action::Cancel, Action::Yank, Action::YankDestination];
    let hangs = findings().filter(|(_, finding)| finding.help != Help::NothingWaits);
    hangs.flat_map(move |(bug, finding)| {
        let fails = bug.world.faults.iter().any(Option::is_some);
        let others = commands.into_iter().filter(move |action| {
            !ends(finding.help).contains(action) && (fails || *action == bug.world.action)
        });
        let worlds = others.map(|action| World { action, ..bug.world });
        worlds.filter(|world| world.check().is_ok()).map(move |world| (bug, world))
    })
}

#[test]
fn a_wait_outlasts_each_command_that_is_not_said_to_end_it() {
    let worlds: Vec<_> = unhelpful().collect();
    assert!(worlds.len() > 20, "{}", worlds.len());
    let ended = worlds.into_iter().filter(|(bug, world)| !is_seen(bug, *world, &newest(bug)));
    let words = ended.map(|(bug, world)| format!("{}: {world}", bug.name));
    assert_eq!(words.collect::<Vec<_>>(), [""; 0]);
}

/// Others are ended by a yank that comes when they wait, and not by one before.
#[test]
fn a_wait_that_a_cancel_or_a_yank_ends_is_ended_whenever_that_comes() {
    for (bug, _) in findings().filter(|(_, finding)| finding.help == Help::CancelOrYank) {
        for action in [Action::Cancel, Action::Yank] {
            assert!(
                !is_seen(bug, World { action, ..bug.world }, &newest(bug)),
                "{}: {action:?}",
                bug.name
            );
        }
    }
}

#[test]
fn what_helps_is_said_of_each_hang_and_of_nothing_else() {
    for (bug, finding) in findings() {
        assert_eq!(bug.effect == Effect::Hang, finding.help != Help::NothingWaits, "{}", bug.name);
    }
}
