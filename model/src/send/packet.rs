//! A packet as it is filled, and what must hold of each.

use sim_io::{Name, broken, qatomic_fetch_inc_unseen};

use super::{MULTIFD_FLAG_SYNC, Pages, SendParams};
use crate::{
    events,
    revision::{PacketNumber, SendTrace},
    rules::{self, Rule},
    source::Source,
};

/// Contents of a packet.
#[derive(Clone, Copy)]
pub(crate) struct Packet {
    /// The number of pages that it carries.
    pub(crate) pages: u64,
    /// Its flags.
    pub(crate) flags: u32,
}

impl Packet {
    /// Returns true if it asks for a sync.
    pub(crate) fn is_sync(self) -> bool {
        self.flags & MULTIFD_FLAG_SYNC != 0
    }
}

impl Source {
    /// `multifd_send_fill_packet`: gives the packet its number.
    pub(crate) fn multifd_send_fill_packet(&self, p: &SendParams, packet: Packet) -> u64 {
        let (number, is_new) = match self.revision.packet_number {
            PacketNumber::AtQueue => {
                let number = p.packet_num.get();
                (number, self.is_new_of_channel(p, number))
            }
            PacketNumber::AtFill => {
                let number = qatomic_fetch_inc_unseen(self.send.packet_num);
                // As many have been given before as are below it.
                (number, number >= self.send.numbered.count_unseen())
            }
        };
        p.failed_flags.set(u64::from(packet.flags));
        if !is_new {
            self.broke(p, rules::S6, format!("packet number {number} a second time"));
        }
        self.check_contents(p, packet);
        number
    }

    /// The events of a packet that is about to be written, with the pages of `job` if it
    /// is no SYNC of its own.
    pub(crate) fn trace_send(
        &self,
        p: &SendParams,
        number: u64,
        packet: Packet,
        job: Option<&Pages>,
    ) {
        match (self.revision.traces.send, job) {
            (SendTrace::Jobs, None) => (),
            (SendTrace::Jobs, Some(_)) | (SendTrace::EveryPacket, _) => {
                events::multifd_send(p.id, number, packet.pages, packet.flags);
            }
            (SendTrace::Filled, _) => {
                if let Some(pages) = job {
                    let zero = self.zero_pages(packet, pages);
                    events::multifd_send_ram_fill(p.id, packet.pages - zero, zero);
                }
                events::multifd_send_fill(p.id, number, packet.flags);
            }
        }
    }

    /// The migration thread asks for a packet.
    pub(crate) fn number_request(&self, p: &SendParams) {
        match self.revision.packet_number {
            PacketNumber::AtQueue => {
                let number = self.send.packet_num_queued.get();
                p.packet_num.set(number);
                self.send.packet_num_queued.set(number + 1);
            }
            PacketNumber::AtFill => (),
        }
    }

    /// Returns true if a channel has not filled a packet with this number before. It is given
    /// numbers that no other channel is, and they only grow.
    fn is_new_of_channel(&self, p: &SendParams, number: u64) -> bool {
        let last = p.last_number.get();
        p.last_number.set(number + 1);
        number >= last
    }

    fn check_contents(&self, p: &SendParams, packet: Packet) {
        if packet.is_sync() && packet.pages > 0 {
            self.broke(p, rules::S8, format!("SYNC rides with {} pages", packet.pages));
        }
        if !packet.is_sync() && packet.pages == 0 {
            self.broke(p, rules::S8, "a packet without pages and without SYNC".into());
        }
    }

    /// A rule is broken at a channel.
    pub(crate) fn broke(&self, p: &SendParams, rule: Rule, detail: String) {
        broken(rule.name, Name::indexed("params", p.id), &detail);
    }
}
