//! The output of the program, and the terminal or file that shows it.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::{
    interrupt::Signals,
    lanes::{Layout, Paint},
    progress::Medium,
};

/// The columns of what is not a terminal: as wide as an e-mail bears.
const PLAIN_COLUMNS: usize = 100;

/// Results on one side, the rest on the other.
pub struct Console<'a> {
    /// Results.
    pub(crate) out: Box<dyn Write + 'a>,
    /// Everything else.
    pub(crate) err: Box<dyn Write + 'a>,
    /// The layout of results.
    pub(crate) layout: Layout,
    /// The medium that shows the progress.
    pub(crate) medium: Medium,
    /// The handling of signals: whether they end a command in order.
    pub(crate) signals: Signals,
}

impl<'a> Console<'a> {
    /// A console that is no terminal.
    pub fn plain(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Console<'a> {
        let layout = Layout { columns: PLAIN_COLUMNS, paint: Paint::Plain };
        let (medium, signals) = (Medium::Lines, Signals::Left);
        Console { out: Box::new(out), err: Box::new(err), layout, medium, signals }
    }

    /// The console of this process.
    pub fn of_process() -> Console<'static> {
        let terminal = io::stdout().is_terminal();
        let layout = Layout {
            columns: if terminal { terminal_columns() } else { PLAIN_COLUMNS },
            paint: if terminal && takes_colours() { Paint::Coloured } else { Paint::Plain },
        };
        let medium = if io::stderr().is_terminal() { Medium::Bar } else { Medium::Lines };
        let out = Box::new(BufWriter::new(io::stdout()));
        Console { out, err: Box::new(io::stderr()), layout, medium, signals: Signals::Heeded }
    }
}

/// Returns true if the terminal takes colours, and the user wants them (<https://no-color.org>).
fn takes_colours() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    set("NO_COLOR").is_none() && set("TERM").is_none_or(|terminal| terminal != "dumb")
}

fn terminal_columns() -> usize {
    let columns = comfy_table::Table::new().width().map_or(PLAIN_COLUMNS, usize::from);
    columns.clamp(60, 200)
}
