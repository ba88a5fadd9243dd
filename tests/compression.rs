//! Compression methods, from the setup of a channel to its cleanup.

use model::{ExitOnError, FaultKind, Start, World, wire::flags::Compression};
use multifd_tests::{breaches, outcomes};
use sim_io::StrategyKind;

use crate::complete::complete;

const METHODS: [Compression; 5] = [
    Compression::Zlib,
    Compression::Zstd,
    Compression::Qpl,
    Compression::Uadk,
    Compression::Qatzip,
];

fn with(method: Compression) -> World {
    World { compression: method, ..World::PLAIN }
}

#[test]
fn a_healthy_migration_is_the_same_with_any_method_on_both_hosts() {
    let both = World { channels: 1, start: Start::Both, ..World::PLAIN };
    let plain = complete(both, "v10.2", StrategyKind::Dpor);
    for compression in METHODS {
        let verdict = complete(World { compression, ..both }, "v10.2", StrategyKind::Dpor);
        assert_eq!(breaches(&verdict), [].into(), "{compression:?}");
        assert_eq!(outcomes(&verdict), ["completed, completed"].into(), "{compression:?}");
        assert_eq!(verdict.schedules, plain.schedules, "{compression:?}");
    }
}

#[test]
fn a_method_dies_of_a_setup_that_failed_unless_it_asks_what_there_is_to_clean_up() {
    for (method, dies) in METHODS.into_iter().zip([true, true, false, true, false]) {
        for failing in [0, 1] {
            let world = with(method).fault(failing, FaultKind::SendSetup);
            let broken = breaches(&complete(world, "v9.2", StrategyKind::Cached));
            let null = format!("use before initialisation: compress_data[{failing}]");
            assert_eq!(broken.contains(&null), dies, "{world}: {broken:?}");
        }
    }
}

#[test]
fn a_channel_that_cannot_compress_fails_the_migration_at_every_release() {
    for release in ["v8.2", "e1", "v9.0", "v9.2", "v10.2"] {
        let world =
            World { channels: 1, ..with(Compression::Zlib) }.fault(0, FaultKind::SendPrepare);
        let verdict = complete(world, release, StrategyKind::Cached);
        let ends = outcomes(&verdict);
        assert!(ends.contains("failed") && !ends.contains("completed"), "{release}: {ends:?}");
    }
}

#[test]
fn since_8305921a91_a_completion_without_compression_asks_for_errors_before_it_ends() {
    let lost = "broken: S15: current_migration".to_string();
    let failing =
        World { channels: 1, rounds: 0, pages: 0, ..World::PLAIN }.fault(0, FaultKind::Reset(2));
    let completes = |world: World, revision: &str| {
        breaches(&complete(world, revision, StrategyKind::Cached)).contains(&lost)
    };
    for revision in ["8305921a91^", "8305921a91", "v10.2", "head"] {
        let zlib = World { compression: Compression::Zlib, ..failing };
        assert!(completes(zlib, revision), "with zlib at {revision}");
        assert_eq!(completes(failing, revision), revision == "8305921a91^", "{revision}");
    }
}

#[test]
fn zstd_alone_leaves_a_freed_pointer_where_its_setup_on_the_destination_failed() {
    let alone = World { channels: 1, start: Start::Incoming, ..World::PLAIN };
    let freed = "use after free: recv_compress_data[0]".to_string();
    for revision in ["v9.0", "v10.2", "head"] {
        for compression in METHODS {
            let world = World { compression, exit_on_error: ExitOnError::Off, ..alone };
            let world = world.fault(0, FaultKind::RecvSetup).fault(0, FaultKind::StrayConnection);
            let broken = breaches(&complete(world, revision, StrategyKind::Cached));
            let dangles = compression == Compression::Zstd;
            assert_eq!(broken.contains(&freed), dangles, "{world} at {revision}: {broken:?}");
        }
    }
}
