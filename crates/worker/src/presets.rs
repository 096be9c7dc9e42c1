//! The presets, with the verdict on each.

use poolwright::codec::{self, JOURNEYS, PORTAL, PORTAL_DATE, PRESETS};
use poolwright::lint::{self, Date, Severity};
use poolwright_protocol::{Opened, Preset, PresetGroup, Response};

use crate::{Worker, migration, plan_text};

/// The groups in the order in which they are listed: what a preset of it is called, and its presets.
const GROUPS: [(&str, &[codec::Preset]); 3] =
    [("the preset", PRESETS), ("the migration scenario", JOURNEYS), ("the Azure portal preset", PORTAL)];

impl Worker {
    pub(crate) fn presets(&self, today: Date) -> Vec<PresetGroup> {
        let titles = ["", "Migration scenarios", "Azure portal presets"];
        let abouts = [
            String::new(),
            "Each is a plan and the existing cluster before it. The migration steps lead from one to the other."
                .to_owned(),
            format!(
                "VM sizes, nodes and zones as documented on {PORTAL_DATE}. Taints, network and version are AKS \
                 defaults. Each shows what the rules find."
            ),
        ];
        let groups = GROUPS.into_iter().zip(titles).zip(abouts);
        groups
            .map(|(((_, presets), title), about)| PresetGroup {
                title: title.to_owned(),
                about,
                presets: presets.iter().map(|preset| self.judged(preset, today)).collect(),
            })
            .collect()
    }

    fn judged(&self, preset: &codec::Preset, today: Date) -> Preset {
        let report = lint::check(&preset.plan(), &self.catalog, today);
        let worst = report.findings.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Note);
        let class = if worst == Severity::Note { "good" } else { worst.class() };
        let verdict = report.verdict();
        Preset {
            title: preset.title.to_owned(),
            about: preset.about.to_owned(),
            class: class.to_owned(),
            verdict,
        }
    }
}

/// Returns the plan of a preset.
pub(crate) fn preset(group: usize, place: usize) -> Response {
    let found = GROUPS.get(group).and_then(|(what, presets)| Some((what, presets.get(place)?)));
    let Some((what, preset)) = found else {
        return Response::Failed("Unknown preset.".to_owned());
    };
    let plan = preset.plan();
    Response::Preset(Opened {
        plan: plan_text(&plan),
        source: format!("{what} {}", preset.title),
        report: None,
        migration: migration::summary(&plan),
    })
}
