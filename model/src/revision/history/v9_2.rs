//! From v9.1 to v9.2.

use crate::{
    revision::{
        FileTaken, FlagsReset, LoadvmCleanup, MigrationTrace, Patch, RecvTrace, ReturnPathLoop,
        SendTrace, SlotOwner, SyncContents, ThreadReference,
        patch::{
            Effect::{Decides, None as Nothing, NotYet},
            Separable::{self, Yes},
        },
    },
    wire::{
        flags::CompressionBits,
        format::{Buffer, SyncBody},
    },
};

use super::{NOTHING, history};

history! {
    "bc112a6c90" "v9.2" "Reduce access to p->pages" NOTHING,
        Nothing("a local variable");
    "90fa121c6c" "v9.2" "Inline page_size and page_count" NOTHING,
        Nothing("where a size is kept");
    "171056ec91" "v9.2" "Remove pages->allocated" NOTHING,
        Nothing("a field that nobody needed");
    "112f7d1b75" "v9.2" "Pass in MultiFDPages_t to file_write_ramblock_iov" NOTHING,
        Nothing("how pages are passed");
    "addd7d1581" "v9.2" "Introduce MultiFDSendData" NOTHING,
        Nothing("a structure around the pages");
    "0e427da096" "v9.2" "Make MultiFDPages_t:offset a flexible array member" NOTHING,
        Nothing("one allocation instead of two");
    "9f0e108901" "v9.2" "Replace p->pages with an union pointer" NOTHING,
        Nothing("a pointer to a union instead of one to the pages");
    "5aff71767c" "v9.2" "Move pages accounting into multifd_send_zero_page_detect()" NOTHING,
        Nothing("where a counter is set");
    "96d396bf50" "v9.2" "Remove total pages tracing" NOTHING,
        Nothing("counters");
    "87bb9e953e" "v9.2" "Isolate ram pages packet data" Yes,
        Decides(|r| {
            r.format.buffer = Buffer::Cleared;
            r.traces.send = SendTrace::Filled;
            r.traces.recv = RecvTrace::Unfilled;
        });
    "d7e58f412c" "v9.2" "Don't send ram data during SYNC"
        Separable::Until("b93d897ea2", "that commit reads again what this one overlooks"),
        Decides(|r| {
            r.sync_contents = SyncContents::Nothing;
            r.format.sync_body = SyncBody::Skipped;
        });
    "a71ef5c7f3" "v9.2" "Replace multifd_send_state->pages with client data" Yes,
        Decides(|r| r.slot_owner = SlotOwner::Client);
    "a0c78d815c" "v9.2" "Allow multifd sync without flush" NOTHING,
        Nothing("the same steps in two functions");
    "6f848dac4a" "v9.2" "Standardize on multifd ops names" NOTHING,
        Nothing("names");
    "dc6327d99c" "v9.2" "Register nocomp ops dynamically" NOTHING,
        Nothing("how a table of functions is filled");
    "40c9471e40" "v9.2" "Move nocomp code into multifd-nocomp.c" NOTHING,
        Nothing("the same functions in another file");
    "308d165c77" "v9.2" "Make MultiFDMethods const" NOTHING,
        Nothing("const");
    "81b0ed8ad8" "v9.2" "Stop changing the packet on recv side" NOTHING,
        Nothing("the packet is read anew each time");
    "405e352d28" "v9.2" "Fix p->iov leak in multifd-uadk.c" NOTHING,
        Nothing("a leak of p->iov, which is no object here");
    "90e0eeb99b" "v9.2" "Add a couple of asserts for p->iov" NOTHING,
        Nothing("assertions on p->iov, which is no object here");
    "62e1af13bb" "v9.2" "Add documentation for multifd methods" NOTHING,
        Nothing("comments");
    "80484f9459" "v9.2" "Introduce 'qatzip' compression method" Yes,
        Decides(|r| r.format.compression = CompressionBits::Five);
    "561ce01493" "v9.2" "Fix build for qatzip" NOTHING,
        Nothing("a compile error");
    "cb0ed522a5" "v9.2" "Fix loop conditions in multifd_zstd_send_prepare and multifd_zstd_recv" NOTHING,
        NotYet("what zstd makes of bytes");
    "4ce5622908" "v9.2" "Fix rb->receivedmap cleanup race" Yes,
        Decides(|r| r.loadvm_cleanup = LoadvmCleanup::AfterChannels);
    "68e0fca625" "v9.2" "Ensure packet->ramblock is null-terminated"
        NOTHING,
        Nothing("how a name ends in a packet");
    "2e49d6a20b" "v9.2" "fix build error when qpl compression is enabled" NOTHING,
        Nothing("a compile error");
    "6dd4f44c4f" "v9.2" "Cleanup migrate_fd_cleanup() on accessing to_dst_file"
        Separable::Until("8444d09381", "that commit renamed the event that it moved"),
        Decides(|r| {
            r.file_taken = FileTaken::First;
            r.traces.migration = MigrationTrace::First;
        });
    "e620b1e477" "v9.2" "Put thread names together with macros" NOTHING,
        Nothing("names of threads; reports keep the old ones");
    "7fc8beb16e" "v9.2" "Take migration object refcount earlier for threads" Yes,
        Decides(|r| r.thread_reference = ThreadReference::ByCreator);
    "f018eb62b2" "v9.2" "Drop migration_is_setup_or_active()" Yes,
        Decides(|r| r.return_path_loop = ReturnPathLoop::Running);
    "00b4b21653" "v9.2" "Zero p->flags before starting filling a packet" Yes,
        Decides(|r| r.flags_reset = FlagsReset::BeforeJob);
    "0926c002c7" "v9.2" "fix-possible-int-overflow" NOTHING,
        Nothing("a counter");
}
