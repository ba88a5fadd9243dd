//! The deeds that a violation comes of, in words.

use sim_io::{Deed, Origin, Relation, Violation};

/// The deeds in a sentence; nothing if none is known.
pub(crate) fn in_words(violation: &Violation) -> Option<String> {
    let words: Vec<String> = violation.origins.iter().map(of_deed).collect();
    (!words.is_empty()).then(|| format!("{}.", words.join("; ")))
}

fn of_deed(origin: &Origin) -> String {
    let Origin { deed, thread, function, relation } = origin;
    let within = match function.as_str() {
        "" => String::new(),
        function => format!(" in {function}()"),
    };
    match deed {
        Deed::Allocated => format!("{thread} allocated it{within}, and no thread freed it"),
        Deed::Created => format!("{thread} created it{within}, and no thread joined it"),
        Deed::Freed => format!("{thread} frees it{within}{}", of_end(*relation, "free")),
        Deed::Destroyed => {
            format!("{thread} destroys it{within}{}", of_end(*relation, "destruction"))
        }
        Deed::Read => format!("{thread} reads it{within}, and nothing orders the two accesses"),
        Deed::Written if *relation == Relation::Before => {
            // A ghost stands for the page: the function is the model's, not always QEMU's.
            format!("{thread} wrote it last")
        }
        Deed::Written => format!("{thread} writes it{within}, and nothing orders the two accesses"),
        Deed::Holds => format!("{thread} holds it{within}"),
        Deed::Waits => format!("{thread} waits on it{within}"),
    }
}

/// The order of the end of a life and the use that comes after it.
fn of_end(relation: Relation, end: &str) -> String {
    match relation {
        Relation::Before => ", before this use".into(),
        Relation::Unordered => format!(", and nothing orders that {end} and this use"),
        Relation::Untold => String::new(),
    }
}
