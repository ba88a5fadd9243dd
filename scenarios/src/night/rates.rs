//! Rates at which two nights have seen one thing.

/// Factor by which something must be seen more often to be told as more frequent.
const MORE: f64 = 1.5;

/// Standard deviations by which it must lie above: a few hundred causes are compared at once.
const DEVIATIONS: f64 = 4.0;

/// The shares of the runs that drew a world and showed something, in one night and in another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// In this one.
    pub here: f64,
    /// In the other one.
    pub there: f64,
}

impl Rates {
    /// Those of something that `here` of so many runs showed, and `there` of so many others, if
    /// it is more frequent here than chance explains.
    pub fn if_more(here: (u64, u64), there: (u64, u64)) -> Option<Rates> {
        let [mine, runs, their, their_runs] =
            [here.0, here.1, there.0, there.1].map(|count| count as f64);
        if runs == 0.0 || their_runs == 0.0 {
            return None;
        }
        let rates = Rates { here: mine / runs, there: their / their_runs };
        let pooled = (mine + their) / (runs + their_runs);
        let deviation = (pooled * (1.0 - pooled) * (1.0 / runs + 1.0 / their_runs)).sqrt();
        let is_more = rates.here > MORE * rates.there;
        (is_more && rates.here - rates.there > DEVIATIONS * deviation).then_some(rates)
    }
}

#[cfg(test)]
mod tests {
    use super::Rates;

    #[test]
    fn only_what_chance_does_not_explain_is_more_frequent() {
        assert!(Rates::if_more((60, 1_000), (20, 1_000)).is_some());
        assert_eq!(Rates::if_more((6, 100), (2, 100)), None);
        assert_eq!(Rates::if_more((20, 1_000), (60, 1_000)), None);
        assert_eq!(Rates::if_more((0, 0), (60, 1_000)), None);
    }
}
