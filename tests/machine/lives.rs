//! The lives of memory.

use expect_test::expect;
use multifd_tests::{exhaustive, program, spawn, summary, world};
use sim_io::Structure;
use sim_io::{
    Array, Atomic, EngineName, Heap, Name, await_any, g_free, g_new0, memory, object_ref,
    object_unref, qatomic_load_acquire, qatomic_read, qatomic_set, qatomic_store_release,
    qemu_thread_join, report_outcome, touch,
};

memory! {
    struct Block {
        word: Atomic<u64>,
    }
}

fn block() -> Block {
    let block = Block::declare(Name::of("block"));
    g_new0(block.memory);
    block.word.initialise(0);
    block
}

fn object() -> Heap {
    let object = Heap::declare(Name::of("object"));
    g_new0(object);
    object
}

#[test]
fn memory_that_is_allocated_again_is_all_zero_and_no_other_is() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let blocks = Array::<Block>::declare("blocks", 3);
        blocks.iter().for_each(|block| g_new0(block.memory));
        blocks.iter().for_each(|block| qatomic_set(block.word, 7));
        g_free(blocks.at(1).memory);
        g_new0(blocks.at(1).memory);
        let words: Vec<u64> = blocks.iter().map(|block| qatomic_read(block.word)).collect();
        blocks.iter().for_each(|block| g_free(block.memory));
        report_outcome(format!("{words:?}"));
    }));
    assert_eq!(verdict.outcomes.keys().collect::<Vec<_>>(), ["[7, 0, 7]"]);
}

#[test]
fn a_use_that_comes_after_the_free_is_seen_and_so_is_one_that_might_have() {
    let text = summary(|| {
        let w = world();
        let block = block();
        spawn(w.one, "one", move || {
            qatomic_read(block.word);
        });
        qatomic_read(w.b);
        g_free(block.memory);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        3 schedules
          ! use after free: block
          ! use after free: block.word
        under loom:
          ! use after free: block.word
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_use_that_only_happens_to_come_first_is_found_by_the_clocks() {
    let text = summary(|| {
        let w = world();
        let block = block();
        spawn(w.one, "one", move || {
            touch(block.memory);
            qatomic_set(w.a, 1);
        });
        await_any(&[(w.a, 1)]);
        g_free(block.memory);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          ! use after free: block
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_use_after_a_release_is_not_ordered_by_it() {
    let text = summary(|| {
        let w = world();
        let block = block();
        spawn(w.one, "one", move || {
            qatomic_store_release(w.a, 1);
            touch(block.memory);
            qatomic_set(w.b, 1);
        });
        await_any(&[(w.b, 1)]);
        qatomic_load_acquire(w.a);
        g_free(block.memory);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        1 schedules
          ! use after free: block
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_use_before_the_end_of_a_thread_is_ordered_by_its_join() {
    let text = summary(|| {
        let w = world();
        let block = block();
        touch(block.memory);
        spawn(w.one, "one", move || touch(block.memory));
        qemu_thread_join(w.one);
        touch(block.memory);
        g_free(block.memory);
    });
    expect![[r#"
        1 schedules
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_use_that_is_ordered_before_the_free_is_fine() {
    let text = summary(|| {
        let w = world();
        let block = block();
        spawn(w.one, "one", move || {
            qatomic_read(block.word);
            qatomic_store_release(w.a, 1);
        });
        if qatomic_load_acquire(w.a) == 0 {
            qemu_thread_join(w.one);
            g_free(block.memory);
        } else {
            g_free(block.memory);
            qemu_thread_join(w.one);
        }
        report_outcome("freed");
    });
    expect![[r#"
        6 schedules
          freed
    "#]]
    .assert_eq(&text);
}

#[test]
fn memory_must_not_be_freed_twice() {
    let text = summary(|| {
        let block = block();
        g_free(block.memory);
        g_free(block.memory);
    });
    expect![[r#"
        1 schedules
          ! double free: block
    "#]]
    .assert_eq(&text);
}

#[test]
fn memory_must_be_freed() {
    let text = summary(|| {
        block();
    });
    expect![[r#"
        1 schedules
          ! leak: block
    "#]]
    .assert_eq(&text);
}

#[test]
fn memory_must_not_be_used_before_it_is_allocated() {
    let text = summary(|| {
        let block = Block::declare(Name::of("block"));
        qatomic_read(block.word);
    });
    expect![[r#"
        1 schedules
          ! use before initialisation: block.word
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_reference_must_not_be_dropped_that_nobody_holds() {
    let text = summary(|| {
        let object = object();
        object_unref(object);
        object_unref(object);
    });
    expect![[r#"
        1 schedules
          ! reference count below zero: object
    "#]]
    .assert_eq(&text);
}

#[test]
fn the_last_reference_frees() {
    let text = summary(|| {
        let w = world();
        let object = object();
        object_ref(object);
        spawn(w.one, "one", move || {
            qatomic_read(w.a);
            object_unref(object);
        });
        object_unref(object);
        qemu_thread_join(w.one);
        report_outcome(if object.is_alive() { "alive" } else { "freed" });
    });
    expect![[r#"
        2 schedules
          freed
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_reference_that_the_new_thread_takes_itself_comes_too_late() {
    let text = summary(|| {
        let w = world();
        let object = object();
        spawn(w.one, "one", move || {
            qatomic_read(w.a);
            object_ref(object);
            object_unref(object);
        });
        qatomic_read(w.b);
        object_unref(object);
        qemu_thread_join(w.one);
    });
    expect![[r#"
        3 schedules
          ! reference count below zero: object
          ! use after free: object
    "#]]
    .assert_eq(&text);
}
