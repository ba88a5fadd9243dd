//! QEMU's trace events, and the names of its functions.
//!
//! The model emits `tracing` events under QEMU's names. No listener has them during
//! a search; a replay collects them.

use std::{cell::RefCell, fmt::Write, rc::Rc, sync::Once};

use serde::{Deserialize, Serialize};
use tracing::{
    Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::Interest,
};

use crate::engine;

/// A trace event that a thread fired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The number of steps that the execution had taken.
    pub after_step: usize,
    /// The thread that fired it.
    pub thread: String,
    /// The event's name, as in QEMU's `trace-events`.
    pub name: String,
    /// Its arguments.
    pub arguments: String,
}

thread_local! {
    static EVENTS: RefCell<Option<Rc<RefCell<Vec<Event>>>>> = const { RefCell::new(None) };
}

/// Collects the events that `f` fires on this OS thread.
pub(crate) fn collect<R>(f: impl FnOnce() -> R) -> (Vec<Event>, R) {
    let events = Rc::new(RefCell::new(vec![]));
    listen();
    EVENTS.with_borrow_mut(|slot| *slot = Some(events.clone()));
    let result = f();
    EVENTS.with_borrow_mut(|slot| *slot = None);
    let events = events.take();
    (events, result)
}

/// Makes the listener the one of the process.
///
/// The thread that fires an event first decides for the process whether a listener is
/// interested in it; so every search calls this before its first event, or
/// else events were lost when one thread searches while another replays.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Listener)
            .expect("nobody else listens to the events of this process");
    });
}

struct Listener;

impl Subscriber for Listener {
    fn register_callsite(&self, _metadata: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        EVENTS.with_borrow(Option::is_some)
    }

    fn event(&self, event: &tracing::Event<'_>) {
        if !engine::is_running() {
            return;
        }
        let mut arguments = Arguments(String::new());
        event.record(&mut arguments);
        let (after_step, thread) =
            engine::with(|machine, me| (machine.schedule.len(), machine.thread_name(me)));
        let event = Event {
            after_step,
            thread,
            name: event.metadata().name().to_string(),
            arguments: arguments.0,
        };
        EVENTS.with_borrow(|slot| {
            if let Some(events) = slot {
                events.borrow_mut().push(event);
            }
        });
    }

    fn new_span(&self, _span: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _span: &span::Id, _values: &span::Record<'_>) {}
    fn record_follows_from(&self, _span: &span::Id, _follows: &span::Id) {}
    fn enter(&self, _span: &span::Id) {}
    fn exit(&self, _span: &span::Id) {}
}

struct Arguments(String);

impl Visit for Arguments {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let separator = if self.0.is_empty() { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(self.0, "{separator}{}={value:?}", field.name());
    }
}

/// Says that the running thread is in a QEMU function, until it is dropped.
#[must_use = "the function is left when this is dropped"]
pub struct InFunction {
    caller: &'static str,
}

/// Enters a QEMU function: what is broken from now on is broken there.
#[inline]
pub fn in_function(name: &'static str) -> InFunction {
    let caller = engine::with(|machine, me| {
        let thread = &mut machine.threads[usize::from(me.0)];
        std::mem::replace(&mut thread.function, name)
    });
    InFunction { caller }
}

impl Drop for InFunction {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            engine::with(|machine, me| {
                machine.threads[usize::from(me.0)].function = self.caller;
            });
        }
    }
}
