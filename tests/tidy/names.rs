//! Names that lead from QEMU to the model, and words that have no place here.

use super::{read, root, sources};

/// The rows of a table: what is in backquotes in the first column, and the file.
fn table(text: &str) -> Vec<(Vec<String>, String)> {
    let rows = text.lines().filter(|line| {
        let line = line.trim_start_matches("//!").trim();
        line.starts_with("| `") && line.contains(".rs")
    });
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_start_matches("//!").trim().split('|').collect();
        let names = cells[1].split('`').skip(1).step_by(2).map(str::to_string).collect();
        let file = cells[2].split(['`', '(', ')']).find(|part| part.ends_with(".rs"));
        (names, file.expect("a row names a file").to_string())
    })
    .collect()
}

fn check_table(text: &str, folder: &str) {
    let rows = table(text);
    assert!(rows.len() >= 10, "the table was not found");
    for (names, file) in rows {
        let source = read(&format!("{folder}{file}"));
        for name in names {
            assert!(source.contains(&name), "{file} does not speak of {name}");
        }
    }
}

#[test]
fn each_function_stands_in_the_file_that_the_map_of_the_model_names() {
    check_table(&read("model/src/lib.rs"), "model/src/");
}

#[test]
fn each_function_stands_in_the_file_that_the_readme_names() {
    check_table(&read("README.md"), "");
}

#[test]
fn each_function_stands_in_the_file_that_the_guide_names() {
    check_table(&read("reports/guide.md"), "reports/");
}

#[test]
fn the_readme_shows_what_its_first_command_prints() {
    let printed = read("tests/cli/golden/explain-cleanup-vs-channel-creation-uaf.txt");
    assert!(read("README.md").contains(printed.trim_end()));
}

#[test]
fn every_link_of_the_documents_leads_to_a_file() {
    let documents = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "reports/found.md",
        "reports/guide.md",
        "reports/mail-threads.md",
    ];
    for document in documents {
        let from = root().join(document);
        for target in links(&read(document)) {
            let file = from.parent().expect("a document has a directory").join(&target);
            assert!(file.exists(), "{document} links to {target}");
        }
    }
}

fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.starts_with("http") && !target.starts_with('#'));
    local.map(|target| target.split('#').next().unwrap_or(target).to_string()).collect()
}

#[test]
fn names_that_begin_with_multifd_are_names_of_qemu() {
    for (path, text) in sources().iter().filter(|(path, _)| path.starts_with("model/src/")) {
        for line in text.lines().filter(|line| line.contains("fn multifd_")) {
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap();
            assert!(QEMU.contains(&name), "{path}: {name} is no function of QEMU");
        }
    }
}

/// The functions of `migration/multifd*.c` that the model has, and those that
/// do a part of one, under its name and what part it is.
const QEMU: &[&str] = &[
    "multifd_file_recv_data",
    "multifd_recv",
    "multifd_recv_all_channels_created",
    "multifd_recv_cleanup",
    "multifd_recv_cleanup_channel",
    "multifd_recv_cleanup_state",
    "multifd_recv_initial_packet",
    "multifd_recv_new_channel",
    "multifd_recv_setup",
    "multifd_recv_shutdown",
    "multifd_recv_sync_main",
    "multifd_recv_terminate_threads",
    "multifd_recv_thread",
    "multifd_recv_unfill_packet",
    "multifd_recv_zero_page_process",
    "multifd_channel_connect",
    "multifd_abort_device_state_save_threads",
    "multifd_device_state_recv",
    "multifd_device_state_save_thread",
    "multifd_device_state_save_thread_should_exit",
    "multifd_device_state_supported",
    "multifd_device_state_send_cleanup",
    "multifd_device_state_send_setup",
    "multifd_join_device_state_save_threads",
    "multifd_queue_device_state",
    "multifd_set_file_bitmap",
    "multifd_use_packets",
    "multifd_enqueue",
    "multifd_new_send_channel_async",
    "multifd_new_send_channel_create",
    "multifd_pages_reset",
    "multifd_queue_page",
    "multifd_send_channel_destroy",
    "multifd_ram_flush_and_sync",
    "multifd_ram_save_cleanup",
    "multifd_ram_save_setup",
    "multifd_send",
    "multifd_send_cleanup_channel",
    "multifd_send_cleanup_state",
    "multifd_send_fill_packet",
    "multifd_send_kick_main",
    "multifd_send_set_error",
    "multifd_send_setup",
    "multifd_send_should_exit",
    "multifd_send_shutdown",
    "multifd_send_sync_main",
    "multifd_send_zero_page_detect",
    "multifd_send_terminate_threads",
    "multifd_send_thread",
    "multifd_tls_channel_connect",
    "multifd_tls_handshake_thread",
    "multifd_tls_outgoing_handshake",
    "multifd_zero_copy_flush",
];

#[test]
fn every_loop_of_the_model_without_a_bound_says_what_is_alive_at_its_head() {
    let mut loops = 0;
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("model/src/")) {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for pair in lines.windows(2) {
            let turns = pair[0].ends_with("loop {") || pair[0].starts_with("while ");
            let head = pair[1].starts_with("loop_head(") || pair[1].contains(".head(");
            // Lists of faults and of commits have an end, and are no code that runs in a world.
            let plays = turns && !path.ends_with("world.rs") && !path.ends_with("history.rs");
            assert!(!plays || head, "{path}: {}", pair[0]);
            loops += usize::from(plays);
        }
    }
    assert!(loops >= 5, "{loops} loops were found");
}
