//! Certainty that a night has seen what there is to see.

/// A statement about the next run that draws a world as these did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unseen {
    /// The runs that drew a world.
    pub drawn: u64,
    /// The causes that exactly one of them showed.
    pub once: u64,
    /// The probability that the next one shows a cause that none has shown, after Good and
    /// Turing: the share of `once`.
    pub estimate: f64,
    /// With 95% confidence it is at most this.
    pub bound: f64,
}

impl Unseen {
    /// After so many runs that drew a world, which showed causes: of each, how many runs had
    /// drawn before the first that showed it, and how many showed it.
    ///
    /// The bound holds for any distribution. What the first half of the runs left unseen, the
    /// second half has tried independently: of its runs so many showed something of it, and the
    /// exact bound on what is behind such a count bounds what was unseen after the first half. Less
    /// is unseen now. A run that shows two of these counts twice, which only raises the bound.
    pub fn of(drawn: u64, causes: impl Iterator<Item = (u64, u64)> + Clone) -> Unseen {
        let half = drawn / 2;
        let once = causes.clone().filter(|(_, runs)| *runs == 1).count() as u64;
        let later: u64 = causes.filter(|(first, _)| *first >= half).map(|(_, runs)| runs).sum();
        let tried = drawn - half;
        let bound = if tried == 0 { 1.0 } else { most_behind(later) / tried as f64 };
        let estimate = if drawn == 0 { 1.0 } else { once as f64 / drawn as f64 };
        // The two come of different counts: a bound below the estimate would be one in name only.
        Unseen { drawn, once, estimate, bound: bound.max(estimate).min(1.0) }
    }
}

/// The largest mean of a Poisson distribution that gives `count` or less with a probability of
/// 5%: for a binomial one, which this stands for, it is smaller. For 0 it is 3, the rule of three.
fn most_behind(count: u64) -> f64 {
    let (mut low, mut high) = (0.0, 10.0 + 3.0 * count as f64);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if at_most(count, middle) > 0.05 { low = middle } else { high = middle }
    }
    high
}

/// The probability of `count` or less of a Poisson distribution.
fn at_most(count: u64, mean: f64) -> f64 {
    let mut logarithm = -mean;
    let mut sum = logarithm.exp();
    for k in 1..=count {
        logarithm += mean.ln() - (k as f64).ln();
        sum += logarithm.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{Unseen, most_behind};

    #[test]
    fn the_bound_is_the_one_that_tables_have() {
        for (count, mean) in [(0, 2.996), (1, 4.744), (2, 6.296), (10, 16.962), (100, 118.08)] {
            assert!((most_behind(count) - mean).abs() < 0.01, "{count}: {}", most_behind(count));
        }
    }

    #[test]
    fn nothing_is_claimed_before_anything_was_drawn() {
        let unseen = Unseen::of(0, std::iter::empty());
        assert_eq!((unseen.estimate, unseen.bound), (1.0, 1.0));
    }

    #[test]
    fn what_was_seen_early_and_often_leaves_the_rule_of_three() {
        let unseen = Unseen::of(1_000, [(0, 40), (3, 7)].into_iter());
        assert_eq!((unseen.once, unseen.estimate), (0, 0.0));
        assert!((unseen.bound - 2.996 / 500.0).abs() < 1e-4);
    }

    #[test]
    fn what_came_late_raises_both() {
        let unseen = Unseen::of(1_000, [(0, 40), (900, 1)].into_iter());
        assert_eq!((unseen.once, unseen.estimate), (1, 0.001));
        assert!((unseen.bound - 4.744 / 500.0).abs() < 1e-4);
    }
}
