//! Small random programs with loops: what may go wrong for ever, in miniature.

use std::collections::HashMap;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sim_io::{
    Array, Atomic, Name, Program, QemuMutex, QemuSemaphore, ThreadId, declare_thread, loop_head,
    memory, qatomic_cmpxchg, qatomic_read, qatomic_set, qemu_mutex_init, qemu_mutex_lock,
    qemu_mutex_unlock, qemu_sem_init, qemu_sem_post, qemu_sem_wait, qemu_thread_create_detached,
};

memory! {
    struct Globals {
        word: Atomic<u64>,
        sem: QemuSemaphore,
        mutex: QemuMutex,
    }
}

/// One instruction, which is one step.
#[derive(Clone, Copy, Debug)]
pub enum LoopStep {
    /// Stores a value into a word.
    Store(u8, u64),
    /// Loads a word, and jumps unless it has this value.
    Unless(u8, u64, usize),
    /// Replaces the first value by the second, or jumps.
    Swap(u8, u64, u64, usize),
    /// Posts a semaphore.
    Post(u8),
    /// Waits on it.
    Wait(u8),
    /// Locks a mutex.
    Lock(u8),
    /// Unlocks it.
    Unlock(u8),
    /// Starts the thread of this index.
    Start(u8),
}

/// The instructions of each thread, the first one's first.
pub type Code = Vec<Vec<LoopStep>>;

/// The program of a number: two or three threads, with at most so many
/// instructions and jumps to anywhere. The first thread starts the rest.
pub fn random_loops(number: u64, longest: usize) -> Code {
    let mut rng = ChaCha8Rng::seed_from_u64(number);
    let count = rng.random_range(2..=3);
    let jumps = if rng.random() { Jumps::Anywhere } else { Jumps::Away };
    let mut threads: Code = (0..count).map(|_| thread(&mut rng, longest, jumps)).collect();
    let starts = (1..count).map(LoopStep::Start);
    let shifted = threads[0].iter().map(|instruction| instruction.later(usize::from(count) - 1));
    threads[0] = starts.chain(shifted).collect();
    threads
}

/// Targets of jumps. One to itself is a livelock of a single step, which hides those of several.
#[derive(Clone, Copy)]
enum Jumps {
    Anywhere,
    Away,
}

fn thread(rng: &mut impl Rng, longest: usize, jumps: Jumps) -> Vec<LoopStep> {
    let length = rng.random_range(1..=longest);
    let instruction = |index| {
        let target = match (rng.random_range(0..=length), jumps) {
            (target, Jumps::Away) if target == index => length,
            (target, Jumps::Anywhere | Jumps::Away) => target,
        };
        instruction(rng, target)
    };
    (0..length).map(instruction).collect()
}

fn instruction(rng: &mut impl Rng, target: usize) -> LoopStep {
    let (which, value) = (rng.random_range(0..2), rng.random_range(0..2));
    match rng.random_range(0..12) {
        0..=2 => LoopStep::Store(which, value),
        3..=6 => LoopStep::Unless(which, value, target),
        7 => LoopStep::Swap(which, value, 1 - value, target),
        8 => LoopStep::Post(which),
        9 => LoopStep::Wait(which),
        10 => LoopStep::Lock(which),
        _ => LoopStep::Unlock(which),
    }
}

impl LoopStep {
    /// The step behind so many others.
    fn later(self, by: usize) -> LoopStep {
        match self {
            LoopStep::Unless(word, value, target) => LoopStep::Unless(word, value, target + by),
            LoopStep::Swap(word, old, new, target) => LoopStep::Swap(word, old, new, target + by),
            other => other,
        }
    }
}

#[derive(Clone, Copy)]
struct World {
    globals: Array<Globals>,
    threads: [ThreadId; 2],
    code: &'static Code,
}

/// The program to search.
pub fn build_loops(code: &Code) -> Program {
    // A program that may be copied owns nothing; the tests build a few thousand.
    let code: &'static Code = Box::leak(Box::new(code.clone()));
    Program::copyable(Name::of("main"), move || {
        let globals = Array::<Globals>::declare("g", 2);
        for one in globals.iter() {
            one.memory.permanent();
            qemu_mutex_init(one.mutex);
            qemu_sem_init(one.sem, 0);
        }
        let threads = [1, 2].map(|index| declare_thread(Name::indexed("t", index)));
        run(World { globals, threads, code }, 0);
    })
}

fn run(world: World, me: usize) {
    let mut next = 0;
    while let Some(instruction) = world.code[me].get(next) {
        let jump = execute(*instruction, world);
        let target = jump.unwrap_or(next + 1);
        if target <= next {
            loop_head("jump", &[target as u64]);
        }
        next = target;
    }
}

/// Executes the instruction, and returns where the thread jumps, if it does.
fn execute(instruction: LoopStep, world: World) -> Option<usize> {
    let at = |which| world.globals.at(which);
    match instruction {
        LoopStep::Store(word, value) => qatomic_set(at(word).word, value),
        LoopStep::Unless(word, value, target) => {
            return (qatomic_read(at(word).word) != value).then_some(target);
        }
        LoopStep::Swap(word, old, new, target) => {
            return (qatomic_cmpxchg(at(word).word, old, new) != old).then_some(target);
        }
        LoopStep::Post(sem) => qemu_sem_post(at(sem).sem),
        LoopStep::Wait(sem) => qemu_sem_wait(at(sem).sem),
        LoopStep::Lock(mutex) => qemu_mutex_lock(at(mutex).mutex),
        LoopStep::Unlock(mutex) => qemu_mutex_unlock(at(mutex).mutex),
        LoopStep::Start(child) => {
            let thread = world.threads[usize::from(child) - 1];
            qemu_thread_create_detached(thread, move || run(world, usize::from(child)));
        }
    }
    None
}

/// A state, as the rules of the instructions have it: nothing of the machine is used.
#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    /// The next instruction of each thread that was started.
    next: Vec<Option<usize>>,
    words: [u64; 2],
    sems: [u64; 2],
    holders: [Option<usize>; 2],
    crashed: bool,
}

impl State {
    fn first(code: &Code) -> State {
        let mut next = vec![None; code.len()];
        next[0] = Some(0);
        State { next, words: [0; 2], sems: [0; 2], holders: [None; 2], crashed: false }
    }

    /// The state after a step of `me`, if it can take one.
    fn after(&self, code: &Code, me: usize) -> Option<State> {
        let at = self.next[me]?;
        let instruction = *code[me].get(at)?;
        let mut after = self.clone();
        after.next[me] = Some(at + 1);
        match instruction {
            LoopStep::Store(word, value) => after.words[usize::from(word)] = value,
            LoopStep::Unless(word, value, target) => {
                if self.words[usize::from(word)] != value {
                    after.next[me] = Some(target);
                }
            }
            LoopStep::Swap(word, old, new, target) => match &mut after.words[usize::from(word)] {
                word if *word == old => *word = new,
                _ => after.next[me] = Some(target),
            },
            LoopStep::Post(sem) => after.sems[usize::from(sem)] += 1,
            LoopStep::Wait(sem) => {
                let tokens = &mut after.sems[usize::from(sem)];
                *tokens = tokens.checked_sub(1)?;
            }
            LoopStep::Lock(mutex) => {
                let holder = &mut after.holders[usize::from(mutex)];
                if holder.replace(me).is_some() {
                    return None;
                }
            }
            LoopStep::Unlock(mutex) => {
                let holder = &mut after.holders[usize::from(mutex)];
                if *holder == Some(me) {
                    *holder = None;
                } else {
                    after.crashed = true;
                }
            }
            LoopStep::Start(child) => after.next[usize::from(child)] = Some(0),
        }
        Some(after)
    }

    fn has_ended(&self, code: &Code) -> bool {
        self.next.iter().zip(code).all(|(next, code)| next.is_none_or(|next| next >= code.len()))
    }
}

/// Every state that a program can reach, and every step between them.
pub(crate) struct Graph {
    /// The steps from each state: who takes it, and where it leads.
    pub(crate) steps: Vec<Vec<(usize, usize)>>,
    /// True where the process is dead: a thread that then goes round for ever does not matter.
    pub(crate) crashed: Vec<bool>,
    /// True if some thread waits for ever in some state.
    pub(crate) stuck: bool,
    /// The number of threads.
    pub(crate) threads: usize,
}

/// The whole graph, unless it has more than `most` states.
pub(crate) fn graph(code: &Code, most: usize) -> Option<Graph> {
    let mut states = vec![State::first(code)];
    let mut numbers = HashMap::from([(states[0].clone(), 0)]);
    let mut graph = Graph { steps: vec![], crashed: vec![], stuck: false, threads: code.len() };
    while let Some(state) = states.get(graph.steps.len()).cloned() {
        let mut steps = vec![];
        for thread in 0..code.len() {
            let Some(after) = state.after(code, thread) else { continue };
            let number = *numbers.entry(after.clone()).or_insert(states.len());
            if number == states.len() {
                states.push(after);
            }
            steps.push((thread, number));
        }
        graph.stuck |= steps.is_empty() && !state.crashed && !state.has_ended(code);
        graph.steps.push(steps);
        graph.crashed.push(state.crashed);
        if states.len() > most {
            return None;
        }
    }
    Some(graph)
}
