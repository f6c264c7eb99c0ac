//! Figures that were measured several times.

use std::fmt;

/// The same thing, measured several times.
#[derive(Clone, Debug, Default)]
pub struct Series(Vec<f64>);

impl Series {
    pub fn add(&mut self, figure: f64) {
        self.0.push(figure);
    }

    pub fn forget_first(&mut self) {
        self.0.drain(..1.min(self.0.len()));
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    /// The one in the middle.
    pub fn median(&self) -> f64 {
        let sorted = self.sorted();
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    }
}

impl fmt::Display for Series {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sorted = self.sorted();
        let (least, most) = (sorted.first().copied().unwrap_or_default(), sorted.last().copied().unwrap_or_default());
        write!(to, "{:.0} ({least:.0} to {most:.0})", self.median())
    }
}

/// What else the machine does: how many programs wanted to run in the last minute, for so many processors.
pub fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{} programs wanted to run in the last minute, on {processors} processors.",
        load.split(' ').next().unwrap_or("?")
    )
}
