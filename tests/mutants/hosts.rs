//! Ways to get what both hosts do together wrong: handshakes, how sessions and the
//! return path end, and where both flush.

use super::Mutant;

const ACCEPT: &str = "model/src/incoming/tls.rs";
const LAST_WORD: &str = "model/src/incoming/return_path.rs";
const READER: &str = "model/src/migration/return_path.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "hosts: the destination does not wait for a handshake",
        file: ACCEPT,
        was: "connection, handshake::server(tioc, judgement)",
        becomes: "connection, Ok(())",
    },
    Mutant {
        what: "hosts: a handshake that fails makes a channel",
        file: ACCEPT,
        was: "Err(_) => events::migration_tls_incoming_handshake_error(),",
        becomes: "Err(_) => self.migration_channel_process_incoming(connection),",
    },
    Mutant {
        what: "hosts: a session that is cut has ended",
        file: "model/src/revision/premature_end.rs",
        was: "if relaxed || may_end() =>",
        becomes: "if relaxed || may_end() || true =>",
    },
    Mutant {
        what: "hosts: the last word says the opposite",
        file: LAST_WORD,
        was: "self.file.get_error().into()",
        becomes: "(!self.file.last_error.get()).into()",
    },
    Mutant {
        what: "hosts: the destination keeps its file of the return path",
        file: LAST_WORD,
        was: "self.qemu_fclose(self.return_path);",
        becomes: "",
    },
    Mutant {
        what: "hosts: no last word is waited for",
        file: READER,
        was: "match self.read_main_channel() {",
        becomes: "match Message::ShutGood {",
    },
    Mutant {
        what: "hosts: the end of a section flushes nothing at the destination",
        file: "model/src/incoming/load.rs",
        was: "Flushed::EachSection => self.multifd_recv_sync_main(),",
        becomes: "Flushed::EachSection => (),",
    },
];
