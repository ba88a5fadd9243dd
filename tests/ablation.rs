//! Synchronisation that is taken out of the code: what is needed is told by the right cause.

use std::collections::{BTreeMap, BTreeSet};

use model::{Revision, World, program};
use reports::cli::Exit;
use scenarios::{Effort, Evidence, Intact, Kind, Told, ablation_named, lacking, reasons, sites};
use sim_io::{Ablation, Search, Stop, StrategyKind, Verdict};

use crate::cli::{multifd_sim_with, results};

fn named(text: &str) -> Ablation {
    ablation_named(text).unwrap_or_else(|sentence| panic!("{sentence}"))
}

fn world(text: &str) -> World {
    text.parse().expect("a world")
}

fn intact(text: &str) -> Intact {
    Intact::of(world(text), Revision::head(), Effort::DEFAULT.intact).expect("it is small")
}

/// Takes something out of a world, and returns what that tells.
fn told(site: &str, text: &str) -> Told {
    let mut told = None;
    let (ablations, worlds) = ([named(site)], [intact(text)]);
    lacking(&ablations, &worlds, Revision::head(), Effort::DEFAULT, 1, |one| {
        told = Some(one.told);
        std::ops::ControlFlow::Continue(())
    });
    told.expect("it was asked for")
}

#[track_caller]
fn evidence(site: &str, text: &str) -> Evidence {
    match told(site, text) {
        Told::Needed(evidence) => *evidence,
        other => panic!("{site} in {text}: {other:?}"),
    }
}

const ONE: &str = "1 channel, 1 round of 2 pages, sockets";

#[test]
fn the_post_that_says_that_a_channel_is_idle_is_needed() {
    let seen = evidence("multifd_send_thread:post:multifd_send_state.channels_ready#1", ONE);
    assert!(seen.what.contains("channels_ready"), "{seen:?}");
}

#[test]
fn the_post_that_answers_a_sync_is_needed() {
    let seen = evidence("multifd_send_thread:post:params.sem_sync#2", ONE);
    assert!(seen.what.starts_with("deadlock: params[0].sem_sync"), "{seen:?}");
    assert!(seen.cause.contains("multifd_send_thread"), "{seen:?}");
}

#[test]
fn the_join_of_a_channel_is_needed() {
    let seen = evidence("multifd_send_terminate_threads:join:params.thread#1=detached", ONE);
    assert_eq!(seen.kind, Kind::New, "{seen:?}");
    assert!(seen.what.contains("free") || seen.what.contains("destroy"), "{seen:?}");
}

#[test]
fn the_reference_of_the_migration_is_needed_where_the_process_quits() {
    let text = "1 channel, 1 round of 2 pages, sockets, channel 0 refused, quit";
    let seen = evidence("migration_iteration_finish:ref:current_migration#1", text);
    assert!(seen.what.contains("current_migration"), "{seen:?}");
}

fn states(world: World, lacks: Option<Ablation>) -> Verdict {
    let search = Search {
        strategy: StrategyKind::Cached,
        ..multifd_tests::exhaustive(sim_io::EngineName::Explore)
    };
    let search = Search { stop: Stop::Never, schedules_max: Some(5_000), ..search };
    let whole = program(world, Revision::head());
    search.run(&match lacks {
        None => whole,
        Some(ablation) => whole.without(ablation),
    })
}

#[test]
fn what_a_world_never_comes_to_changes_nothing_in_it() {
    let elsewhere = named("multifd_recv_thread:wait:recv_params.sem#1");
    for text in [
        ONE,
        "2 channels, 1 round of 2 pages, sockets",
        "1 channel, 1 round of 2 pages, TLS, cancelled",
    ] {
        let (whole, lacking) =
            (states(world(text), None), states(world(text), Some(elsewhere.clone())));
        assert_eq!(whole, lacking, "{text}");
    }
}

#[test]
fn both_complete_searches_come_out_the_same_without_something() {
    let lacks = named("multifd_send:wait:multifd_send_state.channels_ready#1");
    let whole = program(world(ONE), Revision::head()).without(lacks);
    let search = |strategy| Search {
        strategy,
        schedules_max: Some(50_000),
        ..multifd_tests::exhaustive(sim_io::EngineName::Explore)
    };
    let (states, traces) =
        (search(StrategyKind::Cached).run(&whole), search(StrategyKind::Dpor).run(&whole));
    let again = search(StrategyKind::Cached).run(&whole.clone().run_again());
    assert_eq!(states.ending, sim_io::Ending::Exhausted);
    assert_eq!(traces.ending, sim_io::Ending::Exhausted);
    let keys = |verdict: &Verdict| verdict.outcomes.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&states), keys(&traces));
    assert_eq!((states.schedules, keys(&states)), (again.schedules, keys(&again)));
}

#[test]
fn every_ablation_is_text_both_ways() {
    for text in [
        "multifd_send:post:params.sem#1",
        "multifd_send:post:params.sem#1=twice",
        "multifd_send:load-acquire",
        "migrate_fd_cancel:load:current_migration.state#2=failed",
        "migrate_fd_cancel:cmpxchg:current_migration.state#1=never",
        "multifd_recv_thread:load-acquire:recv_params.pending_job#1=relaxed",
    ] {
        match ablation_named(text) {
            Ok(ablation) => assert_eq!(ablation.to_string(), text),
            Err(sentence) => assert!(sentence.starts_with("there is no site"), "{sentence}"),
        }
    }
}

#[test]
fn every_site_of_the_table_is_in_its_world() {
    let mut by_world: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (site, world) in sites() {
        by_world.entry(world.to_string()).or_default().push(site.to_string());
    }
    for (text, sites) in by_world.iter().take(40) {
        let intact = Intact::of(world(text), Revision::head(), 1_000).expect("it is small");
        for site in sites {
            let passed = intact.passed.keys().any(|spot| {
                let start = format!("{}:{}", spot.function, spot.act.name());
                site.starts_with(&start) && site.contains(&spot.object())
            });
            assert!(passed, "{site} in {text}");
        }
    }
}

#[test]
fn every_reason_is_of_something_that_can_be_taken_out() {
    let known: Vec<String> = sites().into_iter().map(|(site, _)| site.to_string()).collect();
    let mut met = BTreeSet::new();
    for (text, _) in reasons() {
        let site = text.split('=').next().unwrap_or_default();
        assert!(known.iter().any(|known| known == site), "{text}");
        assert!(met.insert(text), "{text} has two reasons");
    }
}

#[test]
fn every_reason_is_a_short_sentence() {
    for (text, reason) in reasons() {
        assert!(reason.sentence().len() <= 90, "{text}: {}", reason.sentence());
    }
}

#[test]
fn a_question_names_every_world_that_was_searched_and_no_reason_is_asked_for() {
    let small = "--channels 1 --rounds 0 --faults 0 --schedules 30 --effort 1000 --questions";
    let out = results(&format!("ablate multifd_send_terminate_threads {small}"));
    let (_, asked) = out
        .split_once("\n## `multifd_send_terminate_threads:shutdown:sioc#1`\n")
        .unwrap_or_else(|| panic!("{out}"));
    let worlds = asked.lines().skip(3).take_while(|line| line.starts_with("* 1 channel, "));
    assert!(worlds.count() > 0, "{asked}");
    assert!(!out.contains("multifd_send_terminate_threads:post:params.sem#1=twice"), "{out}");
}

#[test]
fn an_unknown_site_is_refused_with_the_nearest() {
    let ran =
        multifd_sim_with(&["search", "--world", ONE, "--drop", "multifd_send:post:param.sem#1"]);
    assert_eq!(ran.exit, Exit::Misuse);
    assert!(ran.err.contains("did you mean 'multifd_send:post:params.sem#1'"), "{}", ran.err);
    let ran = multifd_sim_with(&[
        "search",
        "--world",
        ONE,
        "--drop",
        "multifd_send:post:params.sem#1=never",
    ]);
    assert_eq!(ran.exit, Exit::Misuse);
    assert!(ran.err.contains("params.sem#1=twice'"), "{}", ran.err);
    let ran = multifd_sim_with(&["ablate", "multifd_sent"]);
    assert_eq!(ran.exit, Exit::Misuse);
    assert!(ran.err.contains("did you mean 'multifd_send'"), "{}", ran.err);
}

#[test]
fn a_schedule_without_something_says_so_and_is_kept_with_it() {
    let path = crate::cli::directory("ablation").join("lost.json");
    let site = "multifd_send_thread:post:params.sem_sync#2";
    let file = path.to_str().expect("a path is text");
    let ran = multifd_sim_with(&["explain", "--world", ONE, "--drop", site, "--save", file]);
    assert!(ran.out.contains(&format!("WITHOUT {site}")), "{}{}", ran.out, ran.err);
    assert!(results(&format!("replay {file}")).contains("The same"), "{file}");
    let refused = multifd_sim_with(&["search", "--world", file]);
    assert_eq!(refused.exit, Exit::Misuse);
    assert!(refused.err.contains("is taken out of it"), "{}", refused.err);
}
