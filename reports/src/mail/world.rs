//! The world of a mail, in prose.

use model::{
    Action, Destination, Fault, FaultKind, Mode, Pause, Postcopy, ReturnPath, Start, Transport,
    World, wire::flags::Compression,
};

/// The world that a failure takes, in two or three sentences.
pub(super) fn prose(world: &World) -> String {
    let mut sentences = vec![capital(&format!("{}.", setting(world)))];
    let mut mishaps: Vec<String> =
        world.faults.iter().flatten().map(|fault| mishap(fault, world)).collect();
    mishaps.extend(return_path(world.return_path).map(str::to_string));
    let acted = action(world.action);
    match (mishaps.is_empty(), acted) {
        (true, None) => sentences.push("No fault is needed.".into()),
        (true, Some(acted)) => sentences.push(format!("{acted}; no fault is needed.")),
        (false, None) => {
            sentences
                .push(format!("{}; no other fault is needed.", capital(&mishaps.join(", and "))));
        }
        (false, Some(acted)) => {
            sentences.push(format!("{}. {acted}.", capital(&mishaps.join(", and "))));
        }
    }
    sentences.join(" ")
}

/// The size of the migration, and what it is over.
fn setting(world: &World) -> String {
    let channels = counted(world.channels, "channel");
    let over = match world.transport {
        Transport::Socket => "over plain sockets",
        Transport::Tls => "over TLS",
        Transport::File => "on a file",
    };
    let mut parts = vec![format!("{channels} {over}")];
    if world.rounds > 0 {
        parts.push(format!("{} of dirty pages", counted(world.rounds, "round")));
    }
    match world.start {
        Start::Migrate | Start::Connected => (),
        Start::Both => parts.push("both hosts".into()),
        Start::Incoming => parts.push("the destination alone".into()),
    }
    parts.extend(compression(world.compression).map(str::to_string));
    if world.devices.count > 0 {
        let devices = counted(world.devices.count, "device");
        parts.push(
            format!("{devices} that send their state over multifd")
                .replace("device that send their", "device that sends its"),
        );
    }
    parts.extend(around(world).into_iter().map(str::to_string));
    for zero in world.zeros.iter().flatten() {
        parts.push(zero.to_string());
    }
    parts.join(", ")
}

fn around(world: &World) -> Vec<&'static str> {
    let mut parts = vec![];
    match world.return_path {
        ReturnPath::None => (),
        ReturnPath::Answers | ReturnPath::Stalls | ReturnPath::Fails => {
            parts.push("a return path");
        }
    }
    match world.pause {
        Pause::Never => (),
        Pause::Continued | Pause::ContinuedAnyhow => parts.push("pause-before-switchover"),
    }
    match world.postcopy {
        Postcopy::Never => (),
        Postcopy::Started => parts.push("postcopy"),
    }
    match world.mode {
        Mode::Normal => (),
        Mode::CprReboot => parts.push("cpr-reboot"),
    }
    match world.destination {
        Destination::Concurrent => (),
        Destination::Serial => parts.push("handshakes one after the other"),
    }
    match world.zero_copy {
        model::ZeroCopy::Off => (),
        model::ZeroCopy::On => parts.push("zero-copy-send"),
    }
    match world.exit_on_error {
        model::ExitOnError::On => (),
        model::ExitOnError::Off => parts.push("exit-on-error=off"),
    }
    parts
}

fn return_path(return_path: ReturnPath) -> Option<&'static str> {
    match return_path {
        ReturnPath::None | ReturnPath::Answers => None,
        ReturnPath::Stalls => Some("the destination says nothing over the return path"),
        ReturnPath::Fails => Some("the destination reports an error over the return path"),
    }
}

fn action(action: Action) -> Option<&'static str> {
    match action {
        Action::None => None,
        Action::Cancel => Some("The user cancels"),
        Action::Yank => Some("The user yanks the migration"),
        Action::YankDestination => Some("The user yanks the destination"),
        Action::Query => Some("The user asks for query-migrate"),
        Action::Again => Some("The user migrates again"),
        Action::RaiseChannels => Some("Management raises multifd-channels"),
        Action::LowerChannels => Some("Management lowers multifd-channels"),
        Action::SwitchOff => Some("Management switches multifd off"),
        Action::Quit => Some("The user quits"),
    }
}

/// A fault as a clause. Where the world's own words are one already, they stay.
fn mishap(fault: &Fault, world: &World) -> String {
    let channel = fault.channel;
    // The file of the main channel is behind those of the channels.
    let file = if channel < world.channels {
        format!("channel {channel}")
    } else {
        "the main channel".into()
    };
    match fault.kind {
        FaultKind::Refused => format!("the connection of channel {channel} is refused"),
        FaultKind::Handshake => format!("the TLS handshake of channel {channel} fails"),
        FaultKind::HandshakeStalls => format!("the TLS handshake of channel {channel} stalls"),
        FaultKind::TlsClient => format!("channel {channel} gets no TLS session"),
        FaultKind::TlsServer => format!("connection {channel} gets no TLS session"),
        FaultKind::Reset(at) => {
            format!("the peer resets channel {channel} at its {} write", ordinal(at))
        }
        FaultKind::Stall(at) => {
            format!("the peer stops reading channel {channel} at its {} write", ordinal(at))
        }
        FaultKind::Main(at) => {
            format!("the peer resets the main channel at its {} write", ordinal(at))
        }
        FaultKind::NoSpace(at) => {
            format!("the disk is full at the {} write of {file}", ordinal(at))
        }
        FaultKind::ReadError(at) => {
            format!("the {} read of {file} fails", ordinal(at))
        }
        FaultKind::ExtraConnection => "a stranger connects and hangs up".into(),
        FaultKind::StrayConnection => "another machine connects a channel and hangs up".into(),
        FaultKind::Unacknowledged => {
            format!("the kernel acknowledges nothing of what channel {channel} sends")
        }
        FaultKind::HandshakeRejected
        | FaultKind::SendSetup
        | FaultKind::SendPrepare
        | FaultKind::RecvSetup
        | FaultKind::Notifier
        | FaultKind::SaveSetup
        | FaultKind::SaveComplete
        | FaultKind::SaveThread(_)
        | FaultKind::LoadBuffer(_)
        | FaultKind::LoadThread(_)
        | FaultKind::StrayPost
        | FaultKind::Truncated(_)
        | FaultKind::Closed(_)
        | FaultKind::InitMagic
        | FaultKind::InitUuid
        | FaultKind::InitId(_)
        | FaultKind::PacketMagic(_)
        | FaultKind::LateGarbage
        | FaultKind::Open
        | FaultKind::DiskStalls
        | FaultKind::CloseFails
        | FaultKind::FileEnds(_)
        | FaultKind::Flush
        | FaultKind::NoBuffers(_) => fault.to_string(),
    }
}

/// The n-th, from 0.
fn ordinal(nth: u8) -> String {
    const WORDS: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth"];
    WORDS.get(usize::from(nth)).map_or_else(|| format!("{}th", nth + 1), |word| (*word).into())
}

fn counted(count: u8, noun: &str) -> String {
    const WORDS: &[&str] = &["no", "one", "two", "three", "four", "five", "six"];
    let plural = if count == 1 { "" } else { "s" };
    let word = WORDS.get(usize::from(count));
    let word = word.map_or_else(|| count.to_string(), |word| (*word).into());
    format!("{word} {noun}{plural}")
}

pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn compression(method: Compression) -> Option<&'static str> {
    match method {
        Compression::None => None,
        Compression::Zlib => Some("zlib"),
        Compression::Zstd => Some("zstd"),
        Compression::Qpl => Some("qpl"),
        Compression::Uadk => Some("uadk"),
        Compression::Qatzip => Some("qatzip"),
    }
}
