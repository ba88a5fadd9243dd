//! Small random programs: what a search may be wrong about, in miniature.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sim_io::{
    Array, Atomic, Ghost, Name, Plain, Program, QemuMutex, QemuSemaphore, QemuThread, Racy,
    Sources, Structure, ThreadId, await_any, declare_thread, g_free, g_idle_source_attach, g_new0,
    memory, next_callback, qatomic_read, qatomic_set, qatomic_xchg, qemu_bh_schedule,
    qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock, qemu_poll, qemu_sem_init, qemu_sem_post,
    qemu_sem_wait, qemu_thread_create, qemu_thread_join, report_outcome, touch,
};

memory! {
    struct Globals {
        sem: QemuSemaphore,
        mutex: QemuMutex,
        word: Atomic<u64>,
        racy: Racy<u64>,
        plain: Plain<u64>,
        ghost: Ghost<u64>,
        thread: QemuThread,
        sources: Sources,
    }
}

memory! {
    struct Block {
        inside: QemuSemaphore,
    }
}

/// One instruction. The number chooses among two of each object.
#[derive(Clone, Copy, Debug)]
pub enum Instruction {
    /// Posts a semaphore.
    Post(u8),
    /// Waits on a semaphore.
    Wait(u8),
    /// Locks, does one store, unlocks.
    Locked(u8),
    /// Loads an atomic word.
    Load(u8),
    /// Stores its own number into an atomic word.
    Store(u8),
    /// Exchanges an atomic word for its own number.
    Exchange(u8),
    /// Waits until the word is as it was at first, or the other has this value.
    Await(u8, u64),
    /// Reads a plain word, as a step.
    ReadRacy(u8),
    /// Writes a plain word, as a step.
    WriteRacy(u8),
    /// A plain write, watched for races.
    WritePlain(u8),
    /// Updates a value that a rule would remember and check.
    Ghost(u8),
    /// Schedules a callback of the default priority.
    Schedule,
    /// Attaches an idle callback.
    Attach,
    /// Waits until the main loop has a callback, and takes it. Only in the first thread.
    Dispatch,
    /// Uses memory that another thread may free.
    Touch,
    /// Frees it.
    Free,
    /// Goes on only if what was read last was odd.
    SkipIfOdd,
}

/// A program: what the first thread and those it creates do.
#[derive(Clone, Debug)]
pub struct Source {
    /// The instructions of each thread, the first one's first.
    pub threads: Vec<Vec<Instruction>>,
    /// True if the last thread is created by the one before it.
    pub nested: bool,
}

/// The program of a number, with at most so many instructions a thread.
pub fn random(number: u64, longest: usize) -> Source {
    let mut rng = ChaCha8Rng::seed_from_u64(number);
    let count = rng.random_range(2..=3);
    let longest = if count == 3 { longest.min(3) } else { longest };
    let threads = (0..count)
        .map(|_| (0..rng.random_range(1..=longest)).map(|_| instruction(&mut rng)).collect())
        .collect();
    Source { threads, nested: rng.random() }
}

fn instruction(rng: &mut impl Rng) -> Instruction {
    let which = rng.random_range(0..2);
    match rng.random_range(0..21) {
        0 | 1 => Instruction::Post(which),
        2 | 3 => Instruction::Wait(which),
        4 => Instruction::Locked(which),
        5 => Instruction::Load(which),
        6 => Instruction::Store(which),
        7 => Instruction::Exchange(which),
        8 => Instruction::ReadRacy(which),
        9 => Instruction::WriteRacy(which),
        10 => Instruction::WritePlain(which),
        11 => Instruction::Ghost(which),
        12 => Instruction::Touch,
        13 => Instruction::Free,
        // The values that are stored are 1 to 5, 9 to 13 and 17 to 21.
        14 | 15 => Instruction::Await(which, rng.random_range(0..3) * 8 + rng.random_range(1..4)),
        16 => Instruction::Schedule,
        17 => Instruction::Attach,
        18 | 19 => Instruction::Dispatch,
        _ => Instruction::SkipIfOdd,
    }
}

#[derive(Clone, Copy)]
struct World {
    globals: Array<Globals>,
    block: Block,
    threads: [ThreadId; 2],
}

/// The program to search.
pub fn build(source: &Source) -> Program {
    // A program that may be copied owns nothing; the tests build a few thousand.
    let source: &'static Source = Box::leak(Box::new(source.clone()));
    Program::copyable(Name::of("main"), move || {
        let world = declare();
        let mut seen = Seen::default();
        run(source, world, 0, &mut seen);
        let others = if source.nested { 1 } else { source.threads.len() - 1 };
        for index in 0..others {
            qemu_thread_join(world.globals.at(index as u8).thread);
        }
        let words: Vec<u64> = world.globals.iter().map(|globals| globals.word.peek()).collect();
        let racy: Vec<u64> = world.globals.iter().map(|globals| globals.racy.peek()).collect();
        let ghosts: Vec<u64> = world.globals.iter().map(|globals| globals.ghost.get()).collect();
        report_outcome(format!("{:?} {words:?} {racy:?} {ghosts:?}", seen.values()));
    })
}

fn declare() -> World {
    let globals = Array::<Globals>::declare("g", 2);
    for one in globals.iter() {
        one.memory.permanent();
        qemu_mutex_init(one.mutex);
    }
    qemu_sem_init(globals.at(0).sem, 0);
    qemu_sem_init(globals.at(1).sem, 1);
    let block = Block::declare(Name::of("block"));
    g_new0(block.memory);
    qemu_sem_init(block.inside, 0);
    let threads = [1, 2].map(|index| declare_thread(Name::indexed("t", index)));
    World { globals, block, threads }
}

/// The values that a thread has read: in itself, not in memory that it would own.
#[derive(Default)]
struct Seen {
    values: [u64; 8],
    count: usize,
}

impl Seen {
    fn push(&mut self, value: u64) {
        self.values[self.count] = value;
        self.count += 1;
    }

    fn values(&self) -> &[u64] {
        &self.values[..self.count]
    }
}

fn create(source: &'static Source, world: World, child: usize) {
    let handle = world.globals.at(child as u8 - 1).thread;
    qemu_thread_create(handle, world.threads[child - 1], move || {
        run(source, world, child, &mut Seen::default());
        if source.nested && child + 1 < source.threads.len() {
            qemu_thread_join(world.globals.at(child as u8).thread);
        }
    });
}

fn run(source: &'static Source, world: World, me: usize, seen: &mut Seen) {
    let last = source.threads.len() - 1;
    if me == 0 {
        let created = if source.nested { 1 } else { last };
        (1..=created).for_each(|child| create(source, world, child));
    } else if source.nested && me < last {
        create(source, world, me + 1);
    }
    let mut skip = false;
    for (index, instruction) in source.threads[me].iter().enumerate() {
        if !std::mem::take(&mut skip) {
            let value = (me * 8 + index) as u64 + 1;
            let of_another = me > 0 && matches!(instruction, Instruction::Dispatch);
            let instruction = if of_another { Instruction::Attach } else { *instruction };
            skip = execute(instruction, world, value, seen);
        }
    }
}

/// Returns true if the next instruction is skipped.
fn execute(instruction: Instruction, world: World, value: u64, seen: &mut Seen) -> bool {
    match instruction {
        Instruction::Post(which) => qemu_sem_post(world.globals.at(which).sem),
        Instruction::Wait(which) => qemu_sem_wait(world.globals.at(which).sem),
        Instruction::Locked(which) => {
            qemu_mutex_lock(world.globals.at(which).mutex);
            world.globals.at(which).plain.set(value);
            qemu_mutex_unlock(world.globals.at(which).mutex);
        }
        Instruction::Load(which) => seen.push(qatomic_read(world.globals.at(which).word)),
        Instruction::Store(which) => qatomic_set(world.globals.at(which).word, value),
        Instruction::Exchange(which) => {
            seen.push(qatomic_xchg(world.globals.at(which).word, value));
        }
        Instruction::Await(which, value) => {
            let [one, other] = [which, 1 - which].map(|which| world.globals.at(which).word);
            seen.push(await_any(&[(one, 0), (other, value)]) as u64);
        }
        Instruction::ReadRacy(which) => seen.push(world.globals.at(which).racy.get()),
        Instruction::WriteRacy(which) => world.globals.at(which).racy.set(value),
        Instruction::WritePlain(which) => world.globals.at(which).plain.set(value),
        Instruction::Ghost(which) => {
            let ghost = world.globals.at(which).ghost;
            ghost.set(ghost.get() * 3 + value);
        }
        Instruction::Schedule => qemu_bh_schedule(world.globals.at(0).sources, value),
        Instruction::Attach => g_idle_source_attach(world.globals.at(0).sources, value),
        Instruction::Dispatch => {
            qemu_poll(world.globals.at(0).sources);
            seen.push(next_callback(world.globals.at(0).sources));
        }
        Instruction::Touch => touch(world.block.memory),
        Instruction::Free => g_free(world.block.memory),
        Instruction::SkipIfOdd => return seen.values().last().is_some_and(|last| last % 2 == 1),
    }
    false
}
