//! A crate uses only those above it, and what is absent stays absent.

use super::{read, sources};

/// The crates, from the one that uses no other down.
const ORDER: [(&str, &str); 6] = [
    ("sim-io", "sim-io"),
    ("model", "model"),
    ("scenarios", "scenarios"),
    ("reports", "reports"),
    ("tests", "multifd-tests"),
    ("tests/peers", "multifd-peers"),
];

#[test]
fn a_crate_depends_only_on_those_above_it() {
    for (index, (folder, _)) in ORDER.iter().enumerate() {
        let manifest = read(&format!("{folder}/Cargo.toml"));
        for (_, below) in &ORDER[index..] {
            let line = |line: &str| line.starts_with(&format!("{below}."));
            assert!(!manifest.lines().any(line), "{folder} depends on {below}");
        }
    }
}

#[test]
fn only_the_engines_name_loom_shuttle_corosensei_or_threads() {
    let foreign = ["loom::", "shuttle::", "corosensei::", "std::thread::", "use std::thread"];
    for (path, text) in sources() {
        let may = path.starts_with("sim-io/src/engine") || path.starts_with("tests/tidy");
        let threads_only = path == "sim-io/src/parallel.rs";
        for name in foreign {
            let asks = "std::thread::panicking";
            let used = text.lines().any(|line| {
                let ours = line.contains("engine::") || line.contains(asks);
                !line.trim_start().starts_with("//") && line.contains(name) && !ours
            });
            let allowed = may || (threads_only && name.contains("thread"));
            assert!(allowed || !used || path.starts_with("tests/"), "{path} names {name}");
        }
    }
}

#[test]
fn there_is_no_conditional_compilation_but_for_tests() {
    for (path, text) in sources().iter().filter(|(path, _)| !path.starts_with("tests/tidy")) {
        for (number, line) in text.lines().enumerate() {
            let conditional = line.contains("cfg(") && !line.contains("cfg(test)");
            assert!(!conditional, "{path}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn the_machine_does_not_know_what_a_migration_is() {
    for (path, text) in sources().iter().filter(|(path, _)| path.starts_with("sim-io/")) {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let knows = line.to_lowercase().contains("multifd") || line.contains("migrat");
            assert!(!knows, "{path}: {line}");
        }
    }
}

#[test]
fn only_the_revisions_are_compared_with_each_other() {
    // Which QEMU this is, is asked by matching on a decision; no code asks for
    // a commit or a release by name.
    let history = ["model/src/revision/", "scenarios/src/bugs/", "tests/", "reports/"];
    for (path, text) in sources() {
        if history.iter().any(|allowed| path.starts_with(allowed))
            || path == "model/src/revision.rs"
        {
            continue;
        }
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for patch in model::HISTORY {
                assert!(!line.contains(&format!("\"{}\"", patch.commit)), "{path}: {line}");
            }
        }
    }
}

#[test]
fn unsafe_code_stays_in_the_files_that_say_why() {
    let allowed = [
        "sim-io/src/engine/explore/fiber.rs",
        "sim-io/src/engine/explore/image.rs",
        "sim-io/src/engine/explore/ledger.rs",
        "sim-io/src/engine/loom/gate.rs",
    ];
    for (path, text) in sources().iter().filter(|(path, _)| !path.starts_with("tests/tidy")) {
        let used = text.lines().any(|line| {
            !line.trim_start().starts_with("//")
                && (line.contains("unsafe {")
                    || line.contains("unsafe fn")
                    || line.contains("unsafe impl"))
        });
        assert!(!used || allowed.contains(&path.as_str()), "{path} has unsafe code");
    }
}
