//! The deeds that violations come of.

use std::collections::BTreeSet;

use multifd_tests::{exhaustive, program, spawn, world};
use sim_io::{
    EngineName, Ghost, Heap, Name, Relation, Structure, broken_ghost, g_free, g_new0, in_function,
    memory, qatomic_load_acquire, qatomic_store_release, qemu_mutex_destroy, qemu_mutex_lock,
    qemu_thread_join, touch,
};

/// The causes of all that an exhaustive search finds, and how the deeds lie to what they broke.
fn causes(main: impl Fn() + Send + Sync + 'static) -> BTreeSet<(String, Vec<Relation>)> {
    let verdict = exhaustive(EngineName::Explore).run(&program(main));
    let relations = |found: &sim_io::Found| {
        found.violation.origins.iter().map(|origin| origin.relation).collect()
    };
    verdict.found.iter().map(|found| (found.violation.cause(), relations(found))).collect()
}

fn one(cause: &str, relation: Relation) -> BTreeSet<(String, Vec<Relation>)> {
    [(cause.to_string(), vec![relation])].into()
}

fn block() -> Heap {
    let _in = in_function("allocate");
    let block = Heap::declare(Name::of("block"));
    g_new0(block);
    block
}

fn free(block: Heap) {
    let _in = in_function("release");
    g_free(block);
}

#[test]
fn a_use_after_free_tells_who_freed_and_that_nothing_orders_the_two() {
    let causes = causes(|| {
        let w = world();
        let block = block();
        spawn(w.one, "one", move || {
            qatomic_load_acquire(w.b);
            touch(block);
        });
        qatomic_load_acquire(w.a);
        free(block);
        qemu_thread_join(w.one);
    });
    assert_eq!(causes, one("freed in release by main", Relation::Unordered));
}

#[test]
fn a_use_that_a_store_orders_after_the_free_is_told_as_such() {
    let causes = causes(|| {
        let w = world();
        let block = block();
        spawn(w.one, "one", move || {
            if qatomic_load_acquire(w.a) == 1 {
                touch(block);
            }
        });
        free(block);
        qatomic_store_release(w.a, 1);
        qemu_thread_join(w.one);
    });
    assert_eq!(causes, one("freed in release by main", Relation::Before));
}

#[test]
fn a_race_tells_the_other_access_and_its_function() {
    let causes = causes(|| {
        let w = world();
        spawn(w.one, "one", move || {
            let _in = in_function("reader");
            w.plain.get();
        });
        let writer = in_function("writer");
        w.plain.set(1);
        drop(writer);
        qemu_thread_join(w.one);
    });
    let told = |cause: &str| (cause.to_string(), vec![Relation::Unordered]);
    assert_eq!(causes, [told("read in reader by one"), told("written in writer by main")].into());
}

#[test]
fn a_leak_tells_who_allocated() {
    let causes = causes(|| {
        block();
    });
    assert_eq!(causes, one("allocated in allocate by main", Relation::Before));
}

#[test]
fn a_thread_that_is_never_joined_tells_who_created_it() {
    let causes = causes(|| {
        let _in = in_function("create");
        spawn(world().one, "one", || ());
    });
    assert_eq!(causes, one("created in create by main", Relation::Before));
}

#[test]
fn a_lock_destroyed_in_use_tells_its_holder() {
    let causes = causes(|| {
        let _in = in_function("destroy");
        let w = world();
        qemu_mutex_lock(w.mutex);
        qemu_mutex_destroy(w.mutex);
    });
    assert_eq!(causes, one("held in destroy by main", Relation::Unordered));
}

memory! {
    struct Remembered {
        version: Ghost<u64>,
    }
}

#[test]
fn a_rule_about_a_ghost_tells_who_set_it_last() {
    let causes = causes(|| {
        let w = world();
        let remembered = Remembered::declare(Name::of("remembered"));
        remembered.memory.permanent();
        spawn(w.one, "one", move || {
            let _in = in_function("writer");
            remembered.version.set(1);
        });
        qemu_thread_join(w.one);
        broken_ghost("RULE", remembered.version, "it is older");
    });
    assert_eq!(causes, one("it is older", Relation::Before));
}
