//! After v11.0, up to v11.1. What was read is the difference of the two; a few ids are known from
//! a list of what was merged in May 2026.

use crate::revision::{
    ChannelCount, CompletionError, CopyNoted, FileRead, IdCheck, PackageWait, Patch,
    ReturnPathKick,
    patch::{
        Effect::{Decides, None as Nothing, NotYet},
        Separable::Yes,
    },
};

use super::{NOTHING, history};

history! {
    "810bf31a1b" "v11.1" "multifd: fix off-by-one in recv channel ID validation" Yes,
        Decides(|r| r.id_check = IdCheck::BelowCount);
    "75d782a1e9" "v11.1" "multifd: cache migrate_multifd_channels() in send/recv hot paths" Yes,
        Decides(|r| r.send_count = ChannelCount::Once);
    "ba92642400" "v11.1" "multifd: cache channel count in multifd_send_sync_main" Yes,
        Decides(|r| r.sync_count = ChannelCount::Once);
    "4f08b870f8" "v11.1" "Fix crash on second migration when cancel early" NOTHING,
        NotYet("a cancel before there is a main channel, also while cpr-transfer waits for its target: worlds that begin there");
    "51170c9063" "v11.1" "Fix possible division by zero on calc expected downtime" NOTHING,
        Nothing("counters");
    "3df0f524a5" "v11.1" "Replace current_migration with migrate_get_current()" NOTHING,
        Nothing("how the object is found");
    "7c20d5f31d" "v11.1" "vfio/migration: Detect and report overflow in migration size queries" NOTHING,
        Nothing("sizes, and a device has none here");
    "11.1:package-wait" Own "v11.1" "POSTCOPY_DEVICE waits on rp_sem" Yes,
        Decides(|r| r.package_wait = PackageWait::ReturnPath);
    "11.1:return-path-kick" Own "v11.1" "the end of the return path ends the wait for the package" Yes,
        Decides(|r| r.return_path_kick = ReturnPathKick::Package);
    "11.1:switchover-acks" Own "v11.1" "switchover-ack: a count of devices instead of one answer" NOTHING,
        NotYet("the capability switchover-ack: devices that keep the migration from its switchover until the destination says so");
    "11.1:one-query" Own "v11.1" "one query of what is pending, and the last bitmap sync in it" NOTHING,
        Nothing("what is dirty, which the rounds of a world say: no query of it is played, and each holds the big lock as before");
    "11.1:completion-errors" Own "v11.1" "a completion passes its error on" Yes,
        Decides(|r| r.completion_error = CompletionError::OwnFirst);
    "11.1:vmstate-errors" Own "v11.1" "vmstate: errors with a text" NOTHING,
        Nothing("the states of devices that are no part of RAM, which do not fail here");
    "11.1:unref-file" Own "v11.1" "file: free a channel that cannot be placed in its file" NOTHING,
        Nothing("the main channel of a file, which is there where a world begins");
    "11.1:compression-checks" Own "v11.1" "multifd: check what a compressed packet says of its pages" NOTHING,
        NotYet("what a compression makes of bytes that no QEMU sends: a length that is no packet's");
    "11.1:zero-copy-fallback" Own "v11.1" "io: remember a copy instead of a success" Yes,
        Decides(|r| r.copy_noted = CopyNoted::Fallback);
    "11.1:whole-reads-and-writes" Own "v11.1" "file: read and write a slice whole, or fail" Yes,
        Decides(|r| r.file_read = FileRead::Whole);
}
