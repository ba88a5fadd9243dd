//! The words of a world, in the order in which they are said.

use super::{
    Action, Destination, ExitOnError, FAULTS, FAULTS_MAX, FlushAt, Mode, Pause, Postcopy,
    ReturnPath, Start, Termination, Transport, World, ZEROS_MAX, ZeroCopy,
    devices::{self, Devices},
    phrase::Phrase,
    zero,
};
use crate::wire::flags::Compression;

/// The first words of a world.
pub(super) const CHANNELS: Phrase = Phrase("{0} channel{s}");

/// The words of a world after the channels.
pub(super) const ROUNDS: Phrase = Phrase("{0} round{s} of {1} page{s}");

/// Values of which a world has one. The usual one goes without saying: its words are empty.
pub(super) trait Choice: Copy + 'static {
    /// Each, and its words.
    const ALL: &'static [(Self, Phrase)];

    /// The words of this one.
    fn words(self) -> &'static str;
}

macro_rules! choices {
    ($($choice:ident { $($value:ident: $words:literal,)+ })+) => {
        $(impl Choice for $choice {
            const ALL: &'static [(Self, Phrase)] =
                &[$(($choice::$value, Phrase($words))),+];

            fn words(self) -> &'static str {
                match self { $($choice::$value => $words,)+ }
            }
        })+
    };
}

choices! {
    Transport {
        Socket: "sockets",
        Tls: "TLS",
        File: "a file",
    }
    Start {
        Migrate: "",
        Connected: "already connected",
        Both: "both hosts",
        Incoming: "the destination alone",
    }
    Destination {
        Concurrent: "",
        Serial: "serial handshakes",
    }
    Mode {
        Normal: "",
        CprReboot: "CPR",
    }
    Termination {
        Clean: "",
        Any: "sessions may just end",
    }
    FlushAt {
        Round: "",
        Section: "flushed after each section",
        SectionOfSource: "flushed after each section by the source alone",
        SectionOfDestination: "flushed after each section by the destination alone",
    }
    ReturnPath {
        None: "",
        Answers: "return path",
        Stalls: "return path stalls",
        Fails: "return path reports an error",
    }
    Pause {
        Never: "",
        Continued: "paused before the switchover",
        ContinuedAnyhow: "paused before the switchover and continued in any state",
    }
    Postcopy {
        Never: "",
        Started: "postcopy",
    }
    ExitOnError {
        On: "",
        Off: "no exit on error",
    }
    Compression {
        None: "",
        Zlib: "zlib",
        Zstd: "zstd",
        Qpl: "qpl",
        Uadk: "uadk",
        Qatzip: "qatzip",
    }
    ZeroCopy {
        Off: "",
        On: "zero-copy",
    }
}

/// One thing that can be said of a world.
pub(super) struct Clause {
    /// The times that it may be said.
    pub(super) times: Times,
    /// The words for a world.
    pub(super) says: fn(&World) -> Vec<String>,
    /// Returns true if these are words of the clause; then the world is as they say. A number may
    /// be too large.
    pub(super) hears: fn(&mut World, &str) -> Result<bool, TooLarge>,
    /// The phrases that may be said.
    pub(super) phrases: fn() -> Vec<Phrase>,
}

/// Times that something may be said of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// Once.
    Once,
    /// So often, of what has this name.
    AtMost(usize, &'static str),
}

/// A number that no world has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge(pub(super) u64);

macro_rules! choice {
    ($field:ident: $choice:ty) => {
        Clause {
            times: Times::Once,
            says: |world| spoken(world.$field.words()),
            hears: |world, words| Ok(choose(&mut world.$field, words)),
            phrases: all::<$choice>,
        }
    };
}

/// Everything that is said of a world behind its size, in this order.
pub(super) const CLAUSES: [Clause; 16] = [
    choice!(transport: Transport),
    choice!(start: Start),
    choice!(destination: Destination),
    DEVICES,
    choice!(mode: Mode),
    choice!(termination: Termination),
    choice!(flush: FlushAt),
    choice!(return_path: ReturnPath),
    choice!(pause: Pause),
    choice!(postcopy: Postcopy),
    choice!(exit_on_error: ExitOnError),
    choice!(compression: Compression),
    choice!(zero_copy: ZeroCopy),
    ZEROS,
    WRONG,
    choice!(action: Action),
];

const DEVICES: Clause = Clause {
    times: Times::Once,
    says: |world| match world.devices {
        Devices::NONE => vec![],
        Devices { count, packets } => vec![devices::WORDS.say([count, packets])],
    },
    hears: |world, words| {
        let heard = numbers(devices::WORDS, words)?;
        let devices = heard.map(|[count, packets]| Devices { count, packets });
        Ok(devices.map(|devices| world.devices = devices).is_some())
    },
    phrases: || vec![devices::WORDS],
};

const ZEROS: Clause = Clause {
    times: Times::AtMost(ZEROS_MAX, "pages that are zero"),
    says: |world| world.zeros.iter().flatten().map(ToString::to_string).collect(),
    hears: |world, words| {
        let heard = numbers(zero::WORDS, words)?;
        Ok(heard.map(|[page, round]| *world = world.zero(page, round)).is_some())
    },
    phrases: || vec![zero::WORDS],
};

const WRONG: Clause = Clause {
    times: Times::AtMost(FAULTS_MAX, "things that go wrong"),
    says: |world| world.faults.iter().flatten().map(ToString::to_string).collect(),
    hears: |world, words| {
        for row in FAULTS {
            if let Some([place, number]) = numbers(row.words, words)? {
                *world = world.fault(place, (row.kind)(number));
                return Ok(true);
            }
        }
        Ok(false)
    },
    phrases: || FAULTS.iter().map(|row| row.words).collect(),
};

fn spoken(words: &str) -> Vec<String> {
    if words.is_empty() { vec![] } else { vec![words.to_string()] }
}

/// Returns true if these are the words of a value; then it is chosen.
fn choose<C: Choice>(chosen: &mut C, words: &str) -> bool {
    let named = C::ALL.iter().find(|(value, _)| !words.is_empty() && value.words() == words);
    named.map(|(value, _)| *chosen = *value).is_some()
}

fn all<C: Choice>() -> Vec<Phrase> {
    let spoken = C::ALL.iter().filter(|(value, _)| !value.words().is_empty());
    spoken.map(|(_, phrase)| *phrase).collect()
}

/// The numbers in `words`, if they are this phrase.
pub(super) fn numbers(phrase: Phrase, words: &str) -> Result<Option<[u8; 2]>, TooLarge> {
    let Some(heard) = phrase.heard_in(words) else { return Ok(None) };
    let mut numbers = [0; 2];
    for (number, heard) in numbers.iter_mut().zip(heard) {
        *number = u8::try_from(heard).map_err(|_| TooLarge(heard))?;
    }
    Ok(Some(numbers))
}

/// Everything that can be said of a world, each line what has one value: its size first.
pub fn vocabulary() -> Vec<Vec<Phrase>> {
    let size = [vec![CHANNELS], vec![ROUNDS]];
    size.into_iter().chain(CLAUSES.iter().map(|clause| (clause.phrases)())).collect()
}
