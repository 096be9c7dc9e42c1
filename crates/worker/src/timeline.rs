//! The cluster after each step of a migration, as data that the page draws.

use poolwright::migrate::{Act, Purpose, Runbook, Step};
use poolwright::operations::Operation;
use poolwright::plan::{NodePool, Plan};
use poolwright::text::{counted, grouped};
use poolwright_protocol::{Picture, PictureRow, Series, Timeline};

use crate::picture;

/// Returns the cluster after each step.
pub(crate) fn timeline(runbook: &Runbook) -> Timeline {
    let course = Course::new(runbook);
    let columns = picture::columns(course.stays.iter().map(|stay| &stay.pool));
    let row = |stay: &Stay| {
        let line = course.lines.iter().position(|name| *name == stay.pool.name).unwrap_or_default();
        let row = picture::row(&columns, &stay.pool, line);
        let text = if stay.mark.is_empty() { row.text } else { format!("{}, {}", row.text, stay.mark) };
        PictureRow { text, mark: stay.mark.to_owned(), from: stay.from, to: stay.to, ..row }
    };
    // From top to bottom, and in time.
    let mut rows: Vec<PictureRow> = course.stays.iter().map(row).collect();
    rows.sort_by_key(|row| (row.line, row.from));
    let series = |title: &str, peak: i64, number: fn(&Step) -> i64| {
        let numbers: Vec<i64> = runbook.steps.iter().map(number).collect();
        Series {
            text: format!("{title}: {}.", runs(&numbers)),
            title: format!("{title}, at most {}", grouped(peak)),
            numbers,
        }
    };
    Timeline {
        states: course.states(runbook),
        picture: Picture { columns: picture::titles(&columns), rows },
        nodes: series("Additional nodes during each step", runbook.peak_nodes, |step| step.extra.nodes),
        addresses: series("Additional IP addresses during each step", runbook.peak_addresses, |step| {
            step.extra.addresses
        }),
    }
}

/// A pool as it is for a while: from after one step to after another, the first being today.
#[derive(Clone, Debug)]
struct Stay {
    pool: NodePool,
    /// What kubectl did to its nodes.
    mark: &'static str,
    from: usize,
    to: usize,
}

/// Each pool as it is at each time, and the lines of pools from top to bottom.
struct Course {
    stays: Vec<Stay>,
    lines: Vec<String>,
    /// Nodes and pools at each time.
    sums: Vec<(i64, usize)>,
}

impl Course {
    fn new(runbook: &Runbook) -> Self {
        let mut plan = runbook.start.clone();
        let mut lines: Vec<String> = plan.pools.iter().map(|pool| pool.name.clone()).collect();
        let open = |pool: &NodePool| Stay { pool: pool.clone(), mark: "", from: 0, to: 0 };
        let mut now: Vec<Stay> = plan.pools.iter().map(open).collect();
        let mut stays = Vec::new();
        let mut sums = vec![sum(&plan)];
        for (place, step) in runbook.steps.iter().enumerate() {
            let at = place + 1;
            if let Act::Add(pool) = &step.act {
                plan.pools.push((**pool).clone());
                add_line(&mut lines, &pool.name, &step.purpose);
            }
            if let Some(operation) = step.act.operation() {
                operation.apply_to(&mut plan);
            }
            let mark = mark(&step.act).zip(step.act.pool());
            let before = std::mem::take(&mut now);
            for pool in &plan.pools {
                let was = before.iter().find(|stay| stay.pool.name == pool.name);
                let marked = mark.filter(|(_, name)| *name == pool.name).map(|(mark, _)| mark);
                let mark = marked.or(was.map(|stay| stay.mark)).unwrap_or_default();
                now.push(match was {
                    Some(was) if was.pool == *pool && was.mark == mark => Stay { to: at, ..was.clone() },
                    _ => Stay { pool: pool.clone(), mark, from: at, to: at },
                });
            }
            let is_over =
                |stay: &Stay| !now.iter().any(|one| one.pool.name == stay.pool.name && one.from == stay.from);
            stays.extend(before.into_iter().filter(is_over));
            sums.push(sum(&plan));
        }
        stays.extend(now);
        Self { stays, lines, sums }
    }

    /// Returns a sentence for each time.
    fn states(&self, runbook: &Runbook) -> Vec<String> {
        let total = runbook.steps.len();
        let state = |(at, (nodes, pools)): (usize, &(i64, usize))| {
            let there = format!("{} in {}", counted(*nodes, "node"), counted(*pools as i64, "pool"));
            match at.checked_sub(1).and_then(|place| runbook.steps.get(place)) {
                Some(step) => {
                    let during = during(step.extra.nodes, step.extra.addresses);
                    format!(
                        "After step {at} of {total}: {there}. At most during it: {during}. {}",
                        step.act.describe(&runbook.start)
                    )
                }
                None => format!("Today: {there}."),
            }
        };
        self.sums.iter().enumerate().map(state).collect()
    }
}

/// Returns what a step takes beyond what there is today, until it is done.
fn during(nodes: i64, addresses: i64) -> String {
    match (nodes.max(0), addresses.max(0)) {
        (0, 0) => "no more nodes than today".to_owned(),
        (nodes, 0) => format!("{} more than today", counted(nodes, "node")),
        (nodes, addresses) => {
            format!("{} and {} more than today", counted(nodes, "node"), counted_addresses(addresses))
        }
    }
}

fn counted_addresses(number: i64) -> String {
    if number == 1 { "1 IP address".to_owned() } else { format!("{} IP addresses", grouped(number)) }
}

/// Returns what a step does to the mark of its pool: nodes that are new or reimaged take pods again.
fn mark(act: &Act) -> Option<&'static str> {
    match act {
        Act::Cordon(_) => Some("cordoned"),
        Act::Drain(_) => Some("drained"),
        Act::Add(_) | Act::Aks(Operation::DeletePool(_)) => Some(""),
        _ => None,
    }
}

fn sum(plan: &Plan) -> (i64, usize) {
    (plan.pools.iter().fold(0, |all, pool| pool.nodes().saturating_add(all)), plan.pools.len())
}

/// Gives a pool a line: below the pool that it replaces.
fn add_line(lines: &mut Vec<String>, name: &str, purpose: &Purpose) {
    if lines.iter().any(|line| line == name) {
        return;
    }
    let below = match purpose {
        Purpose::Replaces(old) | Purpose::Temporary(old) | Purpose::RecreateWithName(old) => {
            lines.iter().position(|line| line == old)
        }
        _ => None,
    };
    lines.insert(below.map_or(lines.len(), |place| place + 1), name.to_owned());
}

/// Returns numbers as text, runs of equal numbers once.
fn runs(numbers: &[i64]) -> String {
    let mut found: Vec<(usize, usize, i64)> = Vec::new();
    for (place, number) in numbers.iter().enumerate() {
        match found.last_mut() {
            Some((_, to, same)) if same == number => *to = place,
            _ => found.push((place, place, *number)),
        }
    }
    let one = |(from, to, number): &(usize, usize, i64)| match (from + 1, to + 1) {
        (from, to) if from == to => format!("step {from} {}", grouped(*number)),
        (from, to) => format!("steps {from} to {to} {}", grouped(*number)),
    };
    found.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_step_says_what_it_takes_until_it_is_done() {
        for (nodes, addresses, said) in [
            (0, 0, "no more nodes than today"),
            (-3, -90, "no more nodes than today"),
            (1, 0, "1 node more than today"),
            (2, 1, "2 nodes and 1 IP address more than today"),
            (0, 31, "0 nodes and 31 IP addresses more than today"),
        ] {
            assert_eq!(super::during(nodes, addresses), said);
        }
    }

    #[test]
    fn equal_numbers_in_a_row_are_named_once() {
        assert_eq!(super::runs(&[3, 3, 0, 1_000, 1_000]), "steps 1 to 2 3, step 3 0, steps 4 to 5 1,000");
    }
}
