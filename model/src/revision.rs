//! Revisions of QEMU.
//!
//! A [`Revision`] is a record of decisions, one for each way in which versions
//! of QEMU differ; a decision's behaviour is in a file of its own below this
//! one. [`HISTORY`] reads like `git log --reverse`: a row is an upstream commit
//! and what it decided. Revisions are written as git writes them (see
//! [`Revision::named`]).

mod accept_error;
mod bitmap_owner;
mod bye_error_free;
mod callback;
mod channel_count;
mod channel_mapping;
mod channel_pointer;
mod clean_end;
mod completion_end;
mod completion_error;
mod completion_failure;
mod completion_sync;
mod connect_result;
mod copy_noted;
mod cpr_stop;
mod creation;
mod decompressed;
mod device_state;
mod device_write;
mod empty_job;
mod error_exit;
mod error_queue;
mod error_reset;
mod exit_flag;
mod exit_kick;
mod failed_states;
mod failing;
mod failure;
mod failure_heard;
mod file_close;
mod file_failure;
mod file_read;
mod file_taken;
mod files;
mod finish_reference;
mod flags_reset;
mod handoff;
mod handshake;
mod handshake_failure;
mod header_failure;
mod history;
mod id_check;
mod incoming_failure;
mod incoming_reference;
mod instance_clash;
mod join_flag;
mod kick;
mod late_errors;
mod listen_end;
mod load_cleanup;
mod load_threads;
mod loadvm_cleanup;
mod locking;
mod name;
mod notifier_error;
mod origin;
mod outgoing_address;
mod package_wait;
mod packet_number;
mod pages_reset;
mod patch;
mod patches;
mod postcopy_cancel;
mod postcopy_device;
mod postcopy_failure;
mod postcopy_heard;
mod postcopy_prepare;
mod premature_end;
mod queue_flush;
mod ready_token;
mod record;
mod recv_data;
mod recv_setup_error;
mod recv_stop;
mod return_path_end;
mod return_path_file;
mod return_path_join;
mod return_path_kick;
mod return_path_loop;
mod save_threads;
mod section_flush;
mod send_mutex;
mod sender_kick;
mod sender_stop;
mod setup_error;
mod setup_file_error;
mod setup_thread;
mod slot_owner;
mod switchover;
mod sync_contents;
mod sync_job;
mod thread_reference;
mod tls_end;
mod tls_error;
mod tls_handle;
mod together;
mod traces;
mod wakeups;
mod yank_entry;
mod zero_packet;
mod zero_pages;
mod zero_receipt;

pub use self::{
    accept_error::AcceptError,
    bitmap_owner::BitmapOwner,
    bye_error_free::ByeErrorFree,
    callback::Callback,
    channel_count::ChannelCount,
    channel_mapping::ChannelMapping,
    channel_pointer::ChannelPointer,
    clean_end::CleanEnd,
    completion_end::CompletionEnd,
    completion_error::CompletionError,
    completion_failure::CompletionFailure,
    completion_sync::CompletionSync,
    connect_result::ConnectResult,
    copy_noted::CopyNoted,
    cpr_stop::CprStop,
    creation::Creation,
    decompressed::Decompressed,
    device_state::DeviceState,
    device_write::DeviceWrite,
    empty_job::EmptyJob,
    error_exit::ErrorExit,
    error_queue::ErrorQueue,
    error_reset::ErrorReset,
    exit_flag::ExitFlag,
    exit_kick::ExitKick,
    failed_states::FailedStates,
    failing::Failing,
    failure::Failure,
    failure_heard::FailureHeard,
    file_close::FileClose,
    file_failure::FileFailure,
    file_read::FileRead,
    file_taken::FileTaken,
    files::Files,
    finish_reference::FinishReference,
    flags_reset::FlagsReset,
    handoff::Handoff,
    handshake::Handshake,
    handshake_failure::HandshakeFailure,
    header_failure::HeaderFailure,
    history::{HISTORY, RELEASES},
    id_check::IdCheck,
    incoming_failure::IncomingFailure,
    incoming_reference::IncomingReference,
    instance_clash::InstanceClash,
    join_flag::JoinFlag,
    kick::Kick,
    late_errors::LateErrors,
    listen_end::ListenEnd,
    load_cleanup::LoadCleanup,
    load_threads::LoadThreads,
    loadvm_cleanup::LoadvmCleanup,
    locking::Locking,
    name::{NamedRevision, UnknownRevision},
    notifier_error::NotifierError,
    outgoing_address::OutgoingAddress,
    package_wait::PackageWait,
    packet_number::PacketNumber,
    pages_reset::PagesReset,
    patch::{Effect, Id, Patch, Separable},
    postcopy_cancel::PostcopyCancel,
    postcopy_device::PostcopyDevice,
    postcopy_failure::PostcopyFailure,
    postcopy_heard::PostcopyHeard,
    postcopy_prepare::PostcopyPrepare,
    premature_end::PrematureEnd,
    queue_flush::QueueFlush,
    ready_token::ReadyToken,
    record::Revision,
    recv_data::RecvData,
    recv_setup_error::RecvSetupError,
    recv_stop::RecvStop,
    return_path_end::ReturnPathEnd,
    return_path_file::ReturnPathFile,
    return_path_join::ReturnPathJoin,
    return_path_kick::ReturnPathKick,
    return_path_loop::ReturnPathLoop,
    save_threads::SaveThreads,
    section_flush::SectionFlush,
    send_mutex::SendMutex,
    sender_kick::SenderKick,
    sender_stop::SenderStop,
    setup_error::SetupError,
    setup_file_error::SetupFileError,
    setup_thread::SetupThread,
    slot_owner::SlotOwner,
    switchover::Switchover,
    sync_contents::SyncContents,
    sync_job::SyncJob,
    thread_reference::ThreadReference,
    tls_end::TlsEnd,
    tls_error::TlsError,
    tls_handle::TlsHandle,
    together::Together,
    traces::{CreationTrace, MigrationTrace, RecvTrace, SendTrace, Traces},
    wakeups::Wakeups,
    yank_entry::YankEntry,
    zero_packet::ZeroPacket,
    zero_pages::ZeroPages,
    zero_receipt::ZeroReceipt,
};
