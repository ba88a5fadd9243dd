use model::{Start, World};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "lockless-handoff-memory-order",
    summary: "Each barrier of the lock-less hand-off is there for a reason.",
    effect: Effect::Corruption,
    world: World { start: Start::Connected, pages: 7, ..World::PLAIN },
    breaks: &[Pattern { wanted: Wanted::DataRace, object: "pages", function: "" }],
    fixed: Fixed::Never {
        mutants: &["e2+no-fence", "e2+relaxed-clear"],
        harmless: &["e2+relaxed-publish", "e2+relaxed-take"],
    },
    note: "The two barriers on the way to the channel are not needed in this protocol: p->sem orders what they order, as long as there is one producer; since v10.0 a thread that saves a device is another.",
};
