//! Up to the synchronisation point. What came before v8.2 is modelled as v8.2
//! without the commit.

use crate::revision::{
    Callback, ConnectResult, Creation, CreationTrace, EmptyJob, ExitFlag, Failure, FinishReference,
    Handshake, HandshakeFailure, HeaderFailure, JoinFlag, Kick, LoadCleanup, Locking, PacketNumber,
    PagesReset, Patch, QueueFlush, ReadyToken, RecvSetupError, SectionFlush, SendTrace, SenderKick,
    SenderStop, SetupThread, Switchover, SyncJob, TlsError, TlsHandle, Wakeups,
    patch::{
        Effect::{Decides, None as Nothing},
        Separable::{self, Yes},
    },
};

use super::{NOTHING, history};

const UNIFIED: Separable =
    Separable::Until("2576ae488e", "that commit replaced the code that it changed");
const LOCKLESS: Separable =
    Separable::Until("488c84acb4", "that commit dropped the mutex that the old way needs");

history! {
    "2f4aefd320" "v4.2" "multifd_send_thread always post p->sem_sync when error happen"
        Separable::Until("48c0f5d56f", "that commit made one helper of the posts"),
        Decides(|r| r.sender_kick = SenderKick::Both);
    "8958338b10" "v5.0" "Maybe VM is paused when migration is cancelled"
        Separable::Until("1f9b657cae", "that commit moved what it put under a condition"),
        Decides(|r| r.switchover = Switchover::CheckedFirst);
    "a1af605bd5" "v5.2" "fix hangup with TLS-Multifd due to blocking handshake" Yes,
        Decides(|r| r.handshake = Handshake::OwnThread);
    "a339149afa" "v6.0" "fix inverted semantics in multifd_channel_connect" UNIFIED,
        Decides(|r| r.connect_result = ConnectResult::TrueIsSuccess);
    "fca676429c" "v6.0" "add error handling in multifd_tls_handshake_thread" UNIFIED,
        Decides(|r| r.handshake_failure = HandshakeFailure::Handled);
    "077fbb5942" "v7.0" "Shut down the QIO channels to avoid blocking the send threads when they are terminated" Yes,
        Decides(|r| r.sender_stop = SenderStop::ShutDown);
    "cfc3bcf373" "v8.0" "Move load_cleanup inside incoming_state_destroy"
        Separable::Until("246f54e0cc", "that commit leaves the channels to it"),
        Decides(|r| r.load_cleanup = LoadCleanup::WithTheRest);
    "d2026ee117" "v8.1" "Fix the number of channels ready" Yes,
        Decides(|r| r.ready_token = ReadyToken::AtLoopTop);
    "294e5a4034" "v8.1" "Only flush once each full round of memory" Yes,
        Decides(|r| r.section_flush = SectionFlush::ByProperty);
    "967e388987" "v8.2" "Clarify Error usage in multifd_channel_connect" Yes,
        Decides(|r| r.traces.creation = CreationTrace::Said);
    "c77b40859a" "v9.0" "Fix error message in multifd_recv_initial_packet()" NOTHING,
        Nothing("the text of an error");
    "a4395f5d3c" "v9.0" "Simplify multifd_channel_connect() if else statement" NOTHING,
        Nothing("the same branches, written shorter");
    "6ae208ce96" "v9.0" "Fix leaking of Error in TLS error flow"
        Separable::Until("15f3f21d59", "that commit replaced the line that it added"),
        Decides(|r| r.tls_error = TlsError::Recorded);
    "1d3886f837" "v9.0" "Remove error_setg() in migration_ioc_process_incoming()" Yes,
        Decides(|r| r.recv_setup_error = RecvSetupError::HandedOn);
    "3fc58efa93" "v9.0" "Remove unnecessary usage of local Error" NOTHING,
        Nothing("how an error is passed");
    "dca1bc7f24" "v9.0" "Remove MultiFDPages_t::packet_num" NOTHING,
        Nothing("a field that nobody read");
    "9346fa1870" "v9.0" "Remove QEMUFile from where it is not needed" NOTHING,
        Nothing("unused parameters");
    "6074f81625" "v9.0" "Change multifd_pages_init argument" NOTHING,
        Nothing("how a size is passed");
    "27eb8499ed" "v9.0" "Fix use-after-free of migration state object"
        Separable::Until("699d9476a0", "that commit takes such references in one place"),
        Decides(|r| r.finish_reference = FinishReference::Held);
    "699d9476a0" "v9.0" "Add a wrapper to qemu_bh_schedule" NOTHING,
        Nothing("the same references, taken in one place");
    "8888a552bf" "v9.0" "Drop stale comment for multifd zero copy" NOTHING,
        Nothing("a comment");
    "48c0f5d56f" "v9.0" "multifd_send_kick_main()"
        Separable::Until("93fa9dc2e0", "that commit removed the last kick without a thread"),
        Decides(|r| r.kick = Kick::SyncFirst);
    "15f3f21d59" "v9.0" "Drop MultiFDSendParams.quit, cleanup error paths"
        Separable::Until("e3cce9af10", "that commit scans without the mutex that guards quit"),
        Decides(|r| r.exit_flag = ExitFlag::Global);
    "836eca47f6" "v9.0" "Postpone reset of MultiFDPages_t" Yes,
        Decides(|r| r.pages_reset = PagesReset::AfterWrite);
    "efd8c5439d" "v9.0" "Drop MultiFDSendParams.normal[] array" NOTHING,
        Nothing("a copy of the offsets less");
    "f5f48a7891" "v9.0" "Separate SYNC request with normal jobs"
        Separable::Until("83c560fb42", "that commit asserts what was not so before"),
        Decides(|r| r.sync_job = SyncJob::OwnFlag);
    "e3cce9af10" "v9.0" "Simplify locking in sender thread" LOCKLESS,
        Decides(|r| r.locking = Locking::OverIo);
    "83c560fb42" "v9.0" "Drop pages->num check in sender thread" Yes,
        Decides(|r| r.empty_job = EmptyJob::Asserted);
    "05b7ec1890" "v9.0" "Rename p->num_packets and clean it up" NOTHING,
        Nothing("a counter");
    "db7e1cc510" "v9.0" "Move total_normal_pages accounting" NOTHING,
        Nothing("a counter");
    "8a9ef17380" "v9.0" "Move trace_multifd_send|recv()"
        Separable::Until("87bb9e953e", "that commit replaced the event"),
        Decides(|r| r.traces.send = SendTrace::EveryPacket);
    "452b205702" "v9.0" "multifd_send_prepare_header()" NOTHING,
        Nothing("a helper");
    "25a1f87875" "v9.0" "Move header prepare/fill into send_prepare()"
        Separable::Until("488c84acb4", "that commit dropped the mutex that it gives back"),
        Decides(|r| r.header_failure = HeaderFailure::GivenBack);
    "859ebaf346" "v9.0" "Forbid spurious wakeups" Yes,
        Decides(|r| r.wakeups = Wakeups::Asserted);
    "3ab4441d97" "v9.0" "Split multifd_send_terminate_threads()"
        Separable::Until("12808db3b8", "that commit joins in the function that this one split"),
        Decides(|r| r.failure = Failure::SetsError);
    "d6556d174a" "v9.0" "Change retval of multifd_queue_page()" NOTHING,
        Nothing("how success is returned");
    "3b40964a86" "v9.0" "Change retval of multifd_send_pages()" NOTHING,
        Nothing("how success is returned");
    "f88f86c4ee" "v9.0" "Rewrite multifd_queue_page()" Yes,
        Decides(|r| r.queue_flush = QueueFlush::BeforeOverflow);
    "12808db3b8" "v9.0" "Cleanup multifd_save_cleanup()" NOTHING,
        Nothing("the same steps in other functions");
    "5e6ea8a1d6" "v9.0" "Cleanup multifd_load_cleanup()" NOTHING,
        Nothing("the same steps in other functions");
    "cde85c37ca" "v9.0" "Stick with send/recv on function names" NOTHING,
        Nothing("names");
    "98ea497d8b" "v9.0" "Fix MultiFDSendParams.packet_num race" Yes,
        Decides(|r| r.packet_number = PacketNumber::AtFill);
    "488c84acb4" "v9.0" "Optimize sender side to be lockless" Yes,
        Decides(|r| r.locking = Locking::None);
    "e1921f10d9" "v9.0" "Join the TLS thread" Yes,
        Decides(|r| r.tls_handle = TlsHandle::Own);
    "a2a63c4abd" "v9.0" "Remove p->running" Yes,
        Decides(|r| r.join_flag = JoinFlag::ThreadCreated);
    "bd8b0a8f82" "v9.0" "Move multifd_send_setup error handling in to the function" NOTHING,
        Nothing("the same steps in another function");
    "dd904bc13f" "v9.0" "Move multifd_send_setup into migration thread" Yes,
        Decides(|r| r.setup_thread = SetupThread::MigrationThread);
    "2576ae488e" "v9.0" "Unify multifd and TLS connection paths"
        Separable::Until("93fa9dc2e0", "that commit posts from the one callback that this one made"),
        Decides(|r| r.callback = Callback::Unified);
    "93fa9dc2e0" "v9.0" "Add a synchronization point for channel creation" Yes,
        Decides(|r| r.creation = Creation::SyncPoint);
}
