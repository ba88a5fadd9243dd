use model::{Action, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "tls-bye-concurrent-with-writer",
    summary: "The cleanup of a migration that did not succeed ends its TLS sessions, although a channel may be writing to one.",
    effect: Effect::Corruption,
    world: World { channels: 1, pages: 4, action: Action::Cancel, ..World::TLS },
    breaks: &[Pattern { wanted: Wanted::DataRace, object: "session[", function: "" }],
    fixed: Fixed::By(&["dc487044d5", "82f038d596"]),
    note: "It takes both: before dc487044d5, which came first, CANCELLING is no failure. The error of a session that cannot be ended leaks until 82f038d596, too.",
};
