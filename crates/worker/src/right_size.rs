//! Right-sizing: nodes that the pools need for the pods of a cluster, and the cheapest sizes.

use poolwright::lint::Date;
use poolwright::plan::Plan;
use poolwright::rightsize::{self, Constraints, NodeSizes, Problem};
use poolwright_protocol::{Response, RightSize};

use crate::capacity::table;
use crate::{Worker, plan_text};

impl Worker {
    pub(crate) fn right_size(
        &self,
        plan: &Plan,
        today: Date,
        (pods, nodes): (&str, &str),
        headroom: u32,
        constraints: Constraints,
    ) -> Response {
        let demand = match rightsize::read_pods(pods) {
            Ok(demand) => demand,
            Err(problem) => return Response::Failed(format!("Pods: {problem}")),
        };
        // Nodes are optional.
        let sizes =
            if nodes.trim().is_empty() { Ok(NodeSizes::default()) } else { rightsize::read_nodes(nodes) };
        let sizes = match sizes {
            Ok(sizes) => sizes,
            Err(problem) => return Response::Failed(format!("Nodes: {problem}")),
        };
        let problem = Problem { plan, catalog: &self.catalog, demand: &demand, sizes: &sizes, headroom };
        let placement = rightsize::place(&problem);
        let prices = self.prices_in(&plan.cluster.location);
        let layout = prices.map(|prices| (rightsize::cheapest(&problem, prices, today, constraints), prices));
        let layout = layout.as_ref().map(|(layout, prices)| (layout, *prices));
        let tables = rightsize::tables(&demand, &placement, layout);
        Response::RightSize(RightSize {
            summary: rightsize::summary(&demand),
            problems: rightsize::problems(&placement),
            notes: demand.notes.clone(),
            tables: tables.iter().map(table).collect(),
            plan: layout
                .filter(|(layout, _)| layout.plan != *plan)
                .map(|(layout, _)| plan_text(&layout.plan)),
        })
    }
}
