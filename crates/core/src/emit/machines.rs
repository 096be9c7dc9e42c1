//! Pools of virtual machines in the commands of azure-cli 2.91.0: `az aks nodepool add --vm-sizes` makes one with one
//! VM size, `az aks nodepool manual-scale` and `auto-scale` add, update and delete the others.
//!
//! What the commands do is read from the module acs (`set_up_virtual_machines_profile`, `aks_agentpool_manual_scale_*`,
//! `aks_agentpool_auto_scale_*`, `update_auto_scaler_properties_vms`, read 2026-11-29): `manual-scale update` needs
//! `--vm-sizes`, ignores a count of 0 and writes the size in small letters; `manual-scale delete` refuses the last size;
//! `auto-scale` tells the case of letters apart; the autoscaler turned on gives all sizes one pair of bounds, turned off
//! it leaves each its minimum. Where these would come to anything else than the plan, there are no commands.

use super::commands::{Script, Verb};
use super::shell::{Argument, Command};
use crate::operations::Change;
use crate::plan::{AutoScale, ManualScale, NodePool, ScaleProfiles};

/// A flag and its value.
type Flag = (&'static str, Argument);

const VM_SIZES: &str = "--vm-sizes";
const CURRENT_VM_SIZES: &str = "--current-vm-sizes";
const NODE_VM_SIZE: &str = "--node-vm-size";
const CURRENT_NODE_VM_SIZE: &str = "--current-node-vm-size";
const NODE_COUNT: &str = "--node-count";
const MIN_COUNT: &str = "--min-count";
const MAX_COUNT: &str = "--max-count";
const ENABLE: &str = "--enable-cluster-autoscaler";
const DISABLE: &str = "--disable-cluster-autoscaler";

const MANUAL_ADD: Verb = ("az aks nodepool manual-scale add", &[]);
const MANUAL_UPDATE: Verb = ("az aks nodepool manual-scale update", &[]);
const MANUAL_DELETE: Verb = ("az aks nodepool manual-scale delete", &["--yes"]);
const AUTO_ADD: Verb = ("az aks nodepool auto-scale add", &[]);
const AUTO_UPDATE: Verb = ("az aks nodepool auto-scale update", &[]);
const AUTO_DELETE: Verb = ("az aks nodepool auto-scale delete", &["--yes"]);

const PROFILE: &str = "virtualMachinesProfile";

/// Properties that the flags of the profiles say.
pub(super) const KEYS: [&str; 6] = [PROFILE, "count", "vmSize", "enableAutoScaling", "minCount", "maxCount"];

/// The most VM sizes of one pool (virtual-machines-node-pools, 2026-08-07).
const MOST_SIZES: usize = 5;

/// What one command for the scale profiles of a pool does.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    verb: Verb,
    does: &'static str,
    flags: Vec<Flag>,
}

/// How a pool of virtual machines is created.
pub(super) struct Creation {
    /// For the command that creates the pool, with its first VM size.
    pub(super) flags: Vec<Flag>,
    /// The commands for its other VM sizes.
    pub(super) others: Vec<Scale>,
}

/// How the scale profiles of a pool are changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Update {
    /// By flags of the command that updates the pool.
    Flags(Vec<Flag>),
    /// By commands of their own.
    Commands {
        /// In their order.
        scales: Vec<Scale>,
        /// Whether the pool has the profiles exactly as the target spells and orders them, after one command.
        is_exact: bool,
    },
}

/// Returns how a new pool gets its VM sizes; `None` for any other pool, and where the commands can't say all of it.
pub(super) fn creation(pool: &NodePool) -> Option<Creation> {
    // What these say of a pool of virtual machines, az leaves out.
    let is_said_twice =
        *pool.autoscaling || pool.min_count.is_some() || pool.max_count.is_some() || pool.vm_size.is_some();
    let profiles = pool.scale_profiles().filter(|_| !is_said_twice)?;
    Some(match &profiles {
        ScaleProfiles::Manual(profiles) => {
            let (first, others) = profiles.split_first()?;
            if !profiles.iter().all(|one| is_one_word(&one.size)) {
                return None;
            }
            Creation {
                flags: vec![size(VM_SIZES, &first.size), number(NODE_COUNT, first.count)],
                others: others.iter().map(manual_add).collect(),
            }
        }
        ScaleProfiles::Auto(profiles) => {
            let (first, others) = profiles.split_first()?;
            if !profiles.iter().all(|one| is_one_word(&one.size)) {
                return None;
            }
            let mut flags = vec![size(VM_SIZES, &first.size), (ENABLE, Argument::Switch)];
            flags.extend(bounds(first.min, first.max));
            // az compares it with the bounds, and then leaves it out.
            flags.push(number(NODE_COUNT, first.min));
            Creation { flags, others: others.iter().map(auto_add).collect() }
        }
    })
}

/// Returns how the scale profiles of a pool become those of another; `None` where the commands can't do it.
pub(super) fn update(before: &NodePool, after: &NodePool) -> Option<Update> {
    let (from, to) = (before.scale_profiles()?, after.scale_profiles()?);
    match (&from, &to) {
        (ScaleProfiles::Manual(from), ScaleProfiles::Manual(to)) => manual_update(from, to),
        (ScaleProfiles::Auto(from), ScaleProfiles::Auto(to)) => auto_update(from, to),
        (ScaleProfiles::Manual(from), ScaleProfiles::Auto(to)) => {
            let first = to.first()?;
            let is_same = from.len() == to.len()
                && from.iter().zip(to).all(|(from, to)| from.size.eq_ignore_ascii_case(&to.size))
                && to.iter().all(|one| (one.min, one.max) == (first.min, first.max));
            let mut flags = vec![(ENABLE, Argument::Switch)];
            flags.extend(bounds(first.min, first.max));
            is_same.then_some(Update::Flags(flags))
        }
        (ScaleProfiles::Auto(from), ScaleProfiles::Manual(to)) => {
            let is_minimum = |(from, to): (&AutoScale, &ManualScale)| {
                from.size.eq_ignore_ascii_case(&to.size) && from.min == to.count
            };
            let is_same = from.len() == to.len() && from.iter().zip(to).all(is_minimum);
            is_same.then(|| Update::Flags(vec![(DISABLE, Argument::Switch)]))
        }
    }
}

fn manual_update(from: &[ManualScale], to: &[ManualScale]) -> Option<Update> {
    let is_size = |one: &ManualScale, other: &ManualScale| one.size.eq_ignore_ascii_case(&other.size);
    let (known, new): (Vec<_>, Vec<_>) =
        to.iter().partition(|one| from.iter().any(|other| is_size(one, other)));
    let gone = from.iter().filter(|one| !to.iter().any(|other| is_size(one, other)));
    let mut scales: Vec<Scale> = new.iter().copied().map(manual_add).collect();
    for one in known {
        let had = from.iter().find(|other| is_size(one, other))?;
        match one.count {
            count if count == had.count => {}
            0 => return None,
            count => scales.push(Scale {
                verb: MANUAL_UPDATE,
                does: "Set the number of nodes of a VM size of the node pool",
                flags: vec![
                    size(CURRENT_VM_SIZES, &had.size),
                    size(VM_SIZES, &had.size),
                    number(NODE_COUNT, count),
                ],
            }),
        }
    }
    // The last size can't be deleted, so that others are there first.
    scales.extend(gone.map(|one| Scale {
        verb: MANUAL_DELETE,
        does: DELETE,
        flags: vec![size(CURRENT_VM_SIZES, &one.size)],
    }));
    let mut done: Vec<&ManualScale> = from.iter().filter(|one| to.contains(one)).collect();
    done.extend(new.iter().copied());
    let is_exact = scales.len() == 1 && done == to.iter().collect::<Vec<_>>();
    finished(scales, is_exact, from.len() + new.len(), to.iter().chain(from).map(|one| one.size.as_str()))
}

fn auto_update(from: &[AutoScale], to: &[AutoScale]) -> Option<Update> {
    let is_size = |one: &AutoScale, other: &AutoScale| one.size.eq_ignore_ascii_case(&other.size);
    let (known, new): (Vec<_>, Vec<_>) =
        to.iter().partition(|one| from.iter().any(|other| is_size(one, other)));
    let gone = from.iter().filter(|one| !to.iter().any(|other| is_size(one, other)));
    let mut scales: Vec<Scale> = new.iter().copied().map(auto_add).collect();
    let mut done = Vec::new();
    for one in known {
        let had = from.iter().find(|other| is_size(one, other))?;
        if (one.min, one.max) != (had.min, had.max) {
            let mut flags = vec![size(CURRENT_NODE_VM_SIZE, &had.size)];
            flags.extend(bounds(one.min, one.max));
            scales.push(Scale {
                verb: AUTO_UPDATE,
                does: "Set the bounds of a VM size of the node pool",
                flags,
            });
        }
        done.push(AutoScale { size: had.size.clone(), ..one.clone() });
    }
    scales.extend(gone.map(|one| Scale {
        verb: AUTO_DELETE,
        does: DELETE,
        flags: vec![size(CURRENT_NODE_VM_SIZE, &one.size)],
    }));
    done.extend(new.iter().map(|one| (*one).clone()));
    let is_exact = scales.len() == 1 && done == to;
    finished(scales, is_exact, from.len() + new.len(), to.iter().chain(from).map(|one| one.size.as_str()))
}

fn finished<'a>(
    scales: Vec<Scale>,
    is_exact: bool,
    most: usize,
    mut sizes: impl Iterator<Item = &'a str>,
) -> Option<Update> {
    let can_be = most <= MOST_SIZES && sizes.all(is_one_word);
    (can_be && !scales.is_empty()).then_some(Update::Commands { scales, is_exact })
}

const ADD: &str = "Add a VM size to the node pool";
const DELETE: &str = "Delete a VM size of the node pool";

fn manual_add(one: &ManualScale) -> Scale {
    Scale {
        verb: MANUAL_ADD,
        does: ADD,
        flags: vec![size(VM_SIZES, &one.size), number(NODE_COUNT, one.count)],
    }
}

fn auto_add(one: &AutoScale) -> Scale {
    let mut flags = vec![size(NODE_VM_SIZE, &one.size)];
    flags.extend(bounds(one.min, one.max));
    Scale { verb: AUTO_ADD, does: ADD, flags }
}

/// Returns whether a VM size is one word: az cuts its value at commas and takes off the blanks around it.
fn is_one_word(size: &str) -> bool {
    !size.starts_with('-')
        && size.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter))
}

fn size(flag: &'static str, size: &str) -> Flag {
    (flag, Argument::Text(size.to_owned()))
}

fn bounds(min: i64, max: i64) -> [Flag; 2] {
    [number(MIN_COUNT, min), number(MAX_COUNT, max)]
}

fn number(flag: &'static str, number: i64) -> Flag {
    let text = number.to_string();
    (flag, if number < 0 { Argument::Joined(text) } else { Argument::Word(text) })
}

impl Script<'_> {
    /// Returns how an update changes the scale profiles of a pool; `None` where it doesn't, or where the tool has no
    /// commands that do. A text that may be run again takes one command that leaves nothing to chance.
    pub(super) fn machines_update(
        &self,
        before: &NodePool,
        after: &NodePool,
        changes: &[Change],
    ) -> Option<Update> {
        let changed = changes.iter().any(|change| change.key == PROFILE);
        let update = (self.words.update_machines)(before, after).filter(|_| changed)?;
        let is_sure = match &update {
            Update::Flags(_) => false,
            Update::Commands { is_exact, .. } => *is_exact,
        };
        (!self.is_resumable || is_sure).then_some(update)
    }

    /// Returns the commands for VM sizes of a pool.
    pub(super) fn scales(&mut self, pool: &NodePool, scales: &[Scale]) -> Vec<(Command, Verb)> {
        let command = |scale: &Scale| {
            let mut command = self.on_pool(scale.verb, &pool.name).that(scale.does, &pool.name);
            scale.flags.iter().for_each(|(flag, argument)| command.push(flag, argument.clone()));
            (command, scale.verb)
        };
        scales.iter().map(command).collect()
    }
}
