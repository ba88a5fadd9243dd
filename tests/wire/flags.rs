use model::wire::flags::{Compression, CompressionBits, DEVICE_STATE, FlagsError, SYNC};

use super::release;

const METHODS: [Compression; 6] = [
    Compression::None,
    Compression::Zlib,
    Compression::Zstd,
    Compression::Qpl,
    Compression::Uadk,
    Compression::Qatzip,
];

#[test]
fn every_flag_has_its_value() {
    assert_eq!(METHODS.map(Compression::flag), [0, 0x02, 0x04, 0x08, 0x10, 0x20]);
    assert_eq!((SYNC, DEVICE_STATE), (0x01, 0x40));
}

#[test]
fn the_mask_grows_with_the_methods() {
    let masks = ["v8.2", "v9.0", "v9.1", "v9.2"].map(|name| release(name).compression.mask());
    assert_eq!(masks, [0x0e, 0x0e, 0x1e, 0x3e]);
}

#[test]
fn what_is_no_compression_is_no_matter() {
    for method in METHODS {
        let flags = method.flag() | SYNC | DEVICE_STATE | 0xffff_ff80;
        assert_eq!(method.expect(flags, CompressionBits::Five), Ok(()));
    }
}

#[test]
fn each_method_refuses_every_other() {
    for (here, there) in METHODS.iter().flat_map(|here| METHODS.map(|there| (*here, there))) {
        let result = here.expect(there.flag(), CompressionBits::Five);
        let error = FlagsError { received: there.flag(), expected: here.flag() };
        assert_eq!(result, if here == there { Ok(()) } else { Err(error) });
    }
}

#[test]
fn v8_2_takes_what_uadk_compressed_for_plain_pages() {
    let flags = Compression::Uadk.flag();
    assert_eq!(Compression::None.expect(flags, release("v8.2").compression), Ok(()));
    let refused = FlagsError { received: 0x10, expected: 0 };
    assert_eq!(Compression::None.expect(flags, release("v9.1").compression), Err(refused));
}
