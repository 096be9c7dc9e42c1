//! How long something takes: the median of many, in microseconds. `cargo bench --bench emit -- Bicep` runs only what has
//! that word in its title.

use std::time::Instant;

/// Returns whether a title has each word of the command line.
pub(crate) fn is_wanted(title: &str) -> bool {
    std::env::args().skip(1).filter(|word| !word.starts_with("--")).all(|word| title.contains(&word))
}

/// Runs something so many times and prints the median, if its title is wanted.
pub(crate) fn median(title: &str, times: usize, mut run: impl FnMut()) {
    if !is_wanted(title) {
        return;
    }
    let mut taken: Vec<f64> = (0..times)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    println!("{title:<52} {:>9.1} us", taken[times / 2]);
}
