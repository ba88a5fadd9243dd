use serde::{Deserialize, Serialize};
use sim_io::{Name, broken, c_assert};

use crate::{rules, source::Source};

/// Reaction of a `migrate` to a last migration that is registered with yank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InstanceClash {
    /// It is refused, after it has forgotten what the last one left.
    Refused,
    /// It aborts QEMU (7e71439243).
    Aborts,
}

impl InstanceClash {
    /// The instance is still there.
    pub(crate) fn happens(self, s: &Source) {
        match self {
            InstanceClash::Refused => {
                let state = s.migration.state.peek().name();
                let detail = format!("refused for the last one, which is forgotten: {state}");
                broken(rules::L8.name, Name::of("current_migration"), &detail);
            }
            InstanceClash::Aborts => {
                c_assert(false, "!duplicate yank instance", Name::of("yank instance"));
            }
        }
    }
}
