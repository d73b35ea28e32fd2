//! The laws, over many seeds.

#[test]
fn smoke() {
    let steps = std::env::var("STEPS").ok().and_then(|it| it.parse().ok()).unwrap_or(2_000);
    let seeds: u64 = std::env::var("SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(20);
    let first: u64 = std::env::var("SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(1);
    let began = std::time::Instant::now();
    let mut all = 0;
    let mut broken = std::collections::BTreeMap::new();
    for seed in first..first + seeds {
        let ran = simulation::run(seed, steps, None);
        all += ran.steps;
        if let Some(it) = &ran.broken {
            broken.entry(it.law).or_insert_with(Vec::new).push((seed, it.why.clone()));
        }
        if seed < first + 5 { eprintln!("{ran:?}"); }
    }
    eprintln!("{} steps/s", all as f64 / began.elapsed().as_secs_f64());
    for (law, seeds) in broken {
        eprintln!("{law}: {} {:?}", seeds.len(), &seeds[..seeds.len().min(3)]);
    }
    if seeds == 1 {
        eprintln!("{}", simulation::trace(first, steps, None, 60));
    }
}
