use serde::{Deserialize, Serialize};

use super::{
    AcceptError, BitmapOwner, ByeErrorFree, Callback, ChannelCount, ChannelMapping, ChannelPointer,
    CleanEnd, CompletionEnd, CompletionError, CompletionFailure, CompletionSync, ConnectResult,
    CopyNoted, CprStop, Creation, Decompressed, DeviceState, DeviceWrite, EmptyJob, ErrorExit,
    ErrorQueue, ErrorReset, ExitFlag, ExitKick, FailedStates, Failing, Failure, FailureHeard,
    FileClose, FileFailure, FileRead, FileTaken, Files, FinishReference, FlagsReset, Handoff,
    Handshake, HandshakeFailure, HeaderFailure, IdCheck, IncomingFailure, IncomingReference,
    InstanceClash, JoinFlag, Kick, LateErrors, ListenEnd, LoadCleanup, LoadThreads, LoadvmCleanup,
    Locking, NotifierError, OutgoingAddress, PackageWait, PacketNumber, PagesReset, PostcopyCancel,
    PostcopyDevice, PostcopyFailure, PostcopyHeard, PostcopyPrepare, PrematureEnd, QueueFlush,
    ReadyToken, RecvData, RecvSetupError, RecvStop, ReturnPathEnd, ReturnPathFile, ReturnPathJoin,
    ReturnPathKick, ReturnPathLoop, SaveThreads, SectionFlush, SendMutex, SenderKick, SenderStop,
    SetupError, SetupFileError, SetupThread, SlotOwner, Switchover, SyncContents, SyncJob,
    ThreadReference, TlsEnd, TlsError, TlsHandle, Together, Traces, Wakeups, YankEntry, ZeroPacket,
    ZeroPages, ZeroReceipt,
};
use crate::wire::Format;

/// The decisions that tell one multifd from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Revision {
    /// Place of the TLS handshake of a channel.
    pub handshake: Handshake,
    /// Meaning of a connect's `true`.
    pub connect_result: ConnectResult,
    /// Reaction to a failed handshake.
    pub handshake_failure: HandshakeFailure,
    /// Moment at which a channel says that it is ready, and the consumer of that.
    pub ready_token: ReadyToken,
    /// Fate of a handshake's error.
    pub tls_error: TlsError,
    /// Order in which a failing channel wakes the migration thread.
    pub kick: Kick,
    /// Semaphores that the failing thread of a channel posts.
    pub sender_kick: SenderKick,
    /// End of the write of a channel that shall exit.
    pub sender_stop: SenderStop,
    /// Flag by which a channel learns that it shall exit.
    pub exit_flag: ExitFlag,
    /// Effect of a failing thread on the others.
    pub failure: Failure,
    /// Moment at which a page set is emptied.
    pub pages_reset: PagesReset,
    /// Form of a request for a sync.
    pub sync_job: SyncJob,
    /// Span for which `p->mutex` is held.
    pub locking: Locking,
    /// Reaction of a channel to a wake-up without a request.
    pub wakeups: Wakeups,
    /// Reaction of a channel to a job without pages.
    pub empty_job: EmptyJob,
    /// Flushes of the channels by each section.
    pub section_flush: SectionFlush,
    /// Trace events that it fires.
    pub traces: Traces,
    /// Moment at which the queue of pages is flushed.
    pub queue_flush: QueueFlush,
    /// Moment at which a packet gets its number.
    pub packet_number: PacketNumber,
    /// Place of the handle of the handshake's thread.
    pub tls_handle: TlsHandle,
    /// Sign by which the cleanup knows the threads to join.
    pub join_flag: JoinFlag,
    /// Thread that sets multifd up.
    pub setup_thread: SetupThread,
    /// Handler of the end of a handshake.
    pub callback: Callback,
    /// Thread that waits for channels that are still being created.
    pub creation: Creation,
    /// Moment from which `p->c` points to a channel.
    pub channel_pointer: ChannelPointer,
    /// Sign by which the cleanup knows the channels that are registered with yank.
    pub yank_entry: YankEntry,
    /// Code that frees the address that all channels connect to.
    pub outgoing_address: OutgoingAddress,
    /// Reaction of `ram_save_complete` to its last scan.
    pub completion_sync: CompletionSync,
    /// Moment at which `p->flags` lose what the last packet said.
    pub flags_reset: FlagsReset,
    /// Owner of the set that the migration thread fills.
    pub slot_owner: SlotOwner,
    /// Pages in a packet with SYNC.
    pub sync_contents: SyncContents,
    /// Code that frees the error of a session that could not be ended.
    pub bye_error_free: ByeErrorFree,
    /// State that a completion which failed takes itself to fail from.
    pub completion_failure: CompletionFailure,
    /// States of devices over multifd.
    pub device_state: DeviceState,
    /// Threads of their own to save devices in a completion.
    pub save_threads: SaveThreads,
    /// States that are taken for a failure.
    pub failed_states: FailedStates,
    /// Lock of threads that send.
    pub send_mutex: SendMutex,
    /// TLS sessions that the cleanup ends.
    pub tls_end: TlsEnd,
    /// Barriers of the lock-less hand-off.
    pub handoff: Handoff,
    /// Moment at which the cleanup ends the return path.
    pub return_path_join: ReturnPathJoin,
    /// The way the end of the return path is brought about.
    pub return_path_end: ReturnPathEnd,
    /// Fate of a notifier's objection.
    pub notifier_error: NotifierError,
    /// Reaction to a setup that fails.
    pub setup_error: SetupError,
    /// The way a migration becomes COMPLETED.
    pub completion_end: CompletionEnd,
    /// Error of a completion that fails.
    pub completion_error: CompletionError,
    /// Moment at which a migration for CPR stops the machine.
    pub cpr_stop: CprStop,
    /// The way a migration comes to wait before the switchover.
    pub switchover: Switchover,
    /// The way a `migrate` forgets the error of the last migration.
    pub error_reset: ErrorReset,
    /// Reaction of a `migrate` to a last one that is registered with yank.
    pub instance_clash: InstanceClash,
    /// Reaction of the destination to a setup of multifd that fails.
    pub recv_setup_error: RecvSetupError,
    /// The way the channels of the destination are told to exit.
    pub recv_stop: RecvStop,
    /// Kind that the destination takes a connection for.
    pub channel_mapping: ChannelMapping,
    /// Its reaction to a connection that it cannot use.
    pub accept_error: AcceptError,
    /// Its cleanup when the load fails.
    pub incoming_failure: IncomingFailure,
    /// Exit of a destination that has failed.
    pub error_exit: ErrorExit,
    /// Meaning of an error of a channel to a load that has ended well.
    pub late_errors: LateErrors,
    /// Moment at which it frees its channels after a load that went well.
    pub load_cleanup: LoadCleanup,
    /// Moment at which it cleans up what has loaded RAM and devices.
    pub loadvm_cleanup: LoadvmCleanup,
    /// Threads of their own in which it loads devices.
    pub load_threads: LoadThreads,
    /// Moment at which it asks whether it has shut a TLS session down that has ended early.
    pub premature_end: PrematureEnd,
    /// Its tolerance for a TLS session that was not ended.
    pub clean_end: CleanEnd,
    /// Channels on a file.
    pub files: Files,
    /// Reaction of the setup to a channel that cannot open it.
    pub file_failure: FileFailure,
    /// Condition for which the cleanup waits when it closes a channel on it.
    pub file_close: FileClose,
    /// Fate of the bit of a page in it that is zero now.
    pub zero_pages: ZeroPages,
    /// Code that frees the bitmap of the pages that are in it.
    pub bitmap_owner: BitmapOwner,
    /// Code that frees the slot of a channel that reads it.
    pub recv_data: RecvData,
    /// Output for a packet whose pages are all zero.
    pub zero_packet: ZeroPacket,
    /// Reaction of the destination to a page that is zero.
    pub zero_receipt: ZeroReceipt,
    /// Notes of qpl of the pages that it has decompressed.
    pub qpl_pages: Decompressed,
    /// Notes of qatzip of them.
    pub qatzip_pages: Decompressed,
    /// Fate of the mutex if a header that goes by itself cannot be written.
    pub header_failure: HeaderFailure,
    /// The way the state of a device is written where pages go without a copy.
    pub device_write: DeviceWrite,
    /// Reaction of a write without a copy to a full error queue.
    pub error_queue: ErrorQueue,
    /// Postcopy of a migration with multifd.
    pub together: Together,
    /// Work of RAM before that.
    pub postcopy_prepare: PostcopyPrepare,
    /// State that it takes itself to fail from if it cannot become postcopy.
    pub postcopy_failure: PostcopyFailure,
    /// State of it while the destination loads the states of devices.
    pub postcopy_device: PostcopyDevice,
    /// Effect of a cancel then.
    pub postcopy_cancel: PostcopyCancel,
    /// Thread that cleans up at the end of an incoming postcopy.
    pub listen_end: ListenEnd,
    /// Taker of the migration thread's reference to `current_migration`.
    pub thread_reference: ThreadReference,
    /// Reference of the last bottom half of the destination.
    pub finish_reference: FinishReference,
    /// Reference of the incoming migration there.
    pub incoming_reference: IncomingReference,
    /// States in which the thread of the return path reads on.
    pub return_path_loop: ReturnPathLoop,
    /// Order in which the cleanup takes the file of the main channel away.
    pub file_taken: FileTaken,
    /// Thread that a channel wakes when it leaves without an error of its own.
    pub exit_kick: ExitKick,
    /// Ids of channels that the destination lets in.
    pub id_check: IdCheck,
    /// Moments at which a send asks for the number of channels.
    pub send_count: ChannelCount,
    /// Moments at which a sync does.
    pub sync_count: ChannelCount,
    /// Verdict of a channel on a short read of its file.
    pub file_read: FileRead,
    /// Record that a socket keeps of writes without a copy.
    pub copy_noted: CopyNoted,
    /// Condition for which the migration thread waits while the package is loaded.
    pub package_wait: PackageWait,
    /// Wait that the end of the return path ends.
    pub return_path_kick: ReturnPathKick,
    /// State of a migration between its failure and the end of its cleanup.
    pub failing: Failing,
    /// Events that notifiers hear when postcopy begins.
    pub postcopy_heard: PostcopyHeard,
    /// Thread that tells notifiers of a failure.
    pub failure_heard: FailureHeard,
    /// Place of the error of a setup that fails.
    pub setup_file_error: SetupFileError,
    /// Code that closes the file of the return path.
    pub return_path_file: ReturnPathFile,
    /// Format of packets.
    pub format: Format,
}
