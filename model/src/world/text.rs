//! A world in words.

use std::fmt;

use super::{Destination, Fault, FaultKind, Start, Transport, World};
use crate::wire::flags::Compression;

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: u8| if count == 1 { "" } else { "s" };
        write!(f, "{} channel{}", self.channels, plural(self.channels))?;
        write!(f, ", {} round{}", self.rounds, plural(self.rounds))?;
        write!(f, " of {} page{}", self.pages, plural(self.pages))?;
        match self.transport {
            Transport::Socket => write!(f, ", sockets")?,
            Transport::Tls => write!(f, ", TLS")?,
            Transport::File => write!(f, ", a file")?,
        }
        match self.start {
            Start::Migrate => (),
            Start::Connected => write!(f, ", already connected")?,
            Start::Both => write!(f, ", both hosts")?,
            Start::Incoming => write!(f, ", the destination alone")?,
        }
        match self.destination {
            Destination::Concurrent => (),
            Destination::Serial => write!(f, ", serial handshakes")?,
        }
        write!(f, "{}{}{}{}", self.devices, self.mode, self.termination, self.flush)?;
        write!(f, "{}{}{}", self.return_path, self.pause, self.postcopy)?;
        write!(f, "{}", self.exit_on_error)?;
        match self.compression {
            Compression::None => (),
            method => write!(f, ", {method}")?,
        }
        write!(f, "{}", self.zero_copy)?;
        for zero in self.zeros.iter().flatten() {
            write!(f, ", {zero}")?;
        }
        for fault in self.faults.iter().flatten() {
            write!(f, ", {fault}")?;
        }
        write!(f, "{}", self.action)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let channel = self.channel;
        match self.kind {
            FaultKind::Refused => write!(f, "channel {channel} refused"),
            FaultKind::TlsClient => write!(f, "no TLS client for channel {channel}"),
            FaultKind::Handshake => write!(f, "handshake of channel {channel} fails"),
            FaultKind::HandshakeRejected => {
                write!(f, "the client of channel {channel} is rejected")
            }
            FaultKind::TlsServer => write!(f, "no TLS server for channel {channel}"),
            FaultKind::HandshakeStalls => write!(f, "handshake of channel {channel} stalls"),
            FaultKind::Reset(at) => write!(f, "channel {channel} reset at write {at}"),
            FaultKind::Stall(at) => write!(f, "channel {channel} stalls at write {at}"),
            FaultKind::Main(at) => write!(f, "main channel reset at write {at}"),
            FaultKind::SendSetup => write!(f, "send_setup of channel {channel} fails"),
            FaultKind::SendPrepare => write!(f, "send_prepare of channel {channel} fails"),
            FaultKind::RecvSetup => write!(f, "recv_setup of channel {channel} fails"),
            FaultKind::Notifier => write!(f, "a notifier objects"),
            FaultKind::SaveSetup => write!(f, "the setup of a device fails"),
            FaultKind::SaveComplete => write!(f, "the state of a device cannot be saved"),
            FaultKind::SaveThread(at) => {
                write!(f, "packet {at} of device {channel} cannot be saved")
            }
            FaultKind::LoadBuffer(at) => write!(f, "packet {at} of device {channel} is refused"),
            FaultKind::LoadThread(at) => {
                write!(f, "packet {at} of device {channel} cannot be loaded")
            }
            FaultKind::StrayPost => write!(f, "a stray post for channel {channel}"),
            FaultKind::Truncated(at) => write!(f, "message {at} of connection {channel} is cut"),
            FaultKind::Closed(at) => write!(f, "connection {channel} ends before message {at}"),
            FaultKind::InitMagic => write!(f, "connection {channel} is not multifd's"),
            FaultKind::InitUuid => write!(f, "connection {channel} is another machine's"),
            FaultKind::InitId(id) => write!(f, "connection {channel} says that it is {id}"),
            FaultKind::PacketMagic(at) => {
                write!(f, "message {at} of connection {channel} is no packet")
            }
            FaultKind::LateGarbage => write!(f, "connection {channel} brings garbage at last"),
            FaultKind::ExtraConnection => write!(f, "somebody else connects"),
            FaultKind::StrayConnection => write!(f, "another machine connects a channel"),
            FaultKind::Open => write!(f, "the file cannot be opened for channel {channel}"),
            FaultKind::NoSpace(at) => write!(f, "no space at write {at} of channel {channel}"),
            FaultKind::DiskStalls => write!(f, "the disk stalls for channel {channel}"),
            FaultKind::CloseFails => write!(f, "the file of channel {channel} fails to close"),
            FaultKind::ReadError(at) => write!(f, "read {at} of channel {channel} fails"),
            FaultKind::Unacknowledged => {
                write!(f, "nobody acknowledges what channel {channel} sends")
            }
            FaultKind::Flush => write!(f, "the error queue of channel {channel} cannot be read"),
            FaultKind::NoBuffers(at) => {
                write!(f, "the error queue of channel {channel} is full at page write {at}")
            }
            FaultKind::FileEnds(0) => write!(f, "the file ends in its header"),
            FaultKind::FileEnds(1) => write!(f, "the file ends in its bitmap"),
            FaultKind::FileEnds(piece) => write!(f, "the file ends in piece {piece}"),
        }
    }
}
