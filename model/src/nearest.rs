//! The right words for wrong ones.

use strsim::normalized_damerau_levenshtein;

/// Least likeness of two words of which one may be meant for the other: of ten letters, six.
const ALIKE: f64 = 0.6;

/// The most by which the others may be less alike than the best.
const LESS: f64 = 0.1;

/// The most words that are offered.
const OFFERED: usize = 3;

/// Those of `known` that are most like `word`, the best first; none if all are far from it.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut near: Vec<(f64, &str)> =
        known.into_iter().map(|known| (likeness(word, known), known)).collect();
    near.retain(|(likeness, _)| *likeness >= ALIKE);
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let best = near.first().map_or(0.0, |(likeness, _)| *likeness);
    let close = near.into_iter().filter(|(likeness, _)| *likeness >= best - LESS);
    close.map(|(_, known)| known).take(OFFERED).collect()
}

/// From 0 to 1. A word that is part of another may be meant for it.
fn likeness(word: &str, known: &str) -> f64 {
    let (word, known) = (word.to_lowercase(), known.to_lowercase());
    let likeness = normalized_damerau_levenshtein(&word, &known);
    if word.len() > 3 && known.contains(&word) { likeness.max(ALIKE) } else { likeness }
}

/// The end of a sentence that offers these words; nothing if there are none.
pub fn did_you_mean<S: AsRef<str>>(near: &[S]) -> String {
    let quoted: Vec<String> = near.iter().map(|word| format!("'{}'", word.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => format!(": did you mean {only}?"),
        Some((last, others)) => format!(": did you mean {} or {last}?", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let known = ["cancelled", "yanked", "queried", "both hosts"];
        assert_eq!(nearest("canceled", known), ["cancelled"]);
        assert_eq!(nearest("YANKED", known), ["yanked"]);
        assert_eq!(nearest("hosts", known), ["both hosts"]);
        assert_eq!(nearest("frobnicated", known), [""; 0]);
    }

    #[test]
    fn words_are_offered_in_a_sentence() {
        assert_eq!(did_you_mean(&["a", "b", "c"]), ": did you mean 'a', 'b' or 'c'?");
        assert_eq!(did_you_mean(&["a"]), ": did you mean 'a'?");
        assert_eq!(did_you_mean::<&str>(&[]), "");
    }
}
