//! `multifd-sim bench`.

use comfy_table::{Table, presets::ASCII_MARKDOWN};
use scenarios::{Aim, FIGURES, Figure};
use serde_json::{Value, json};

use super::{Console, Exit, Failure, args::Bench};
use crate::progress::Progress;

impl Bench {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let mut progress = Progress::begin(console.medium, Some(FIGURES.len() as u64), "figure");
        let measure = |measure: &scenarios::Measure| {
            let figure = measure();
            progress.step(&mut console.err, String::new);
            figure
        };
        let figures: Vec<Figure> = FIGURES.iter().map(measure).collect();
        progress.end();
        if self.json {
            let value: Vec<Value> = figures.iter().map(json_of).collect();
            writeln!(console.out, "{:#}", json!(value))?;
        } else {
            write!(console.out, "{}", text(&figures))?;
        }
        Ok(Exit::Expected)
    }
}

fn text(figures: &[Figure]) -> String {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    table.set_header(["what", "measured", "figure", "aim", "reached"]);
    for figure in figures {
        let reached = match figure.is_reached() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        };
        table.add_row([
            figure.what.clone(),
            figure.measured.clone(),
            format!("{} {}", number(figure.value), figure.unit),
            aim(figure.aim),
            reached.into(),
        ]);
    }
    format!("{table}\n")
}

fn aim(aim: Aim) -> String {
    match aim {
        Aim::AtMost(most) => format!("at most {}", number(most)),
        Aim::AtLeast(least) => format!("at least {}", number(least)),
        Aim::Nothing => "-".into(),
    }
}

/// Three digits are all that a measurement is worth.
fn number(value: f64) -> String {
    match value {
        _ if value.is_infinite() => "unknown".into(),
        _ if value >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        _ => format!("{value:.2}"),
    }
}

fn json_of(figure: &Figure) -> Value {
    let aim = match figure.aim {
        Aim::AtMost(most) => json!({ "at most": most }),
        Aim::AtLeast(least) => json!({ "at least": least }),
        Aim::Nothing => Value::Null,
    };
    json!({
        "what": figure.what,
        "measured": figure.measured,
        // Not a number in JSON: a search that was cut.
        "value": figure.value.is_finite().then_some(figure.value),
        "unit": figure.unit,
        "aim": aim,
        "reached": figure.is_reached(),
    })
}
