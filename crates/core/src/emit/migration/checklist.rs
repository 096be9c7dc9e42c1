//! The steps of a migration as a Markdown checklist for a change ticket.

use crate::lint::sources::sources;
use crate::migrate::{Runbook, preflight};
use crate::quote::markdown::text;

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
        "- Peak: {} nodes and {} addresses more than today.\n\n## Before the first step\n\n",
        runbook.peak_nodes, runbook.peak_addresses
    );
    for one in preflight::questions(runbook) {
        out += &format!(
            "- [ ] {}\n\n  ```sh\n  {}\n  ```\n\n  {}\n",
            text(one.question),
            one.command,
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
