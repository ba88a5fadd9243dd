//! Callbacks that wait for the main loop.

use sim_io::Word;

/// Callbacks that wait for the main loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Callback {
    /// The connect of a channel has ended.
    Connected(u8),
    /// The bottom half that cleans up.
    Cleanup,
    /// The monitor command `migrate_cancel`.
    Cancel,
    /// The monitor command `query-migrate`.
    Query,
    /// The monitor command `migrate`.
    Migrate,
    /// The monitor command `migrate-continue`.
    Continue,
    /// The monitor command `migrate-start-postcopy`.
    StartPostcopy,
    /// The monitor command `quit`, where nothing is left to clean up.
    Quit,
    /// The monitor command `migrate-set-parameters`.
    SetParameters,
    /// The monitor command `migrate-set-capabilities`.
    SetCapabilities,
    /// The monitor command `quit`, at any other moment.
    Shutdown,
}

impl Word for Callback {
    fn to_word(self) -> u64 {
        match self {
            Callback::Connected(channel) => u64::from(channel),
            Callback::Cleanup => 256,
            Callback::Cancel => 257,
            Callback::Query => 258,
            Callback::Migrate => 259,
            Callback::Continue => 260,
            Callback::StartPostcopy => 261,
            Callback::Quit => 262,
            Callback::SetParameters => 263,
            Callback::SetCapabilities => 264,
            Callback::Shutdown => 265,
        }
    }

    fn from_word(word: u64) -> Self {
        match word {
            256 => Callback::Cleanup,
            257 => Callback::Cancel,
            258 => Callback::Query,
            259 => Callback::Migrate,
            260 => Callback::Continue,
            261 => Callback::StartPostcopy,
            262 => Callback::Quit,
            263 => Callback::SetParameters,
            264 => Callback::SetCapabilities,
            265 => Callback::Shutdown,
            channel => Callback::Connected(channel as u8),
        }
    }
}

/// Names, as QEMU does, the function that a word in the queue of the main loop calls.
pub fn callback_name(word: u64) -> String {
    match Callback::from_word(word) {
        Callback::Connected(channel) => format!("multifd_new_send_channel_async {channel}"),
        Callback::Cleanup => "migrate_fd_cleanup".into(),
        Callback::Cancel => "migrate_fd_cancel".into(),
        Callback::Query => "qmp_query_migrate".into(),
        Callback::Migrate => "qmp_migrate".into(),
        Callback::Continue => "qmp_migrate_continue".into(),
        Callback::StartPostcopy => "qmp_migrate_start_postcopy".into(),
        Callback::Quit | Callback::Shutdown => "qmp_quit".into(),
        Callback::SetParameters => "qmp_migrate_set_parameters".into(),
        Callback::SetCapabilities => "qmp_migrate_set_capabilities".into(),
    }
}
