//! The cluster after each step of a migration: a slider, and what it shows as text and as a picture.

use leptos::prelude::*;
use poolwright_protocol::{Series, Timeline};

use crate::components::zone_picture::ZonePicture;

/// The height of the columns of a series, and the width of one.
const HEIGHT: i64 = 40;
const WIDTH: usize = 10;

#[component]
pub fn TimelineView(timeline: Timeline) -> AnyView {
    // How many steps are finished.
    let at = RwSignal::new(0_usize);
    let last = timeline.states.len().saturating_sub(1);
    let states = StoredValue::new(timeline.states);
    let state = move || states.with_value(|states| states.get(at.get()).cloned().unwrap_or_default());
    let slide = move |event| at.set(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <section class="scrub">
            <label for="migration-at">"The cluster after each step"</label>
            <input
                type="range" id="migration-at" min="0" max=last value="0" autocomplete="off"
                aria-valuetext=state on:input=slide
            />
            <Columns series=timeline.nodes at=at/>
            <Columns series=timeline.addresses at=at/>
            <p class="said" id="migration-said">{state}</p>
            <ZonePicture id="migration-picture" picture=timeline.picture at=at/>
        </section>
    }
    .into_any()
}

/// A number for each step as columns side by side. The column of the current step is highlighted.
#[component]
fn Columns(series: Series, at: RwSignal<usize>) -> AnyView {
    let heights = heights(&series.numbers);
    let path: String = heights.iter().enumerate().map(|(place, height)| column(place, *height)).collect();
    let frame = format!("0 0 {} {HEIGHT}", heights.len().max(1) * WIDTH);
    let now = move || {
        let place = at.get().checked_sub(1)?;
        Some(column(place, *heights.get(place)?))
    };
    view! {
        <div>
            <p class="sub">{series.title}</p>
            <svg class="migration-bars" viewBox=frame preserveAspectRatio="none" role="img" aria-label=series.text>
                <path d=path></path>
                <path class="now" d=now></path>
            </svg>
        </div>
    }
    .into_any()
}

/// Returns the heights of columns. What is more than nothing is seen.
fn heights(numbers: &[i64]) -> Vec<i64> {
    let most = numbers.iter().copied().max().unwrap_or_default().max(1);
    let height = |number: &i64| {
        let height = (i128::from((*number).max(0)) * i128::from(HEIGHT) / i128::from(most)) as i64;
        if *number > 0 { height.max(1) } else { 0 }
    };
    numbers.iter().map(height).collect()
}

/// Returns the outline of a column.
fn column(place: usize, height: i64) -> String {
    format!("M{} {HEIGHT}v-{height}h8v{height}z", place * WIDTH + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_stay_in_their_frame() {
        assert_eq!(super::heights(&[i64::MAX, -5, 0, 1]), [40, 0, 0, 1]);
        assert_eq!(super::column(1, 3), "M11 40v-3h8v3z");
    }
}
