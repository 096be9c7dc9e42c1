//! The steps of a migration as a Markdown checklist for a change ticket.

use crate::lint::sources::sources;
use crate::migrate::{Runbook, preflight};
use crate::quote::markdown::text;
use crate::text::counted;

/// Returns the whole checklist.
pub fn checklist(runbook: &Runbook) -> String {
    let cluster = &runbook.start.cluster;
    let mut out = format!("# Migration of the cluster {}\n\n", text(&cluster.name));
    for one in &runbook.left {
        out += &format!("- Not applied: {} of the cluster. {}\n", text(one.key), text(one.why));
    }
    for offer in &runbook.proposed {
        out += &format!(
            "- {} is replaced by {}. Workloads that select nodes by pool have to use the new name.\n",
            text(&offer.from),
            text(&offer.to)
        );
    }
    for name in &runbook.deleted_first {
        out += &format!("- Disruption: {} is deleted before the pool that replaces it exists.\n", text(name));
    }
    out += &format!(
        "- Peak: {} and {} more than today.\n\n## Before the first step\n\n",
        counted(runbook.peak_nodes, "node"),
        counted(runbook.peak_addresses, "address")
    );
    for one in preflight::questions(runbook) {
        // A name of several lines, or with the end of a block in it, stays out of the block.
        let named = one.command_for(cluster);
        let command = if named.contains(['\n', '\r', '`']) { one.command } else { &named };
        out += &format!(
            "- [ ] {}\n\n  ```sh\n  {command}\n  ```\n\n  {}\n",
            text(one.question),
            text(one.meaning)
        );
    }
    out += "\n## Steps\n\n";
    for (place, step) in runbook.steps.iter().enumerate() {
        out += &format!("- [ ] **{}. {}**\n", place + 1, text(&step.act.describe(&runbook.start)));
        let mut row = |name: &str, content: &str| out += &format!("  - {name}: {}\n", text(content));
        row("Why", &step.why);
        row("Disrupts", &step.disrupts);
        for check in &step.checks {
            row("Verify", &check.describe());
        }
        row("Rollback", &step.undo);
        row("Expected duration", "unknown: no dated source gives one");
        for caveat in &step.caveats {
            let title = sources().find(|source| source.id == caveat.source).map_or("", |source| source.title);
            row("Caution", &format!("{} ({title})", caveat.text));
        }
    }
    out
}
