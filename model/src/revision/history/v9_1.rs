//! From v9.0 to v9.1.

use crate::{
    revision::{
        BitmapOwner, CompletionSync, ErrorExit, FileFailure, IncomingFailure, Patch, PrematureEnd,
        RecvData, SetupError, ZeroReceipt,
        patch::{
            Effect::{Decides, None as Nothing},
            Separable::{self, Yes},
        },
    },
    wire::flags::CompressionBits,
};

use super::{NOTHING, history};

history! {
    "057a20099b" "v9.1" "Add Error** argument to qemu_savevm_state_setup()" Yes,
        Decides(|r| r.setup_error = SetupError::Returned);
    "92c20b2fc5" "v9.1" "Introduce ram_bitmaps_destroy()" Yes,
        Decides(|r| r.bitmap_owner = BitmapOwner::CompletionOrCleanup);
    "5ef7e26bdb" "v9.1" "solve zero page causing multiple page faults" Yes,
        Decides(|r| r.zero_receipt = ZeroReceipt::Recorded);
    "246f54e0cc" "v9.1" "process_incoming_migration_co(): complete cleanup on failure" Yes,
        Decides(|r| r.incoming_failure = IncomingFailure::Complete);
    "dbea1c89da" "v9.1" "introduce exit-on-error parameter for migrate-incoming" Yes,
        Decides(|r| r.error_exit = ErrorExit::IfAsked);
    "d9d3e4f243" "v9.1" "put IOV initialization into compression method" NOTHING,
        Nothing("who allocates p->iov, which nobody shares");
    "354cac2859" "v9.1" "add qpl compression method" NOTHING,
        Nothing("another method: any revision can be played with it");
    "34e104b897" "v9.1" "implement initialization of qpl compression" NOTHING,
        Nothing("the setup of that method: any revision can be played with it");
    "f6fe9fea99" "v9.1" "implement qpl compression and decompression" NOTHING,
        Nothing("what that method makes of bytes");
    "f3d8bb759d" "v9.1" "add uadk compression framework"
        Separable::Until("80484f9459", "that commit widened the mask once more"),
        Decides(|r| r.format.compression = CompressionBits::Four);
    "819dd20636" "v9.1" "Add UADK initialization" NOTHING,
        Nothing("the setup of a method: any revision can be played with it");
    "3c49191a0d" "v9.1" "Add UADK based compression and decompression" NOTHING,
        Nothing("what that method makes of bytes");
    "c1dfd12168" "v9.1" "Switch to no compression when no hardware support" NOTHING,
        Nothing("when a setup fails, which the world says");
    "637280aeb2" "v9.1" "Avoid the final FLUSH in complete()"
        Separable::Until("1d457daf86", "that commit took the sync away"),
        Decides(|r| r.completion_sync = CompletionSync::WithoutFlush);
    "60ce47675d" "v9.1" "Rename thread debug names" NOTHING,
        Nothing("names of threads; reports keep the old ones");
    "57941c9c86" "v9.1" "crypto: push error reporting into TLS session I/O APIs"
        Separable::Until("7e0c22d585", "that commit moved the question back"),
        Decides(|r| r.premature_end = PrematureEnd::AskedBefore);
    "0bd5b9284f" "v9.1" "Fix multifd_send_setup cleanup when channel creation fails" Yes,
        Decides(|r| r.file_failure = FileFailure::AfterAll);
    "4c107870e8" "v9.1" "Free MultiFDRecvParams::data" Yes,
        Decides(|r| r.recv_data = RecvData::Freed);
}
