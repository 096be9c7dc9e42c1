//! How much is used of what is available, as bars.

use leptos::prelude::*;
use poolwright::text::plain;
use poolwright_protocol::Bar;

/// The width of a bar in its own units.
const WIDTH: i64 = 1_000;

/// A group of bars, one a line.
#[component]
pub fn Bars(bars: Vec<Bar>) -> AnyView {
    view! { <ul class="bars">{bars.into_iter().map(|bar| view! { <OneBar bar=bar/> }).collect_view()}</ul> }
        .into_any()
}

/// One bar: its label, its picture, and its numbers as text.
#[component]
fn OneBar(bar: Bar) -> AnyView {
    let shape = Shape::new(&bar);
    view! {
        <li>
            <b>{plain(&bar.title).into_owned()}</b>
            <svg class="bar-picture" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="all" x="0" y="0" width=WIDTH height="10"></rect>
                <rect class=shape.peak_class x="0" y="0" width=shape.peak height="10"></rect>
                <rect class="now" x="0" y="0" width=shape.now height="10"></rect>
                <line class="room" x1=shape.room x2=shape.room y1="0" y2="10"></line>
            </svg>
            <span class="sub">{bar.text}</span>
        </li>
    }
    .into_any()
}

/// Where the parts of a bar end, from 0 to [`WIDTH`].
struct Shape {
    now: i64,
    peak: i64,
    room: i64,
    peak_class: &'static str,
}

impl Shape {
    fn new(bar: &Bar) -> Self {
        let all = bar.room.max(bar.peak).max(1);
        let share = |part: i64| (i128::from(part.clamp(0, all)) * i128::from(WIDTH) / i128::from(all)) as i64;
        Self {
            now: share(bar.now),
            peak: share(bar.peak),
            room: share(bar.room),
            peak_class: if bar.peak > bar.room { "over" } else { "peak" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_stays_in_its_frame() {
        for (now, peak, room) in
            [(0, 0, 0), (5, 9, 4), (i64::MAX, i64::MAX, 1), (-5, -1, -9), (1, 2, i64::MAX)]
        {
            let shape = Shape::new(&Bar { now, peak, room, ..Bar::default() });
            for end in [shape.now, shape.peak, shape.room] {
                assert!((0..=WIDTH).contains(&end), "{end}");
            }
        }
    }
}
