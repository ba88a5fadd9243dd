//! The share that a night has covered, and the certainty that it has missed nothing.

use scenarios::{Totals, Unseen};

use crate::words::{count, number};

/// The worlds drawn, exhausted and sampled, and what they say of the next run; a paragraph each.
pub(crate) fn coverage(totals: &Totals, unseen: &Unseen) -> Vec<String> {
    let mut lines = vec![drawn(totals)];
    if totals.exhausted > 0 {
        let sizes = totals.sizes.iter().map(|size| {
            let (exhausted, drawn) = (number(size.exhausted), number(size.drawn));
            format!("{} {exhausted} of {drawn}", count(size.channels.into(), "channel"))
        });
        lines.push(format!("Exhausted with {}.", sizes.collect::<Vec<_>>().join(", ")));
    }
    lines.push(sureness(unseen));
    lines
}

fn drawn(totals: &Totals) -> String {
    let sampled = totals.drawn - totals.exhausted;
    let drawn = count(totals.drawn, "run");
    match (totals.exhausted, totals.again) {
        (0, 0) => format!("{drawn}, each a sample of its world: none was exhausted."),
        (exhausted, again) => format!(
            "{drawn} drew a world: {} exhausted theirs (every interleaving, but no memory order), {} \
             sampled it; {} came back to these with other seeds.",
            number(exhausted),
            number(sampled),
            count(again, "run"),
        ),
    }
}

/// The certainty that nothing is left: never entire.
fn sureness(unseen: &Unseen) -> String {
    format!(
        "{} shown by exactly one of the {} that drew. So one more such run shows a cause that none \
         of them showed with a probability of about {} (Good and Turing), and with 95% confidence \
         of at most {}. That is about worlds and schedules as they are drawn here, and says nothing \
         of what is never drawn. What was only seen after a crash does not count.",
        match unseen.once {
            1 => "1 cause was".into(),
            once => format!("{} causes were", number(once)),
        },
        count(unseen.drawn, "run"),
        percent(unseen.estimate),
        percent(unseen.bound),
    )
}

/// `0.25%`, with two digits that count.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 {
        return "0%".into();
    }
    let decimals = (1.0 - percent.log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{percent:.decimals$}%")
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn two_digits_of_a_share_count() {
        for (share, words) in [(0.0, "0%"), (0.5, "50%"), (0.0123, "1.2%"), (0.00045, "0.045%")] {
            assert_eq!(percent(share), words);
        }
    }
}
