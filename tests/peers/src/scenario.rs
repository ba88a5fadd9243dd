//! Searches and their aims: on the command line and in the table.

use std::{fmt, str::FromStr};

use multifd_tests::{Creation, Protocol, Transport};

/// A search that each tool is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scenario {
    pub(crate) world: Protocol,
    pub(crate) aim: Aim,
}

/// The point at which a search is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Everything was seen.
    Complete,
    /// A thread was seen that waits for ever.
    FirstHang,
}

/// Every scenario: nothing fails and all is searched, the last channel fails
/// and all is searched, and the same up to the first hang.
pub(crate) fn all() -> Vec<Scenario> {
    let complete = (2..=6).flat_map(|channels| kinds(channels, None, Aim::Complete));
    let failing = |channels: u8, aim| kinds(channels, Some(channels - 1), aim);
    let with_failure = (2..=4).flat_map(move |channels| failing(channels, Aim::Complete));
    let first = (3..=6).flat_map(move |channels| failing(channels, Aim::FirstHang));
    complete.chain(with_failure).chain(first).collect()
}

fn kinds(channels: u8, failing: Option<u8>, aim: Aim) -> impl Iterator<Item = Scenario> {
    let transports = [Transport::Plain, Transport::Tls].into_iter();
    transports.flat_map(move |transport| {
        [Creation::Fixed, Creation::Unfixed].map(|creation| {
            let world = Protocol { channels, transport, creation, failing, rounds: 1 };
            Scenario { world, aim }
        })
    })
}

impl Scenario {
    /// The scenario as one word, which [`FromStr`] reads.
    pub(crate) fn word(self) -> String {
        let Scenario { world, aim } = self;
        let Protocol { channels, failing, rounds, .. } = world;
        let transport = match world.transport {
            Transport::Plain => "plain",
            Transport::Tls => "tls",
        };
        let creation = match world.creation {
            Creation::Fixed => "fixed",
            Creation::Unfixed => "unfixed",
        };
        let failing = failing.map_or("none".into(), |channel| channel.to_string());
        let aim = match aim {
            Aim::Complete => "complete",
            Aim::FirstHang => "first-hang",
        };
        format!("{channels},{transport},{creation},{failing},{rounds},{aim}")
    }
}

impl FromStr for Scenario {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{word}: expected CHANNELS,plain|tls,fixed|unfixed,none|CHANNEL,ROUNDS,complete|first-hang"
            )
        };
        let [channels, transport, creation, failing, rounds, aim] =
            word.split(',').collect::<Vec<_>>().try_into().map_err(|_| wrong())?;
        let number = |text: &str| text.parse::<u8>().map_err(|_| wrong());
        let transport = match transport {
            "plain" => Transport::Plain,
            "tls" => Transport::Tls,
            _ => return Err(wrong()),
        };
        let creation = match creation {
            "fixed" => Creation::Fixed,
            "unfixed" => Creation::Unfixed,
            _ => return Err(wrong()),
        };
        let failing = if failing == "none" { None } else { Some(number(failing)?) };
        let aim = match aim {
            "complete" => Aim::Complete,
            "first-hang" => Aim::FirstHang,
            _ => return Err(wrong()),
        };
        let (channels, rounds) = (number(channels)?, number(rounds)?);
        let world = Protocol { channels, transport, creation, failing, rounds };
        let sane = (1..=6).contains(&channels) && rounds > 0;
        sane.then_some(Scenario { world, aim }).ok_or_else(wrong)
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let world = self.world;
        let transport = match world.transport {
            Transport::Plain => "plain",
            Transport::Tls => "TLS",
        };
        let creation = match world.creation {
            Creation::Fixed => "fixed",
            Creation::Unfixed => "unfixed",
        };
        write!(f, "{} channels, {transport}, {creation}", world.channels)?;
        if let Some(channel) = world.failing {
            write!(f, ", channel {channel} fails")?;
        }
        match self.aim {
            Aim::Complete => Ok(()),
            Aim::FirstHang => f.write_str(", first hang"),
        }
    }
}
