//! The yank registry.

use std::collections::BTreeSet;

use multifd_tests::{breaches, exhaustive, outcomes, program};
use sim_io::{
    EngineName, Name, Structure, YankInstance, qemu_mutex_init, qmp_yank, report_outcome,
    yank_register_function, yank_unregister_function, yank_unregister_instance,
};

fn registry() -> YankInstance {
    let yank = YankInstance::declare(Name::of("yank"));
    yank.memory.permanent();
    qemu_mutex_init(yank.yank_lock);
    yank
}

#[test]
fn yank_shuts_down_what_is_registered_the_newest_first() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let yank = registry();
        (1..=3).for_each(|index| yank_register_function(yank, index));
        yank_unregister_function(yank, 2);
        let mut shut = vec![];
        qmp_yank(yank, |index| shut.push(index));
        [1, 3].into_iter().for_each(|index| yank_unregister_function(yank, index));
        yank_unregister_instance(yank);
        report_outcome(format!("{shut:?}"));
    }));
    assert_eq!(outcomes(&verdict), BTreeSet::from(["[3, 1]"]));
    assert_eq!(breaches(&verdict), BTreeSet::new());
}

#[test]
fn what_is_not_registered_cannot_be_unregistered_and_what_is_must_be() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let yank = registry();
        yank_unregister_function(yank, 4);
        yank_register_function(yank, 5);
        yank_unregister_instance(yank);
    }));
    let expected = [
        "assertion failed: QLIST_EMPTY(&entry->yankfns): yank instance",
        "unregistered what is not registered: yank entry[4]",
    ];
    assert_eq!(breaches(&verdict), expected.map(String::from).into());
}
