use serde::{Deserialize, Serialize};

use sim_io::{Plain, g_free};

use crate::send::{Pages, Payload, SendState};

/// Owner of the set that the migration thread fills, and the way a set says that it is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SlotOwner {
    /// `multifd_send_state` has it from the setup to the cleanup; without pages it is empty.
    SendState,
    /// RAM, a client of `multifd_send`, has it from `ram_save_setup` to `ram_save_cleanup`; its
    /// type says whether it is empty, and how many pages it has is reset when it is filled
    /// again (a71ef5c7f3).
    Client,
}

impl SlotOwner {
    /// The setup allocates what belongs to the state.
    pub(crate) fn state_allocated(self, send: &SendState) {
        match self {
            SlotOwner::SendState => send.allocate_spare(send.pages),
            SlotOwner::Client => (),
        }
    }

    /// `multifd_ram_save_setup`.
    pub(crate) fn ram_set_up(self, send: &SendState) {
        match self {
            SlotOwner::SendState => (),
            SlotOwner::Client => {
                send.allocate_spare(send.ram.slot);
                send.ram.there.set(true);
            }
        }
    }

    /// `multifd_ram_save_cleanup`, which runs whether there was a setup or not.
    pub(crate) fn ram_cleaned_up(self, send: &SendState) {
        match self {
            SlotOwner::Client if send.ram.there.get() => {
                g_free(send.page_set(send.ram.slot.get()).memory);
                send.ram.there.set(false);
            }
            SlotOwner::Client | SlotOwner::SendState => (),
        }
    }

    /// The cleanup frees what belongs to the state.
    pub(crate) fn state_freed(self, send: &SendState) {
        match self {
            SlotOwner::SendState => g_free(send.page_set(send.pages.get()).memory),
            SlotOwner::Client => (),
        }
    }

    /// Returns the set that the migration thread fills.
    pub(crate) fn slot(self, send: &SendState) -> Plain<u32> {
        match self {
            SlotOwner::SendState => send.pages,
            SlotOwner::Client => send.ram.slot,
        }
    }

    /// A page is about to be put into a set.
    pub(crate) fn filling(self, pages: &Pages) {
        match self {
            SlotOwner::Client if pages.payload.get() == Payload::None => {
                pages.multifd_pages_reset();
                pages.payload.set(Payload::Ram);
            }
            SlotOwner::Client | SlotOwner::SendState => (),
        }
    }

    /// Returns the number of pages of a set that are there to be sent.
    pub(crate) fn len(self, pages: &Pages) -> u64 {
        match self {
            SlotOwner::Client if pages.payload.get() != Payload::Ram => 0,
            SlotOwner::Client | SlotOwner::SendState => pages.num.get(),
        }
    }

    /// Returns true if there is nothing in a set, pages or other.
    pub(crate) fn is_empty(self, data: &Pages) -> bool {
        match self {
            SlotOwner::SendState => data.num.get() == 0,
            SlotOwner::Client => data.payload.get() == Payload::None,
        }
    }

    /// The channel is done with a set.
    pub(crate) fn emptied(self, pages: &Pages) {
        match self {
            SlotOwner::SendState => pages.multifd_pages_reset(),
            SlotOwner::Client => pages.payload.set(Payload::None),
        }
    }

    /// Names the condition of the asserts that look for pages.
    pub(crate) fn condition(self) -> &'static str {
        match self {
            SlotOwner::SendState => "pages->num",
            SlotOwner::Client => "!multifd_payload_empty(p->data)",
        }
    }

    /// Names the function that hands a set over.
    pub(crate) fn send_function(self) -> &'static str {
        match self {
            SlotOwner::SendState => "multifd_send_pages",
            SlotOwner::Client => "multifd_send",
        }
    }
}
