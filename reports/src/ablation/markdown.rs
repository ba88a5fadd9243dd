//! The report that is kept.

use scenarios::{Reason, Told};

use super::{Ablated, unseen};
use crate::{
    lanes::{Layout, Paint},
    words,
};

/// The columns of a report.
const COLUMNS: usize = 72;

impl Ablated {
    /// The report that is kept: the score, what nothing tells, and everything by function.
    pub(crate) fn markdown(&self, command: &str) -> String {
        let layout = Layout { columns: COLUMNS, paint: Paint::Plain };
        let (told, open, explained) = (self.models_end(), self.open(), self.explained());
        let count = |lines: &[String]| words::number(lines.len() as u64);
        let section = |title: String, lines: &[String]| match lines.is_empty() {
            true => String::new(),
            false => format!("## {title}\n\n{}\n", lines.concat()),
        };
        let score = self.score();
        format!(
            "# Which synchronisation is needed\n\n\
             Written by `multifd-sim {command} > reports/ablation.md`.\n\n\
             Each thing that the code does to order its threads was taken out, or made to do \
             less,\none at a time, in worlds that were searched completely as they are. Needed is \
             what some\nworld shows by a violation or an outcome that it does not have otherwise. \
             Of the rest\nnothing is claimed but how many worlds were searched without it, and the reason \
             that the C of\nv10.2.2 gives where one was looked up.\n\n\
             ```text\n{score}```\n\n\
             The columns are the kinds of evidence: a violation that the catalogue does not name; \
             one\nthat it names, but that the world does not have as it is; a thread that spins; \
             an outcome\nthat appears; one that vanishes.\n\n{}{}{}\
             ## By function\n\n```text\n{}```\n",
            section(format!("Not seen to be needed ({})", count(&open)), &open),
            section(format!("Not needed here, for a reason ({})", count(&explained)), &explained),
            section(format!("Where the model ends ({})", count(&told)), &told),
            self.rows(layout),
        )
    }

    /// The ablations that nothing tells, and for which there is no reason.
    fn open(&self) -> Vec<String> {
        let silent = self.done.iter().filter(|row| row.told == Told::Nothing);
        let open = silent.filter(|row| Reason::of(&row.ablation.to_string()).is_none());
        open.map(|row| format!("* `{}`: {}\n", row.ablation, unseen(row).0)).collect()
    }

    fn explained(&self) -> Vec<String> {
        let silent = self.done.iter().filter(|row| row.told == Told::Nothing);
        let line = silent.filter_map(|row| {
            let reason = Reason::of(&row.ablation.to_string())?;
            Some(format!("* `{}`: {}\n", row.ablation, reason.text()))
        });
        line.collect()
    }

    fn models_end(&self) -> Vec<String> {
        let line = self.done.iter().filter_map(|row| match &row.told {
            Told::NoModel(text) => Some(format!("* `{}`: {text}\n", row.ablation)),
            Told::Needed(_) | Told::Nothing => None,
        });
        line.collect()
    }
}
