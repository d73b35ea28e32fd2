//! One line a figure, and the few statistics they need.

pub struct Figure<'a> {
    pub name: &'a str,
    pub value: f64,
    pub unit: &'a str,
    /// What the bare machine or library takes for the same.
    pub baseline: Option<f64>,
    pub goal: &'a str,
    pub met: bool,
}

impl Figure<'_> {
    pub fn print(&self) {
        let Figure { name, value, unit, goal, met, .. } = self;
        let number = |it: Option<f64>| it.map_or("null".to_owned(), |it| format!("{it:.3}"));
        let (baseline, ratio) = (number(self.baseline), number(self.baseline.map(|it| value / it)));
        println!(
            r#"{{"name":"{name}","value":{value:.3},"unit":"{unit}","baseline":{baseline},"ratio":{ratio},"goal":"{goal}","met":{met}}}"#
        );
    }
}

pub fn median(times: &mut [f64]) -> f64 {
    percentile(times, 0.5)
}

pub fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let place = (times.len() as f64 * share) as usize;
    times[place.min(times.len() - 1)]
}

/// Milliseconds that `run` took.
pub fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = std::time::Instant::now();
    let answer = run();
    (start.elapsed().as_secs_f64() * 1000.0, answer)
}
