//! Questions to those who maintain the code.

use scenarios::{Lacking, Reason, Told};
use sim_io::Change;

use super::Ablated;
use crate::words;

impl Ablated {
    /// What nothing tells in any world that comes to it, and nobody has a reason for. `scope`
    /// says how large the worlds are.
    pub(crate) fn questions(&self, command: &str, scope: &str) -> String {
        let open: Vec<&Lacking> = self.done.iter().filter(|row| is_open(row)).collect();
        let all: String = open.iter().map(|row| self.question(row)).collect();
        format!(
            "# Is this needed?\n\n\
             Written by `multifd-sim {command}`.\n\n\
             {}. Each is about one step of the code, which was taken out, or made to do less. All \
             worlds\nbelow it were searched completely with the step and without it, and no \
             violation and no\noutcome told them apart. They are those that come to it among \
             what sweeps draw of {scope},\nand among some others, if no more schedules \
             are all of them than the command says; under\nsequential consistency, but where \
             what is taken out is a memory order. Of larger worlds nothing\nis claimed.\n{all}",
            words::count(open.len() as u64, "question"),
        )
    }

    fn question(&self, row: &Lacking) -> String {
        let (site, change) = (&row.ablation.site, row.ablation.change);
        let object = match site.object.as_str() {
            "" => String::new(),
            object => format!(" of `{object}`"),
        };
        let worlds: String = row.complete.iter().map(|world| format!("* {world}\n")).collect();
        format!(
            "\n## `{}`\n\nWhat is it for? In `{}`, `{}`{object} (place {}), where it {}:\n\n{worlds}",
            row.ablation,
            site.function,
            site.act.name(),
            site.nth,
            done(change, row.ablation.spot.names),
        )
    }
}

/// Whether it was searched in every world that comes to it, told nothing, and has no reason.
fn is_open(row: &Lacking) -> bool {
    let everywhere = row.complete.len() == row.reaching && row.reaching > 0;
    everywhere && row.told == Told::Nothing && Reason::of(&row.ablation.to_string()).is_none()
}

/// What becomes of a step.
fn done(change: Change, names: &[&'static str]) -> String {
    match change {
        Change::Dropped => "is left out".into(),
        Change::Twice => "is done twice".into(),
        Change::Always => "stores, whatever is there".into(),
        Change::Never => "never stores".into(),
        Change::Relaxed => "orders nothing".into(),
        Change::Detached => "does not wait".into(),
        Change::Gives(_) => {
            let value = change.word(names).unwrap_or_default();
            format!("gives `{value}`, whatever was read")
        }
    }
}
