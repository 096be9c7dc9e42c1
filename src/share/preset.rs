//! Layouts to begin with: plan files that the product carries.

use super::read::read_plan;
use crate::plan::Plan;

/// A layout to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What it is called.
    pub title: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// Its plan file.
    file: &'static str,
}

/// Every preset; the first is what a first visit shows. None has a Refused or Unsupported finding.
pub const PRESETS: &[Preset] = &[
    Preset {
        title: "Production",
        about: "A System pool of its own over three zones, and an autoscaled User pool for applications.",
        file: include_str!("presets/production.plan.json"),
    },
    Preset {
        title: "Dev/test",
        about: "One System pool of two nodes that applications share.",
        file: include_str!("presets/dev_test.plan.json"),
    },
    Preset {
        title: "Batch on Spot",
        about: "A dedicated System pool, a small User pool, and Spot capacity that grows from zero.",
        file: include_str!("presets/batch.plan.json"),
    },
    Preset {
        title: "Windows",
        about: "Linux System nodes, and a Windows pool for .NET Framework applications.",
        file: include_str!("presets/windows.plan.json"),
    },
];

impl Preset {
    /// Its plan.
    pub fn plan(&self) -> Plan {
        read_plan(self.file).map(|document| document.plan).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::rules::{self, Date};

    #[test]
    fn presets_are_read_without_notes_and_pass() {
        let (catalogue, today) = (Catalogue::embedded(), Date::new(2026, 11, 24).unwrap());
        for preset in PRESETS {
            let document = read_plan(preset.file).unwrap();
            assert_eq!(document.notes, [], "{}", preset.title);
            let report = rules::check(&document.plan, &catalogue, today);
            assert!(report.passes(), "{}: {}", preset.title, report.summary());
        }
    }
}
