//! How long something takes: the median of many, in microseconds.

use std::time::Instant;

/// Runs something so many times and prints the median.
pub(crate) fn median(title: &str, times: usize, mut run: impl FnMut()) {
    let mut taken: Vec<f64> = (0..times)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    println!("{title:<44} {:>9.1} us", taken[times / 2]);
}
