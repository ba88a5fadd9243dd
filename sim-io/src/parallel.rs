//! Work on several threads, with the results in order.
//!
//! Every search owns its kernel, so searches may run side by side. The caller
//! sees the results one by one, in the order of their numbers: the
//! number of threads cannot be told from them.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{Condvar, Mutex, MutexGuard},
    thread,
};

/// The distance by which the fastest may run ahead of the slowest: memory stays bounded.
const AHEAD: u64 = 256;

/// The number of threads that this machine runs at once.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

struct Progress<R> {
    /// The next number to work on.
    next: u64,
    /// The next number to hand over.
    due: u64,
    /// True if the caller wants no more, or a worker died.
    over: bool,
    done: BTreeMap<u64, R>,
}

struct Shared<R> {
    count: u64,
    progress: Mutex<Progress<R>>,
    changed: Condvar,
}

/// Does `work` on the numbers below `count`, on so many threads, and hands
/// each result to `receive` in order, until it breaks.
///
/// # Panics
/// If `work` does.
pub fn in_order<R: Send>(
    jobs: usize,
    count: u64,
    work: impl Fn(u64) -> R + Sync,
    mut receive: impl FnMut(u64, R) -> ControlFlow<()>,
) {
    let progress = Progress { next: 0, due: 0, over: false, done: BTreeMap::new() };
    let shared = Shared { count, progress: Mutex::new(progress), changed: Condvar::new() };
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                let _end = EndOfWorker(&shared);
                while let Some(number) = shared.take() {
                    shared.finish(number, work(number));
                }
            });
        }
        let _end = EndOfReceiver(&shared);
        while let Some((number, result)) = shared.wait() {
            if receive(number, result).is_break() {
                break;
            }
        }
    });
}

impl<R> Shared<R> {
    fn lock(&self) -> MutexGuard<'_, Progress<R>> {
        self.progress.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn sleep<'a>(&self, progress: MutexGuard<'a, Progress<R>>) -> MutexGuard<'a, Progress<R>> {
        self.changed.wait(progress).unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The next number to work on, once it is not too far ahead.
    fn take(&self) -> Option<u64> {
        let mut progress = self.lock();
        while !progress.over && progress.next < self.count && progress.next >= progress.due + AHEAD
        {
            progress = self.sleep(progress);
        }
        if progress.over || progress.next >= self.count {
            return None;
        }
        progress.next += 1;
        Some(progress.next - 1)
    }

    fn finish(&self, number: u64, result: R) {
        self.lock().done.insert(number, result);
        self.changed.notify_all();
    }

    /// The next result in order; `None` after the last.
    fn wait(&self) -> Option<(u64, R)> {
        let mut progress = self.lock();
        loop {
            if progress.over || progress.due >= self.count {
                return None;
            }
            let due = progress.due;
            if let Some(result) = progress.done.remove(&due) {
                progress.due += 1;
                self.changed.notify_all();
                return Some((due, result));
            }
            progress = self.sleep(progress);
        }
    }

    fn stop(&self) {
        self.lock().over = true;
        self.changed.notify_all();
    }
}

/// Wakes every worker when one panics.
struct EndOfWorker<'a, R>(&'a Shared<R>);

impl<R> Drop for EndOfWorker<'_, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

/// Sends the workers home, also when the receiver panics.
struct EndOfReceiver<'a, R>(&'a Shared<R>);

impl<R> Drop for EndOfReceiver<'_, R> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for jobs in [1, 2, 7] {
            let mut seen = vec![];
            in_order(
                jobs,
                1_000,
                |number| number * number,
                |number, square| {
                    seen.push((number, square));
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(seen, (0..1_000).map(|n| (n, n * n)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_is_handed_over_after_a_break() {
        let mut seen = 0;
        in_order(
            3,
            u64::MAX,
            |number| number,
            |number, _| {
                seen += 1;
                if number == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(seen, 11);
    }

    #[test]
    fn a_panic_of_a_worker_reaches_the_caller() {
        let result = std::panic::catch_unwind(|| {
            let work = |number| assert_ne!(number, 5, "the fifth is bad");
            in_order(2, 100, work, |_, ()| ControlFlow::Continue(()));
        });
        assert!(result.is_err());
    }
}
