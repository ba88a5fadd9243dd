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
    /// Where the TLS handshake of a channel runs.
    pub handshake: Handshake,
    /// What a connect's `true` means.
    pub connect_result: ConnectResult,
    /// What a failed handshake does about it.
    pub handshake_failure: HandshakeFailure,
    /// When a channel says that it is ready, and who consumes it.
    pub ready_token: ReadyToken,
    /// What becomes of a handshake's error.
    pub tls_error: TlsError,
    /// In which order a failing channel wakes the migration thread.
    pub kick: Kick,
    /// Which semaphores the failing thread of a channel posts.
    pub sender_kick: SenderKick,
    /// What ends the write of a channel that shall exit.
    pub sender_stop: SenderStop,
    /// How a channel learns that it shall exit.
    pub exit_flag: ExitFlag,
    /// What a failing thread does to the others.
    pub failure: Failure,
    /// When a page set is emptied.
    pub pages_reset: PagesReset,
    /// How a sync is asked for.
    pub sync_job: SyncJob,
    /// How long `p->mutex` is held.
    pub locking: Locking,
    /// What a channel makes of a wake-up without a request.
    pub wakeups: Wakeups,
    /// What a channel makes of a job without pages.
    pub empty_job: EmptyJob,
    /// Who decides whether each section flushes the channels.
    pub section_flush: SectionFlush,
    /// How it fires trace events.
    pub traces: Traces,
    /// When the queue of pages is flushed.
    pub queue_flush: QueueFlush,
    /// When a packet gets its number.
    pub packet_number: PacketNumber,
    /// Where the handle of the handshake's thread is kept.
    pub tls_handle: TlsHandle,
    /// By what the cleanup knows which threads to join.
    pub join_flag: JoinFlag,
    /// Which thread sets multifd up.
    pub setup_thread: SetupThread,
    /// Who handles the end of a handshake.
    pub callback: Callback,
    /// Who waits for channels that are still being created.
    pub creation: Creation,
    /// Since when `p->c` points to a channel.
    pub channel_pointer: ChannelPointer,
    /// By what the cleanup knows which channels are registered with yank.
    pub yank_entry: YankEntry,
    /// Who frees the address that all channels connect to.
    pub outgoing_address: OutgoingAddress,
    /// What `ram_save_complete` does after its last scan.
    pub completion_sync: CompletionSync,
    /// When `p->flags` lose what the last packet said.
    pub flags_reset: FlagsReset,
    /// Whose the set is that the migration thread fills.
    pub slot_owner: SlotOwner,
    /// What a SYNC says about pages.
    pub sync_contents: SyncContents,
    /// Who frees the error of a session that could not be ended.
    pub bye_error_free: ByeErrorFree,
    /// What a completion that failed takes for the state that it fails from.
    pub completion_failure: CompletionFailure,
    /// Whether multifd carries the state of devices.
    pub device_state: DeviceState,
    /// Whether a completion saves devices in threads of their own.
    pub save_threads: SaveThreads,
    /// Which states are taken for a failure.
    pub failed_states: FailedStates,
    /// Whether several threads may send.
    pub send_mutex: SendMutex,
    /// Whether the cleanup ends TLS sessions.
    pub tls_end: TlsEnd,
    /// Which of the barriers of the lock-less hand-off are there.
    pub handoff: Handoff,
    /// When the cleanup ends the return path.
    pub return_path_join: ReturnPathJoin,
    /// How the end of the return path is brought about.
    pub return_path_end: ReturnPathEnd,
    /// What becomes of a notifier that objects.
    pub notifier_error: NotifierError,
    /// What is done about a setup that fails.
    pub setup_error: SetupError,
    /// How a migration becomes COMPLETED.
    pub completion_end: CompletionEnd,
    /// What a completion that fails says about it.
    pub completion_error: CompletionError,
    /// When a migration for CPR stops the machine.
    pub cpr_stop: CprStop,
    /// How a migration comes to wait before the switchover.
    pub switchover: Switchover,
    /// How a `migrate` forgets the error of the last migration.
    pub error_reset: ErrorReset,
    /// What a `migrate` does that finds the last one registered with yank.
    pub instance_clash: InstanceClash,
    /// What the destination makes of a setup of multifd that fails.
    pub recv_setup_error: RecvSetupError,
    /// How the channels of the destination are told to exit.
    pub recv_stop: RecvStop,
    /// What the destination takes a connection for.
    pub channel_mapping: ChannelMapping,
    /// What it makes of one that it cannot use.
    pub accept_error: AcceptError,
    /// What it cleans up when the load fails.
    pub incoming_failure: IncomingFailure,
    /// Whether a destination that has failed exits.
    pub error_exit: ErrorExit,
    /// What an error of a channel means to a load that has ended well.
    pub late_errors: LateErrors,
    /// When it frees its channels after a load that went well.
    pub load_cleanup: LoadCleanup,
    /// When it cleans up what has loaded RAM and devices.
    pub loadvm_cleanup: LoadvmCleanup,
    /// Whether it loads devices in threads of their own.
    pub load_threads: LoadThreads,
    /// When it asks whether it has shut a TLS session down that has ended early.
    pub premature_end: PrematureEnd,
    /// Whether it can do with a TLS session that nobody has ended.
    pub clean_end: CleanEnd,
    /// Whether the channels can be on a file.
    pub files: Files,
    /// What the setup does when a channel cannot open it.
    pub file_failure: FileFailure,
    /// What the cleanup waits for when it closes a channel on it.
    pub file_close: FileClose,
    /// What becomes of the bit of a page in it that is zero now.
    pub zero_pages: ZeroPages,
    /// Who frees the bitmap of the pages that are in it.
    pub bitmap_owner: BitmapOwner,
    /// Who frees the slot of a channel that reads it.
    pub recv_data: RecvData,
    /// What is written of a packet whose pages are all zero.
    pub zero_packet: ZeroPacket,
    /// What the destination makes of a page that is zero.
    pub zero_receipt: ZeroReceipt,
    /// Whether qpl notes the pages that it has decompressed.
    pub qpl_pages: Decompressed,
    /// Whether qatzip does.
    pub qatzip_pages: Decompressed,
    /// What becomes of the mutex if a header that goes by itself cannot be written.
    pub header_failure: HeaderFailure,
    /// How the state of a device is written where pages go without a copy.
    pub device_write: DeviceWrite,
    /// What a write without a copy does when the error queue is full.
    pub error_queue: ErrorQueue,
    /// Whether a migration with multifd may become postcopy.
    pub together: Together,
    /// What RAM does before it does.
    pub postcopy_prepare: PostcopyPrepare,
    /// What it fails from if it cannot.
    pub postcopy_failure: PostcopyFailure,
    /// What it is while the destination loads the states of devices.
    pub postcopy_device: PostcopyDevice,
    /// What a cancel does then.
    pub postcopy_cancel: PostcopyCancel,
    /// Who cleans up at the end of an incoming postcopy.
    pub listen_end: ListenEnd,
    /// Who takes the migration thread's reference to `current_migration`.
    pub thread_reference: ThreadReference,
    /// Whether the last bottom half of the destination has one.
    pub finish_reference: FinishReference,
    /// Whether what loads there has one.
    pub incoming_reference: IncomingReference,
    /// How long the thread of the return path reads on.
    pub return_path_loop: ReturnPathLoop,
    /// In which order the cleanup takes the file of the main channel away.
    pub file_taken: FileTaken,
    /// Whom a channel wakes that leaves without an error of its own.
    pub exit_kick: ExitKick,
    /// Which ids of channels the destination lets in.
    pub id_check: IdCheck,
    /// How often a send asks how many channels there are.
    pub send_count: ChannelCount,
    /// How often a sync does.
    pub sync_count: ChannelCount,
    /// What a channel makes of a read of its file that is short.
    pub file_read: FileRead,
    /// What a socket remembers of writes without a copy.
    pub copy_noted: CopyNoted,
    /// What the migration thread waits for while the package is loaded.
    pub package_wait: PackageWait,
    /// Which wait the end of the return path ends.
    pub return_path_kick: ReturnPathKick,
    /// What a migration is between its failure and the end of its cleanup.
    pub failing: Failing,
    /// What notifiers hear when postcopy begins.
    pub postcopy_heard: PostcopyHeard,
    /// Who tells notifiers of a failure.
    pub failure_heard: FailureHeard,
    /// Where a setup that fails leaves its error.
    pub setup_file_error: SetupFileError,
    /// Who closes the file of the return path.
    pub return_path_file: ReturnPathFile,
    /// What packets look like.
    pub format: Format,
}
