//! From v9.2 to v10.2.

use crate::{
    revision::{
        AcceptError, ByeErrorFree, ChannelMapping, CleanEnd, CompletionFailure, CompletionSync,
        Decompressed, DeviceState, DeviceWrite, ErrorQueue, FailedStates, IncomingReference,
        LateErrors, ListenEnd, LoadThreads, MigrationTrace, Patch, PostcopyCancel, PostcopyDevice,
        PostcopyFailure, PostcopyPrepare, PrematureEnd, SaveThreads, SendMutex, Switchover, TlsEnd,
        Together, ZeroPacket,
        patch::{
            Effect::{Decides, None as Nothing},
            Separable::{self, Yes},
        },
    },
    wire::format::{DeviceState as Body, Reading, SyncBody},
};

use super::{NOTHING, history};

history! {
    "32cad1ffb8" "v10.0" "include: Rename sysemu/ -> system/" NOTHING,
        Nothing("names of headers");
    "d127294f26" "v10.0" "Fix compile error caused by page_size usage" NOTHING,
        Nothing("a compile error");
    "1d457daf86" "v10.0" "Further remove the SYNC on complete" Yes,
        Decides(|r| r.completion_sync = CompletionSync::None);
    "10801e08ac" "v10.0" "Allow to sync with sender threads only" NOTHING,
        Nothing("the same syncs: those of a file had no packets before");
    "e5f14aa5fe" "v10.0" "Unify RAM_SAVE_FLAG_MULTIFD_FLUSH messages"
        NOTHING,
        Nothing("the same tokens from another function; the model flushes the main channel once for each section");
    "1aa81c3098" "v10.0" "Cleanup src flushes on condition check" NOTHING,
        Nothing("the same conditions in helpers");
    "b93d897ea2" "v10.0" "Fix compat with QEMU < 9.0" Yes,
        Decides(|r| r.format.sync_body = SyncBody::Read);
    "cdc3970f85" "v10.0" "bugfix for migration using compression methods" Yes,
        Decides(|r| r.zero_packet = ZeroPacket::Written);
    "2588a5f99b" "v10.0" "bugfix for incorrect migration data with QPL compression" Yes,
        Decides(|r| r.qpl_pages = Decompressed::Noted);
    "a523bc5216" "v10.0" "bugfix for incorrect migration data with qatzip compression" Yes,
        Decides(|r| r.qatzip_pages = Decompressed::Noted);
    "1f9b657cae" "v10.0" "Adjust locking in migration_maybe_pause()"
        Separable::Until("ec611bd731", "that commit changed the line that it moved"),
        Decides(|r| r.switchover = Switchover::UnderLock);
    "ec611bd731" "v10.0" "Drop cached migration state in migration_maybe_pause()"
        Separable::Until("4a228bcc99", "that commit changed the line that it changed"),
        Decides(|r| {
            r.completion_failure = CompletionFailure::FromAny;
            r.switchover = Switchover::FromAny;
        });
    "4881411136" "v10.0" "Always set DEVICE state" Yes,
        Decides(|r| r.switchover = Switchover::Asserted);
    "48796f6b44" "v10.0" "Terminate the TLS connection"
        Separable::Until("82f038d596", "that commit moved what it added"),
        Decides(|r| r.tls_end = TlsEnd::Always);
    "9b3b192f65" "v10.0" "Add a compat property for TLS termination" Yes,
        Decides(|r| r.clean_end = CleanEnd::Property);
    "e0ad300fe1" "v10.0" "Check migration error after loadvm" Yes,
        Decides(|r| r.late_errors = LateErrors::Count);
    "8444d09381" "v10.0" "Unify migration_cancel and migrate_fd_cancel"
        Separable::Until("4bbadfc55e", "that commit renamed the event beside it"),
        Decides(|r| r.traces.migration = MigrationTrace::CancelRenamed);
    "4bbadfc55e" "v10.0" "Change migrate_fd_ to migration_" Yes,
        Decides(|r| r.traces.migration = MigrationTrace::BothRenamed);
    "2b667a8c0f" "v10.0" "Fix hang after error in destination setup phase"
        Separable::Until("44fe18201c", "that commit names the state that this one sets"),
        Decides(|r| r.accept_error = AcceptError::Exits);
    "646119088f" "v10.0" "Reject qmp_migrate_cancel after postcopy" Yes,
        Decides(|r| r.postcopy_cancel = PostcopyCancel::Refused);
    "4a228bcc99" "v10.0" "Don't set FAILED state when cancelling" Yes,
        Decides(|r| r.completion_failure = CompletionFailure::UnlessCancelling);
    "b1937fd1eb" "v10.0" "Add thread pool of optional load threads"
        Separable::Until("8305921a91", "that commit sends states that nobody would load"),
        Decides(|r| r.load_threads = LoadThreads::Awaited);
    "8050c435b7" "v10.0" "Split packet into header and RAM data" Yes,
        Decides(|r| r.format.reading = Reading::HeaderFirst);
    "f588f3c46a" "v10.0" "Device state transfer support - receive side" Yes,
        Decides(|r| r.format.device_state = Body::Flagged);
    "d19cc4dca0" "v10.0" "Make multifd_send() thread safe" Yes,
        Decides(|r| r.send_mutex = SendMutex::Held);
    "7ecfab1ddd" "v10.0" "Add an explicit MultiFDSendData destructor" NOTHING,
        Nothing("a destructor for what is still only freed");
    "0525b91a0b" "v10.0" "Device state transfer support - send side"
        Separable::Until("8305921a91", "that commit sends by what it brought"),
        Decides(|r| r.device_state = DeviceState::SetUpLast);
    "99fab22350" "v10.0" "Make MultiFDSendData a struct" NOTHING,
        Nothing("what a set of either kind has no longer shares its memory; it holds one at a time");
    "a1131aa942" "v10.0" "Add multifd_device_state_supported()" NOTHING,
        Nothing("a question that the next commit asks: is there multifd, without compression and not to a file");
    "8305921a91" "v10.0" "Add save_live_complete_precopy_thread handler" Yes,
        Decides(|r| r.save_threads = SaveThreads::InCompletion);
    "d657a14de5" "v10.0" "Fix UAF for incoming migration on MigrationState" Yes,
        Decides(|r| r.incoming_reference = IncomingReference::Held);
    "548a01650c" "v10.1" "include/system: Move exec/ramblock.h to system/ramblock.h" NOTHING,
        Nothing("names of headers");
    "8a2b516ba2" "v10.1" "cleanup: Drop pointless return at end of function" NOTHING,
        Nothing("a return at the end of a function");
    "56e3c89f44" "v10.1" "move macros to multifd header" NOTHING,
        Nothing("where constants are declared");
    "00f3fcef19" "v10.1" "refactor channel discovery mechanism" Yes,
        Decides(|r| r.channel_mapping = ChannelMapping::Checked);
    "ad8d82ffbb" "v10.1" "Implement save_postcopy_prepare()" Yes,
        Decides(|r| r.postcopy_prepare = PostcopyPrepare::Syncs);
    "249543d0c0" "v10.1" "write zero pages when postcopy enabled" NOTHING,
        Nothing("whether a page is there or missing, which only a page fault asks; none is played");
    "e274188612" "v10.1" "enable multifd and postcopy together" Yes,
        Decides(|r| r.together = Together::Allowed);
    "6be7696129" "v10.1" "Don't send device state packets with zerocopy flag" Yes,
        Decides(|r| r.device_write = DeviceWrite::Copied);
    "952691b7a6" "v10.1" "Replace QemuSemaphore with QemuEvent" NOTHING,
        Nothing("a pause's posts and their removal are under the big lock, and there is one wait");
    "beeac2df5f" "v10.1" "Rename save_live_complete_precopy_thread to save_complete_precopy_thread" NOTHING,
        Nothing("names");
    "7e0c22d585" "v10.2" "io/crypto: Move tls premature termination handling into QIO layer" Yes,
        Decides(|r| r.premature_end = PrematureEnd::AskedAfter);
    "dc487044d5" "v10.2" "Make migration_has_failed() work even for CANCELLING" Yes,
        Decides(|r| r.failed_states = FailedStates::CancellingToo);
    "82f038d596" "v10.2" "tls: Cleanup BYE message processing on sender side" Yes,
        Decides(|r| r.tls_end = TlsEnd::OnSuccess);
    "725a9e5f78" "v10.2" "Fix state transition in postcopy_start() error handling" Yes,
        Decides(|r| r.postcopy_failure = PostcopyFailure::UnlessCancelling);
    "84005f4a2b" "v10.2" "io: flush zerocopy socket error queue on sendmsg failure due to ENOBUF" Yes,
        Decides(|r| r.error_queue = ErrorQueue::FlushedOnce);
    "468a7effde" "v10.2" "Refactor all incoming cleanup info migration_incoming_destroy()" Yes,
        Decides(|r| r.listen_end = ListenEnd::InBottomHalf);
    "7b842fe354" "v10.2" "Introduce POSTCOPY_DEVICE state" Yes,
        Decides(|r| r.postcopy_device = PostcopyDevice::AwaitsPong);
    "93817ec396" "v10.2" "Plug memory leaks after migrate_set_error()" NOTHING,
        Nothing("memory of errors, which are values here");
    "ffaa1b50a8" "v10.2" "Use warn_reportf_err() where appropriate"
        Separable::Until("c1116b1d73", "that commit mended what it broke"),
        Decides(|r| r.bye_error_free = ByeErrorFree::Twice);
    "c1116b1d73" "v10.2" "Fix double-free on error path" Yes,
        Decides(|r| r.bye_error_free = ByeErrorFree::Report);
}
