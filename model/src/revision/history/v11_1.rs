//! After v11.0, up to v11.1. What was read is the difference of the two; a few ids are known from
//! a list of what was merged in May 2026.

use crate::revision::{
    Patch,
    patch::Effect::{None as Nothing, NotYet},
};

use super::{NOTHING, history};

history! {
    "810bf31a1b" "v11.1" "multifd: fix off-by-one in recv channel ID validation" NOTHING,
        NotYet("a check of the id that refuses the number of channels");
    "75d782a1e9" "v11.1" "multifd: cache migrate_multifd_channels() in send/recv hot paths" NOTHING,
        NotYet("one count for each send");
    "ba92642400" "v11.1" "multifd: cache channel count in multifd_send_sync_main" NOTHING,
        NotYet("one count for each sync");
    "4f08b870f8" "v11.1" "Fix crash on second migration when cancel early" NOTHING,
        NotYet("a cancel before there is a main channel, which takes worlds that begin there");
    "51170c9063" "v11.1" "Fix possible division by zero on calc expected downtime" NOTHING,
        Nothing("counters");
    "3df0f524a5" "v11.1" "Replace current_migration with migrate_get_current()" NOTHING,
        Nothing("how the object is found");
    "7c20d5f31d" "v11.1" "vfio/migration: Detect and report overflow in migration size queries" NOTHING,
        Nothing("sizes, and a device has none here");
    "11.1:hup-wait" Own "v11.1" "cpr-transfer: clean up a cancel that comes while the target does not listen yet" NOTHING,
        NotYet("cpr-transfer, which takes worlds that begin before there is a main channel");
    "11.1:package-wait" Own "v11.1" "POSTCOPY_DEVICE waits on rp_sem" NOTHING,
        NotYet("a wait for the package that looks at the migration's error");
    "11.1:return-path-kick" Own "v11.1" "the end of the return path ends the wait for the package" NOTHING,
        NotYet("a post at the end of the return path");
    "11.1:switchover-acks" Own "v11.1" "switchover-ack: a count of devices instead of one answer" NOTHING,
        NotYet("the capability switchover-ack: devices that keep the migration from its switchover until the destination says so");
    "11.1:one-query" Own "v11.1" "one query of what is pending, and the last bitmap sync in it" NOTHING,
        Nothing("what is dirty, which the rounds of a world say: no query of it is played, and each holds the big lock as before");
    "11.1:completion-errors" Own "v11.1" "a completion passes its error on" NOTHING,
        NotYet("which error a completion records");
    "11.1:compression-checks" Own "v11.1" "multifd: check what a compressed packet says of its pages" NOTHING,
        NotYet("what a compression makes of bytes that no QEMU sends: a length that is no packet's");
    "11.1:zero-copy-fallback" Own "v11.1" "io: remember a copy instead of a success" NOTHING,
        NotYet("a channel that has sent nothing and does not count as one that has copied");
    "11.1:whole-reads-and-writes" Own "v11.1" "file: read and write a slice whole, or fail" NOTHING,
        NotYet("an error of a read that is short");
}
