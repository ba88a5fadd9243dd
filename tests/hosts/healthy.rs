//! Healthy migrations of both hosts: the table of how many schedules they take.

use model::{Transport, World};
use multifd_tests::outcomes;
use sim_io::StrategyKind;

use super::ONE;
use crate::complete::complete;

/// The most schedules tried here: a row with more is left to a command, below the table.
const MOST: u64 = 50_000;

/// The rows of the table: its releases, and then a world with what stands there of it.
fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    let lines = include_str!("head.md").lines().filter(|line| line.starts_with("| "));
    lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
}

fn world_of(words: &str) -> World {
    let [channels, rounds, over] = words.split(", ").collect::<Vec<_>>()[..] else {
        panic!("a row begins with its world: {words}");
    };
    let number = |text: &str| text.parse().expect("a number");
    let transport = match over {
        "sockets" => Transport::Socket,
        "TLS" => Transport::Tls,
        "a file" => Transport::File,
        _ => panic!("no transport is called {over}"),
    };
    World { channels: number(channels), rounds: number(rounds), transport, ..ONE }
}

#[test]
fn a_healthy_migration_takes_as_many_schedules_at_each_release_as_the_table_says() {
    let mut rows = rows();
    let releases = rows.next().expect("the table has a head");
    let mut computed = 0;
    for row in rows {
        let world = world_of(row[0]);
        for (release, cell) in releases.iter().zip(&row).skip(1) {
            let Ok(count) = cell.replace(',', "").parse::<u64>() else { continue };
            if count <= MOST {
                let merged = complete(world, release, StrategyKind::Cached);
                let ends: &[&str] = match *release {
                    "v8.2" => &["completed, completed", "failed, completed"],
                    _ => &["completed, completed"],
                };
                assert_eq!(outcomes(&merged), ends.iter().copied().collect(), "{world}");
                assert_eq!(merged.schedules, count, "{world} at {release}");
                computed += 1;
            }
        }
    }
    // All that are not dashes.
    assert_eq!(computed, 64);
}
