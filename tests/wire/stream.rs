use model::wire::stream::{
    Block, Channel, CompressedPages, Flush, PageKind, PagesIn, Token, TokenError, Tokens, classify,
};
use proptest::{prelude::*, sample::select};

const V10: Tokens = Tokens {
    page_size: 4096,
    compressed_pages: CompressedPages::Removed,
    flush: Flush::Known,
    pages: PagesIn::Channels,
};
const V8_2: Tokens = Tokens { compressed_pages: CompressedPages::Refused, ..V10 };
const V7_2: Tokens = Tokens { flush: Flush::Unknown, ..V8_2 };
const FILE: Tokens = Tokens { pages: PagesIn::MappedRam, ..V10 };

fn page(kind: PageKind, block: Block) -> Token {
    Token::Page { kind, block, offset: 0x0123_4567_89ab_c000 }
}

/// Every token, and its bytes.
fn tokens() -> [(Token, [u8; 8]); 9] {
    let at = |flags: [u8; 2]| [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xc0 | flags[0], flags[1]];
    [
        (page(PageKind::Zero, Block::Named), at([0, 0x02])),
        (Token::MemSize(0x4000_0000), [0, 0, 0, 0, 0x40, 0, 0, 0x04]),
        (page(PageKind::Plain, Block::Named), at([0, 0x08])),
        (Token::Eos, [0, 0, 0, 0, 0, 0, 0, 0x10]),
        (page(PageKind::Plain, Block::Same), at([0, 0x28])),
        (page(PageKind::Xbzrle, Block::Same), at([0, 0x60])),
        (Token::Hook, [0, 0, 0, 0, 0, 0, 0, 0x80]),
        (page(PageKind::Compressed, Block::Named), at([1, 0])),
        (Token::MultifdFlush, [0, 0, 0, 0, 0, 0, 2, 0]),
    ]
}

fn combination(flags: u64) -> Result<Token, TokenError> {
    Err(TokenError::Combination { flags })
}

#[test]
fn every_token_has_its_bytes() {
    for (token, bytes) in tokens() {
        assert_eq!(token.encode(), bytes, "{token:?}");
    }
}

#[test]
fn every_token_is_understood_where_pages_may_come_compressed() {
    let all = Tokens { compressed_pages: CompressedPages::Taken, ..V8_2 };
    for (token, bytes) in tokens() {
        assert_eq!(all.decode(bytes), Ok(token));
    }
}

#[test]
fn a_compressed_page_is_refused_where_the_capability_is_off_and_unknown_since_it_went() {
    let token = page(PageKind::Compressed, Block::Same).encode();
    assert_eq!(V8_2.decode(token), Err(TokenError::Refused { flags: 0x100 }));
    assert_eq!(V10.decode(token), combination(0x120));
}

#[test]
fn a_flush_means_nothing_to_v7_2() {
    assert_eq!(V7_2.decode(Token::MultifdFlush.encode()), combination(0x200));
}

#[test]
fn a_file_has_blocks_and_an_end_but_neither_pages_nor_flushes() {
    let understood = tokens().into_iter().filter(|(_, bytes)| FILE.decode(*bytes).is_ok());
    let understood: Vec<Token> = understood.map(|(token, _)| token).collect();
    assert_eq!(understood, [Token::MemSize(0x4000_0000), Token::Eos]);
    let both = (0x2a8u64 | 0x10).to_be_bytes();
    assert_eq!(FILE.decode(both), Err(TokenError::Refused { flags: 0x288 }));
}

#[test]
fn flags_that_do_not_go_together_mean_nothing() {
    for flags in [0u64, 0x01, 0x0a, 0x18, 0x20, 0x400, 0x800] {
        assert_eq!(V10.decode((0x7000 | flags).to_be_bytes()), combination(flags));
    }
}

#[test]
fn the_address_of_a_token_that_needs_none_is_not_looked_at() {
    assert_eq!(V10.decode(0x7030u64.to_be_bytes()), Ok(Token::Eos));
}

#[test]
#[should_panic(expected = "has flags in it")]
fn an_address_with_flags_in_it_cannot_be_sent() {
    Token::MemSize(0x4000_0010).encode();
}

#[test]
fn a_channel_is_told_by_its_first_four_bytes() {
    assert_eq!(classify(*b"QEVM"), Channel::Main);
    assert_eq!(classify([0x11, 0x22, 0x33, 0x44]), Channel::Multifd);
    assert_eq!(classify([0x44, 0x33, 0x22, 0x11]), Channel::Unknown(0x4433_2211));
}

proptest! {
    #[test]
    fn any_word_is_a_token_or_refused(
        flags in (0u32..12, 0u32..12).prop_map(|(one, two)| 1u64 << one | 1 << two),
        address: u64,
        here in select(&[V7_2, V8_2, V10, FILE][..]),
    ) {
        let word = (address & !0xfff) | flags;
        let Ok(token) = here.decode(word.to_be_bytes()) else { return Ok(()) };
        let again = u64::from_be_bytes(token.encode());
        // A token without an address, or that asks for no block, loses these.
        prop_assert_eq!(again & !0x20 & 0xfff, flags & !0x20);
        prop_assert_eq!(here.decode(token.encode()), Ok(token));
    }
}
