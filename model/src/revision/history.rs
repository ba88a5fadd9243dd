//! The commits, oldest first.

mod e2;
mod v10;
mod v11_0;
mod v11_1;
mod v9_0;
mod v9_1;
mod v9_2;

use super::{Patch, Separable};

/// The releases and other points of the history that have a name, and the last
/// commit of [`HISTORY`] that each contains.
pub const RELEASES: &[(&str, &str)] = &[
    ("v5.2", "a1af605bd5"),
    ("v6.0", "fca676429c"),
    ("v7.2", "077fbb5942"),
    ("v8.1", "294e5a4034"),
    ("v8.2", "967e388987"),
    ("e1v1", "859ebaf346"),
    ("e1", "488c84acb4"),
    ("e2", "93fa9dc2e0"),
    ("e3", "c9a7e83c9d"),
    ("v9.0", "30158d8850"),
    ("v9.1", "4c107870e8"),
    ("v9.2", "0926c002c7"),
    ("v10.0", "d657a14de5"),
    ("v10.1", "beeac2df5f"),
    ("v10.2", "c1116b1d73"),
    // Its multifd is that of v10.2.
    ("v10.2.2", "c1116b1d73"),
    ("v11.0", "11.0:return-path-file"),
    ("v11.1", "11.1:whole-reads-and-writes"),
];

/// The tree that `head` is, with all of [`HISTORY`].
pub(super) const HEAD: &str = "v11.1.1";

/// The day that the files of that tree have.
pub(super) const HEAD_DATE: &str = "2026-08-27";

/// The commits that touched multifd, and what else decided how its send side
/// goes, oldest first.
pub const HISTORY: &[Patch] = &joined::<{ count(PARTS) }>(PARTS);

const PARTS: &[&[Patch]] = &[
    e2::COMMITS,
    v9_0::COMMITS,
    v9_1::COMMITS,
    v9_2::COMMITS,
    v10::COMMITS,
    v11_0::COMMITS,
    v11_1::COMMITS,
];

const NOTHING: Separable = Separable::Nothing;

macro_rules! history {
    // A commit that says nothing else is one of qemu.git.
    (@id) => {
        $crate::revision::Id::Upstream
    };
    (@id $id:ident) => {
        $crate::revision::Id::$id
    };
    ($($commit:literal $($id:ident)? $release:literal $subject:literal $separable:expr, $effect:expr;)*) => {
        pub(super) const COMMITS: &[Patch] = &[$(Patch {
            commit: $commit,
            id: history!(@id $($id)?),
            release: $release,
            subject: $subject,
            separable: $separable,
            effect: $effect,
        }),*];
    };
}
use history;

const fn count(parts: &[&[Patch]]) -> usize {
    let (mut part, mut count) = (0, 0);
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

/// All parts, one after the other. Only loops and indexes can be constant.
const fn joined<const COUNT: usize>(parts: &[&[Patch]]) -> [Patch; COUNT] {
    let mut all = [parts[0][0]; COUNT];
    let (mut part, mut row, mut next) = (0, 0, 0);
    while next < COUNT {
        if row == parts[part].len() {
            (part, row) = (part + 1, 0);
        } else {
            all[next] = parts[part][row];
            (row, next) = (row + 1, next + 1);
        }
    }
    all
}
