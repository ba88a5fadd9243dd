//! The wire and the files, byte for byte.

mod device;
mod flags;
mod init;
mod mapped_ram;
mod packet;
mod received;
mod return_path;
mod stream;
mod zlib;

use model::wire::{
    Format,
    flags::CompressionBits,
    format::{Buffer, DeviceState, Reading, SyncBody, ZeroPages},
};

/// The formats of releases, in their order, with room for `page_count` pages.
fn releases(page_count: u32) -> [(&'static str, Format); 6] {
    let v8_2 = Format::origin(page_count);
    let v9_0 = Format { zero_pages: ZeroPages::Listed, ..v8_2 };
    let v9_1 = Format { compression: CompressionBits::Four, ..v9_0 };
    let v9_2 = Format {
        buffer: Buffer::Cleared,
        sync_body: SyncBody::Skipped,
        compression: CompressionBits::Five,
        ..v9_1
    };
    let v9_2_1 = Format { sync_body: SyncBody::Read, ..v9_2 };
    let v10_0 =
        Format { reading: Reading::HeaderFirst, device_state: DeviceState::Flagged, ..v9_2_1 };
    [
        ("v8.2", v8_2),
        ("v9.0", v9_0),
        ("v9.1", v9_1),
        ("v9.2", v9_2),
        ("v9.2.1", v9_2_1),
        ("v10.0", v10_0),
    ]
}

fn release(name: &str) -> Format {
    let mut releases = releases(2).into_iter();
    releases.find(|(release, _)| *release == name).expect("a release").1
}

/// Writes something where it stands.
fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}
