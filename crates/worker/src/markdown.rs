//! The plan for a pull request.

use poolwright::capacity::{self, cost};
use poolwright::lint::{self, Date, Report, Severity};
use poolwright::operations;
use poolwright::plan::{Keyword, NodePool, Plan, Scaling};
use poolwright::quote::markdown;
use poolwright::text::grouped;

use crate::Worker;

impl Worker {
    /// Returns the plan's sentence, its pools, the verdict and the link.
    pub(crate) fn markdown(&self, plan: &Plan, today: Date, link: Option<&str>, rejected: usize) -> String {
        let mut report = lint::check(plan, &self.catalog, today);
        operations::audit(plan, &self.catalog, today, &mut report);
        report.rejected = rejected;
        let mut text = format!("**{}**\n\n", markdown::text(&capacity::sentence(plan, &self.catalog)));
        text += "| Pool | Mode | VM size | Nodes | Zones | Pods per node | Findings |\n";
        text += "| --- | --- | --- | ---: | --- | ---: | --- |\n";
        for (place, pool) in plan.pools.iter().enumerate() {
            text += &format!("| {} |\n", cells(plan, place, pool, &report).join(" | "));
        }
        let prices = self.prices_in(&plan.cluster.location);
        let cost = self.cost(plan);
        let month = cost::month(&cost, prices, &self.rates);
        let baseline =
            plan.baseline.as_deref().map(|baseline| self.cost(baseline)).filter(|_| month.is_some());
        let change = baseline.and_then(|before| cost::difference(&before, &cost, &self.rates));
        for sentence in month.into_iter().chain(change) {
            text += &format!("\n{}\n", markdown::text(&sentence));
        }
        text += &format!("\n{}", report.verdict());
        if let Some(link) = link.filter(|link| !link.is_empty()) {
            text += &format!(" [Open the plan in Poolwright]({link})");
        }
        text + "\n"
    }
}

fn cells(plan: &Plan, place: usize, pool: &NodePool, report: &Report) -> [String; 7] {
    let nodes = match pool.scaling() {
        Scaling::Manual { count } => grouped(count),
        Scaling::Auto { .. } => {
            let (least, most) = pool.node_range();
            format!("{} to {}", grouped(least), grouped(most))
        }
    };
    let mode = pool.mode.as_ref().map_or("", Keyword::as_str);
    let spot = if pool.is_spot() { ", Spot" } else { "" };
    let here = |finding: &&lint::Finding| finding.pool == Some(place) && finding.severity != Severity::Note;
    let mut found: Vec<&str> = report.findings.iter().filter(here).map(|finding| finding.rule.id).collect();
    found.dedup();
    [
        markdown::text(&pool.name),
        markdown::text(mode) + spot,
        markdown::text(pool.vm_size.as_deref().unwrap_or("AKS default")),
        nodes,
        markdown::text(&pool.zones.join(", ")),
        grouped(pool.max_pods_on(&plan.cluster)),
        found.join(", "),
    ]
}
