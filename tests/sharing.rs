//! Small random programs of what may commute: flags, counters, references, joins,
//! callbacks, and processes that die.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sim_io::{
    Array, Atomic, Counter, Ghost, Name, Plain, Program, QemuMutex, QemuSemaphore, QemuThread,
    Sources, Structure, ThreadId, await_any, declare_thread, g_idle_source_attach, g_new0, memory,
    next_callback, object_ref, object_unref, qatomic_cmpxchg, qatomic_fetch_inc_unseen,
    qatomic_read, qatomic_set, qatomic_xchg, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock,
    qemu_poll, qemu_sem_destroy, qemu_sem_init, qemu_sem_post, qemu_sem_wait, qemu_thread_create,
    qemu_thread_join, report_outcome, touch,
};

memory! {
    struct Globals {
        flag: Atomic<u64>,
        count: Counter,
        plain: Plain<u64>,
        remembered: Ghost<u64>,
        counted: Ghost<u64>,
        sem: QemuSemaphore,
        mutex: QemuMutex,
        thread: QemuThread,
        sources: Sources,
    }
}

memory! {
    struct Object {
        inside: Plain<u64>,
    }
}

/// One instruction. A number chooses among two of each object.
#[derive(Clone, Copy, Debug)]
pub enum Sharing {
    /// Stores this value in a flag: 0, 1 or 2.
    Store(u8, u64),
    /// Reads a flag.
    Load(u8),
    /// Exchanges a flag for this value.
    Exchange(u8, u64),
    /// Sets a flag if it is not set.
    Claim(u8),
    /// Waits until a flag has this value.
    Await(u8, u64),
    /// Counts, and does not look.
    Count(u8),
    /// Reads the counter.
    Counted(u8),
    /// Sets a flag that a rule remembers.
    Remember(u8),
    /// Looks at that flag as a rule does; the next instruction is skipped if it is set.
    Recall(u8),
    /// Counts as a rule does.
    Tally(u8),
    /// Takes a reference.
    Ref,
    /// Drops one, and frees the memory if it was the last.
    Unref,
    /// Uses the memory as a step of its own would.
    Touch,
    /// Writes plain memory in it.
    Write,
    /// Posts a semaphore.
    Post(u8),
    /// Waits on it.
    Wait(u8),
    /// Ends it.
    Destroy(u8),
    /// Locks, counts in plain memory, unlocks.
    Locked(u8),
    /// Locks.
    Lock(u8),
    /// Unlocks, be it held by this thread or not.
    Unlock(u8),
    /// The first thread joins another, which it may do twice.
    Join(u8),
    /// Attaches a callback.
    Attach,
    /// The first thread waits for a callback, and takes it.
    Dispatch,
}

/// The instructions of each thread, the first one's first.
pub type SharingSource = Vec<Vec<Sharing>>;

/// The program of a number, with at most so many instructions a thread.
pub fn random_sharing(number: u64, longest: usize) -> SharingSource {
    let mut rng = ChaCha8Rng::seed_from_u64(number);
    let count = rng.random_range(2..=3);
    let longest = if count == 3 { longest.min(4) } else { longest };
    (0..count)
        .map(|me| (0..rng.random_range(1..=longest)).map(|_| instruction(&mut rng, me)).collect())
        .collect()
}

fn instruction(rng: &mut impl Rng, me: usize) -> Sharing {
    let which = rng.random_range(0..2);
    match rng.random_range(0..30) {
        0..3 => Sharing::Store(which, 1),
        3 => Sharing::Store(which, rng.random_range(0..3)),
        4 | 5 => Sharing::Load(which),
        6 => Sharing::Exchange(which, rng.random_range(0..2)),
        7 => Sharing::Claim(which),
        8 => Sharing::Await(which, rng.random_range(1..3)),
        9 | 10 => Sharing::Count(which),
        11 => Sharing::Counted(which),
        12 => Sharing::Remember(which),
        13 => Sharing::Recall(which),
        14 => Sharing::Tally(which),
        15 | 16 => Sharing::Ref,
        17 | 18 => Sharing::Unref,
        19 => Sharing::Touch,
        20 => Sharing::Write,
        21 | 22 => Sharing::Post(which),
        23 => Sharing::Wait(which),
        24 if which == 0 => Sharing::Destroy(rng.random_range(0..2)),
        24 | 25 => Sharing::Locked(which),
        26 => Sharing::Lock(which),
        27 => Sharing::Unlock(which),
        28 if me == 0 => Sharing::Join(which),
        29 if me == 0 => Sharing::Dispatch,
        _ => Sharing::Attach,
    }
}

#[derive(Clone, Copy)]
struct World {
    globals: Array<Globals>,
    object: Object,
    threads: [ThreadId; 2],
    source: &'static SharingSource,
}

/// The program to search.
pub fn build_sharing(source: &SharingSource) -> Program {
    // A program that may be copied owns nothing; the tests build a few thousand.
    let source: &'static SharingSource = Box::leak(Box::new(source.clone()));
    Program::copyable(Name::of("main"), move || {
        let world = declare(source);
        for child in 1..source.len() {
            let handle = world.globals.at(child as u8 - 1).thread;
            qemu_thread_create(handle, world.threads[child - 1], move || _ = run(world, child));
        }
        let seen = run(world, 0);
        for child in 1..source.len() {
            if !source[0]
                .iter()
                .any(|one| matches!(one, Sharing::Join(which) if usize::from(*which) + 1 == child))
            {
                qemu_thread_join(world.globals.at(child as u8 - 1).thread);
            }
        }
        let all: Vec<[u64; 4]> = world.globals.iter().map(|one| one.values()).collect();
        report_outcome(format!("{seen} {all:?}"));
    })
}

impl Globals {
    fn values(self) -> [u64; 4] {
        [self.flag.peek(), self.count.peek(), self.remembered.get(), self.counted.get()]
    }
}

fn declare(source: &'static SharingSource) -> World {
    let globals = Array::<Globals>::declare("g", 2);
    for one in globals.iter() {
        one.memory.permanent();
        qemu_mutex_init(one.mutex);
        qemu_sem_init(one.sem, 0);
    }
    let object = Object::declare(Name::of("object"));
    g_new0(object.memory);
    let threads = [1, 2].map(|index| declare_thread(Name::indexed("t", index)));
    World { globals, object, threads, source }
}

/// A digest of what the thread has read: in itself, not in memory that it would own.
fn run(world: World, me: usize) -> u64 {
    let (mut seen, mut skip) = (0_u64, false);
    for (index, instruction) in world.source[me].iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let read = execute(*instruction, world, (me * 8 + index) as u64);
        seen = seen * 5 + read.unwrap_or(0);
        skip = matches!(instruction, Sharing::Recall(_)) && read == Some(1);
    }
    seen
}

/// Executes the instruction, and returns what is read.
fn execute(instruction: Sharing, world: World, value: u64) -> Option<u64> {
    let at = |which| world.globals.at(which);
    match instruction {
        Sharing::Store(which, value) => qatomic_set(at(which).flag, value),
        Sharing::Load(which) => return Some(qatomic_read(at(which).flag)),
        Sharing::Exchange(which, value) => return Some(qatomic_xchg(at(which).flag, value)),
        Sharing::Claim(which) => return Some(qatomic_cmpxchg(at(which).flag, 0, 1)),
        Sharing::Await(which, value) => _ = await_any(&[(at(which).flag, value)]),
        Sharing::Count(which) => _ = qatomic_fetch_inc_unseen(at(which).count),
        Sharing::Counted(which) => return Some(at(which).count.read()),
        Sharing::Remember(which) => at(which).remembered.set(1),
        Sharing::Recall(which) => return Some(at(which).remembered.get()),
        Sharing::Tally(which) => at(which).counted.add(2),
        Sharing::Ref => object_ref(world.object.memory),
        Sharing::Unref => _ = object_unref(world.object.memory),
        Sharing::Touch => touch(world.object.memory),
        Sharing::Write => world.object.inside.set(value),
        Sharing::Post(which) => qemu_sem_post(at(which).sem),
        Sharing::Wait(which) => qemu_sem_wait(at(which).sem),
        Sharing::Destroy(which) => qemu_sem_destroy(at(which).sem),
        Sharing::Locked(which) => {
            qemu_mutex_lock(at(which).mutex);
            at(which).plain.set(value);
            qemu_mutex_unlock(at(which).mutex);
        }
        Sharing::Lock(which) => qemu_mutex_lock(at(which).mutex),
        Sharing::Unlock(which) => qemu_mutex_unlock(at(which).mutex),
        Sharing::Join(which) => {
            // There may be no such thread: then it joins nothing.
            qemu_thread_join(at(which).thread);
        }
        Sharing::Attach => g_idle_source_attach(at(0).sources, value),
        Sharing::Dispatch => {
            qemu_poll(at(0).sources);
            return Some(next_callback::<u64>(at(0).sources) % 5);
        }
    }
    None
}
