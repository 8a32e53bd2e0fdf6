//! The table: ours, the bare limit, their ratio, and the goal.

/// A figure beside its limit.
pub struct Figure {
    pub work: String,
    pub unit: &'static str,
    pub ours: f64,
    pub bare: f64,
    pub goal: Goal,
}

/// When a figure is good.
#[derive(Clone, Copy)]
pub enum Goal {
    /// So many times the bare one, at least: of rates.
    AtLeast(f64),
    /// So many times the bare one, at most: of times and sizes.
    AtMost(f64),
    /// Not above this, whatever the bare one is.
    Below(f64),
}

impl Goal {
    fn text(self, unit: &str) -> String {
        match self {
            Self::AtLeast(times) => format!("≥ {times} × bare"),
            Self::AtMost(times) => format!("≤ {times} × bare"),
            Self::Below(most) => format!("≤ {most:.0} {unit}"),
        }
    }

    fn is_met(self, ours: f64, bare: f64) -> bool {
        match self {
            Self::AtLeast(times) => ours >= times * bare,
            Self::AtMost(times) => ours <= times * bare,
            Self::Below(most) => ours <= most,
        }
    }
}

pub fn print(figures: &[Figure]) {
    println!("| work | ours | bare limit | ratio | goal | met |");
    println!("|---|---|---|---|---|---|");
    for Figure { work, unit, ours, bare, goal } in figures {
        let met = if goal.is_met(*ours, *bare) { "yes" } else { "no" };
        println!(
            "| {work} | {} {unit} | {} {unit} | {:.2} | {} | {met} |",
            number(*ours),
            number(*bare),
            ours / bare,
            goal.text(unit)
        );
    }
}

fn number(value: f64) -> String {
    if value >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}
