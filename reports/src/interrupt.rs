//! Signals that end a command early, but in order.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ},
    flag,
};

/// The handling of signals: a command inside another process must not heed them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signals {
    /// The first ends it in order, the second at once.
    Heeded,
    /// Signals do what they do by default.
    Left,
}

/// A flag that is set once a signal has asked for the end.
#[derive(Debug, Default)]
pub(crate) struct Interrupt {
    asked: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on, if signals are heeded.
    ///
    /// # Errors
    /// If the system does not let it.
    pub(crate) fn listen(signals: Signals) -> io::Result<Interrupt> {
        let interrupt = Interrupt::default();
        if signals == Signals::Left {
            return Ok(interrupt);
        }
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // In this order: only the second signal finds the flag set.
            let status = 128 + signal;
            flag::register_conditional_shutdown(signal, status, interrupt.asked.clone())?;
            flag::register(signal, interrupt.asked.clone())?;
        }
        // A file that grows too large is an error of the write, and not the end of the process.
        flag::register(SIGXFSZ, Arc::default())?;
        Ok(interrupt)
    }

    /// Returns true if a signal has.
    pub(crate) fn came(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}
