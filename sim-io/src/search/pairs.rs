//! The operations that have raced, and their order.

use std::collections::BTreeMap;

use crate::{
    machine::{Machine, footprint::Mode, mix},
    object::ThreadId,
    search::announced::uses,
};

/// The most pairs that are told apart: memory stays bounded.
const PAIRS_MAX: usize = 1 << 16;

/// A step as the text of a program has it: its thread, its kind, and its function.
type Site = u64;

/// The last step that changed an object.
#[derive(Clone, Copy)]
struct Last {
    thread: ThreadId,
    mode: Mode,
    site: Site,
}

/// The pairs of racing operations that were seen next to each other.
#[derive(Default)]
pub(crate) struct Pairs {
    /// The number of each pair.
    numbers: BTreeMap<u64, usize>,
    /// The number of executions that showed it.
    seen: Vec<u64>,
    /// The pairs of this execution, and whether each is among them.
    shown: Vec<usize>,
    is_shown: Vec<bool>,
    last: Vec<Option<Last>>,
    /// The last pair of this execution that no other has shown: what leads to it
    /// has led to those before.
    new: Option<usize>,
}

impl Pairs {
    pub(crate) fn begin(&mut self) {
        self.last.clear();
        self.shown.drain(..).for_each(|pair| self.is_shown[pair] = false);
        self.new = None;
    }

    /// `thread` takes its announced operation.
    pub(crate) fn note(&mut self, machine: &Machine, thread: ThreadId) {
        for (object, mode) in uses(machine, thread) {
            let index = usize::from(object.0);
            if index >= self.last.len() {
                self.last.resize(index + 1, None);
            }
            let site = site(machine, thread, index, mode);
            if let Some(last) = self.last[index]
                && last.thread != thread
                && last.mode.depends(mode)
            {
                self.show(mix(last.site, site));
            }
            if mode != Mode::Read {
                self.last[index] = Some(Last { thread, mode, site });
            }
        }
    }

    fn show(&mut self, pair: u64) {
        let number = match self.numbers.get(&pair) {
            Some(number) => *number,
            None if self.seen.len() >= PAIRS_MAX => return,
            None => self.add(pair),
        };
        if !std::mem::replace(&mut self.is_shown[number], true) {
            self.seen[number] += 1;
            self.shown.push(number);
        }
    }

    fn add(&mut self, pair: u64) -> usize {
        let number = self.seen.len();
        self.numbers.insert(pair, number);
        self.seen.push(0);
        self.is_shown.push(false);
        self.new = Some(number);
        number
    }

    /// The execution is over: a pair that it was the first to show.
    pub(crate) fn end(&mut self) -> Option<usize> {
        self.new.take()
    }

    /// The objects that made the search branch, most first, if [counted](super::Counts).
    pub(crate) fn times(&self, pair: usize) -> u64 {
        self.seen[pair]
    }
}

/// The site of a step, by the text of the function, because its address differs from one build to
/// the next.
fn site(machine: &Machine, thread: ThreadId, object: usize, mode: Mode) -> Site {
    let function = machine.threads[usize::from(thread.0)].function;
    let text = function.bytes().fold(0, |text: u64, byte| text.rotate_left(7) ^ u64::from(byte));
    mix(mix(text, object as u64), u64::from(thread.0) << 8 | mode as u64)
}
