//! From the synchronisation point to v9.0.

use crate::revision::{
    ChannelPointer, CompletionEnd, CompletionError, CprStop, FileClose, Files, NotifierError,
    OutgoingAddress, Patch, RecvStop, ReturnPathEnd, ReturnPathJoin, YankEntry, ZeroPacket,
    ZeroPages,
    patch::{
        Effect::{Decides, None as Nothing},
        Separable::{self, Yes},
    },
};

use crate::wire::format::ZeroPages as Listing;

use super::{NOTHING, history};

history! {
    "11dd7be575" "v9.0" "Remove p->quit from recv side"
        Separable::Until("d13f0026c7", "that commit posts where this one terminates"),
        Decides(|r| r.recv_stop = RecvStop::Global);
    "d13f0026c7" "v9.0" "Release recv sem_sync earlier" Yes,
        Decides(|r| r.recv_stop = RecvStop::GlobalAndReleased);
    "9221e3c6a2" "v9.0" "Cleanup TLS iochannel referencing"
        Separable::Until("0518b5d8d3", "that commit takes what p->c points to for registered"),
        Decides(|r| r.channel_pointer = ChannelPointer::WhenUp);
    "0518b5d8d3" "v9.0" "Drop registered_yank" Yes,
        Decides(|r| r.yank_entry = YankEntry::WithChannel);
    "770de49c00" "v9.0" "Make multifd_channel_connect() return void" NOTHING,
        Nothing("how success is returned");
    "72b90b9687" "v9.0" "Cleanup outgoing_args in state destroy" Yes,
        Decides(|r| r.outgoing_address = OutgoingAddress::WithState);
    "c9a7e83c9d" "v9.0" "Drop unnecessary helper to destroy IOC" NOTHING,
        Nothing("a helper less");
    "3e7757301c" "v9.0" "convert to NotifierWithReturn" NOTHING,
        Nothing("what a notifier returns, which nobody reads yet");
    "9d9babf78d" "v9.0" "MigrationEvent for notifiers" NOTHING,
        Nothing("how an event is passed");
    "6835f5a1bc" "v9.0" "per-mode notifiers" NOTHING,
        Nothing("there is one mode here");
    "bf78a046b9" "v9.0" "refactor migrate_fd_connect failures" NOTHING,
        Nothing("the same steps at one label");
    "4af667f87c" "v9.0" "notifier error checking" Yes,
        Decides(|r| r.notifier_error = NotifierError::FailsMigration);
    "9867d4ddd0" "v9.0" "stop vm for cpr" Yes,
        Decides(|r| r.cpr_stop = CprStop::BeforeThread);
    "63f64d77f0" "v9.0" "Fix qmp_query_migrate mbps value" Yes,
        Decides(|r| r.completion_end = CompletionEnd::FromCurrentState);
    "22b04245f0" "v9.0" "Join the return path thread before releasing to_dst_file" Yes,
        Decides(|r| r.return_path_join = ReturnPathJoin::First);
    "9425ef3f99" "v9.0" "Use migrate_has_error() in close_return_path_on_source()" Yes,
        Decides(|r| r.return_path_end = ReturnPathEnd::OnMigrationError);
    "4aac6b1e9b" "v9.0" "Cleanup multifd_recv_sync_main" NOTHING,
        Nothing("the same steps; an event counts from 0 as before");
    "402dd7ac1c" "v9.0" "Rename MultiFDSend|RecvParams::data to compress_data" NOTHING,
        Nothing("names");
    "9db1912513" "v9.0" "Decouple recv method from pages" NOTHING,
        Nothing("the same steps behind another name");
    "06833d83f8" "v9.0" "Allow multifd without packets" NOTHING,
        Nothing("what is only reached with files, and those are refused until f427d90b98");
    "d117ed0699" "v9.0" "Allow receiving pages without packets" NOTHING,
        Nothing("what is only reached with files, and those are refused until f427d90b98");
    "a8a3e7102c" "v9.0" "Add a wrapper for channels_created" NOTHING,
        Nothing("a helper");
    "b7b03eb614" "v9.0" "Add outgoing QIOChannelFile support" NOTHING,
        Nothing("what is only reached with files, and those are refused until f427d90b98");
    "2dd7ee7a51" "v9.0" "Add incoming QIOChannelFile support" NOTHING,
        Nothing("what is only reached with files, and those are refused until f427d90b98");
    "f427d90b98" "v9.0" "Support outgoing mapped-ram stream format"
        Separable::Until("a49d15a38d", "what is not written cannot be loaded"),
        Decides(|r| r.files = Files::Saved);
    "a49d15a38d" "v9.0" "Support incoming mapped-ram stream format" Yes,
        Decides(|r| r.files = Files::SavedAndLoaded);
    "decdc76772" "v9.0" "Add mapped-ram support to fd: URI" NOTHING,
        Nothing("a descriptor in place of a file, until bd4480b0d0");
    "1a6e217c35" "v9.0" "Document two places for mapped-ram" NOTHING,
        Nothing("comments");
    "61dec06082" "v9.0" "Don't fsync when closing QIOChannelFile" Yes,
        Decides(|r| r.file_close = FileClose::AtOnce);
    "c3cdf3fb18" "v9.0" "Allow clearing of the file_bmap from multifd" NOTHING,
        Nothing("a parameter that is the same everywhere");
    "303e6f54f9" "v9.0" "Implement zero page transmission on the multifd thread"
        Separable::Until("8fa1a21c6e", "that commit mended what it broke"),
        Decides(|r| {
            r.zero_pages = ZeroPages::Left;
            r.zero_packet = ZeroPacket::LeftOut;
            r.format.zero_pages = Listing::Listed;
        });
    "ee1004bba6" "v9.0" "bulk: Access existing variables initialized to &S->F when available" NOTHING,
        Nothing("the same variable by another name");
    "bd4480b0d0" "v9.0" "Revert mapped-ram multifd support to fd: URI" NOTHING,
        Nothing("no descriptor in place of a file any more");
    "8fa1a21c6e" "v9.0" "Fix clearing of mapped-ram zero pages" Yes,
        Decides(|r| r.zero_pages = ZeroPages::Cleared);
    "30158d8850" "v9.0" "Set migration error in migration_completion()"
        Separable::Until("11.1:completion-errors", "that commit records every error"),
        Decides(|r| r.completion_error = CompletionError::FileFirst);
}
