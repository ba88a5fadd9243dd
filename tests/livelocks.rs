//! Livelocks by the book, and a search by states against them.

use sim_io::{Breach, Ending, EngineName, Found, Program, Route, Search, StrategyKind};

use crate::{
    exhaustive,
    loops::{Code, Graph, build_loops, graph, random_loops},
};

/// The most states of a program that is compared.
const STATES_MAX: usize = 3_000;

/// R. Tarjan: Depth-first search and linear graph algorithms, SIAM Journal on
/// Computing 1, 1972; over the whole graph, with nothing left out.
struct Tarjan<'a> {
    graph: &'a Graph,
    numbers: Vec<Option<usize>>,
    low: Vec<usize>,
    stack: Vec<usize>,
    on_stack: Vec<bool>,
    count: usize,
    components: Vec<Vec<usize>>,
}

impl Tarjan<'_> {
    fn visit(&mut self, state: usize) {
        self.numbers[state] = Some(self.count);
        self.low[state] = self.count;
        self.count += 1;
        self.stack.push(state);
        self.on_stack[state] = true;
        for &(_, to) in &self.graph.steps[state] {
            match self.numbers[to] {
                None => {
                    self.visit(to);
                    self.low[state] = self.low[state].min(self.low[to]);
                }
                Some(number) if self.on_stack[to] => {
                    self.low[state] = self.low[state].min(number);
                }
                Some(_) => (),
            }
        }
        if Some(self.low[state]) == self.numbers[state] {
            let first = self.stack.iter().rposition(|other| *other == state);
            let component = self.stack.split_off(first.expect("a state is on the stack"));
            component.iter().for_each(|state| self.on_stack[*state] = false);
            self.components.push(component);
        }
    }
}

/// Returns true if some component is one that a fair schedule need never leave.
fn has_livelock(graph: &Graph) -> bool {
    let states = graph.steps.len();
    let mut tarjan = Tarjan {
        graph,
        numbers: vec![None; states],
        low: vec![0; states],
        stack: vec![],
        on_stack: vec![false; states],
        count: 0,
        components: vec![],
    };
    tarjan.visit(0);
    tarjan.components.iter().any(|component| is_fair(graph, component))
}

fn is_fair(graph: &Graph, component: &[usize]) -> bool {
    let inside = |state: usize| {
        let steps = graph.steps[state].iter();
        steps.filter(|(_, to)| component.contains(to)).map(|(thread, _)| *thread)
    };
    let moves = |thread| component.iter().any(|state| inside(*state).any(|other| other == thread));
    let pauses = |thread| {
        let can = |state: &usize| graph.steps[*state].iter().any(|(other, _)| *other == thread);
        !component.iter().all(can)
    };
    let turns = component.iter().any(|state| inside(*state).next().is_some());
    turns
        && !graph.crashed[component[0]]
        && (0..graph.threads).all(|thread| moves(thread) || pauses(thread))
}

/// The result of comparing a program with loops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looped {
    /// Both see a livelock.
    Livelock,
    /// Both see none.
    None,
    /// The program has too many states.
    TooLarge,
}

/// Compares what a search by states says of livelocks, and of threads that
/// wait for ever, with the whole graph of the program of a number.
///
/// # Errors
/// The difference.
pub fn compare_livelocks(number: u64, longest: usize) -> Result<Looped, String> {
    let code = random_loops(number, longest);
    let Some(graph) = graph(&code, STATES_MAX) else { return Ok(Looped::TooLarge) };
    let program = build_loops(&code);
    let search = Search { strategy: StrategyKind::Cached, ..exhaustive(EngineName::Explore) };
    let verdict = search.run(&program);
    let shows = |breach: Breach| verdict.found.iter().any(|found| found.violation.breach == breach);
    let expected = (has_livelock(&graph), graph.stuck);
    let seen = (shows(Breach::Livelock), shows(Breach::Deadlock));
    if verdict.ending != Ending::Exhausted || seen != expected {
        let ending = verdict.ending;
        return Err(format!(
            "loops {number}: (livelock, deadlock) {seen:?} instead of {expected:?}, {ending:?}: {code:?}"
        ));
    }
    for found in verdict.found.iter().filter(|found| found.violation.breach == Breach::Livelock) {
        confirm(&program, found, &code).map_err(|what| format!("loops {number}: {what}"))?;
    }
    Ok(if expected.0 { Looped::Livelock } else { Looped::None })
}

/// A livelock is there when its schedule runs again, by positions and by meaning.
fn confirm(program: &Program, found: &Found, code: &Code) -> Result<(), String> {
    let run = |route| sim_io::replay_livelock(program, route, 10_000);
    let first = run(Route::Positions(found.schedule.clone()));
    let tokens = first.steps.iter().map(|step| step.token.clone()).collect();
    for recording in [run(Route::Meaning(tokens)), first] {
        let shown = recording.violations.contains(&found.violation);
        if !shown || recording.positions != found.schedule || recording.loop_begins.is_none() {
            return Err(format!("{found:?} is not confirmed by {recording:?}: {code:?}"));
        }
    }
    Ok(())
}
