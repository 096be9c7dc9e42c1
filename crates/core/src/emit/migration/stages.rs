//! The state of each node pool after each step of a runbook.

use crate::migrate::{Act, Runbook};
use crate::plan::{NodePool, Plan};

/// A node pool after a number of steps, until the next stage.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// The number of steps done when the pool is first like this.
    pub(super) done: usize,
    /// The pool with the version that its nodes run; `None` while there is no pool of the name.
    pub(super) pool: Option<NodePool>,
}

/// The stages of all pools that ever have one name.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    pub(super) name: String,
    stages: Vec<Stage>,
}

/// One pool from its creation, or from the first step, to its deletion, or to the last step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life<'a> {
    stages: &'a [Stage],
    /// The number of steps done when the pool is gone; `usize::MAX` for a pool that stays.
    end: usize,
}

impl<'a> Life<'a> {
    /// Returns the number of steps done when the pool is there; 0 for a pool that exists before the first step.
    pub(super) fn begin(&self) -> usize {
        self.stages.first().map_or(0, |stage| stage.done)
    }

    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Returns the pool at each stage.
    pub(super) fn pools(&self) -> impl DoubleEndedIterator<Item = &'a NodePool> + use<'a> {
        self.stages.iter().filter_map(|stage| stage.pool.as_ref())
    }

    /// Returns the pool at each stage that is reached after more than so many steps, or after at most so many.
    pub(super) fn pools_after(&self, done: usize) -> impl Iterator<Item = &'a NodePool> + use<'a> {
        self.stages.iter().filter(move |stage| stage.done > done).filter_map(|stage| stage.pool.as_ref())
    }

    pub(super) fn pools_until(&self, done: usize) -> impl DoubleEndedIterator<Item = &'a NodePool> + use<'a> {
        self.stages.iter().filter(move |stage| stage.done <= done).filter_map(|stage| stage.pool.as_ref())
    }

    /// Returns whether an autoscaler decides the number of nodes at any time.
    pub(super) fn is_ever_autoscaled(&self) -> bool {
        self.pools().any(|pool| *pool.autoscaling)
    }
}

impl Timeline {
    /// Returns the pools of this name, in the order in which they exist.
    pub(super) fn lives(&self) -> Vec<Life<'_>> {
        let mut lives = Vec::new();
        let mut rest = self.stages.as_slice();
        while let Some(first) = rest.iter().position(|stage| stage.pool.is_some()) {
            rest = rest.get(first..).unwrap_or_default();
            let gone = rest.iter().position(|stage| stage.pool.is_none());
            let end = gone.and_then(|gone| rest.get(gone)).map_or(usize::MAX, |stage| stage.done);
            let (stages, others) = rest.split_at_checked(gone.unwrap_or(rest.len())).unwrap_or((rest, &[]));
            lives.push(Life { stages, end });
            rest = others;
        }
        lives
    }

    /// Returns the pool that exists when a step begins.
    pub(super) fn before(&self, step: usize) -> Option<Life<'_>> {
        self.lives().into_iter().find(|life| life.begin() <= step && step < life.end())
    }

    /// Returns the pool that a step creates.
    pub(super) fn created_by(&self, step: usize) -> Option<Life<'_>> {
        self.lives().into_iter().find(|life| life.begin() == step.saturating_add(1))
    }

    /// Returns the pool that exists when a step begins, and the one that gets its name later.
    pub(super) fn old_and_new(&self, step: usize) -> (Option<Life<'_>>, Option<Life<'_>>) {
        let mut lives = self.lives().into_iter().skip_while(|life| life.end() <= step);
        (lives.next(), lives.next())
    }
}

/// Returns the timelines of all names, those that exist at the beginning first.
pub(super) fn timelines(runbook: &Runbook) -> Vec<Timeline> {
    let mut plan = runbook.start.clone();
    let mut timelines = Vec::new();
    note(&mut timelines, &plan, 0, None);
    for (step, one) in runbook.steps.iter().enumerate() {
        match &one.act {
            Act::Add(pool) => plan.pools.push((**pool).clone()),
            Act::Aks(operation) => operation.apply_to(&mut plan),
            Act::Cordon(_) | Act::Drain(_) | Act::AwaitSystemPods(_) => continue,
        }
        note(&mut timelines, &plan, step.saturating_add(1), one.act.pool());
    }
    timelines
}

/// Adds a stage to the timeline of each pool, or of one, that isn't as it was.
fn note(timelines: &mut Vec<Timeline>, plan: &Plan, done: usize, only: Option<&str>) {
    let is_asked = |name: &str| only.is_none_or(|only| only == name);
    for pool in plan.pools.iter().filter(|pool| is_asked(&pool.name)) {
        if !timelines.iter().any(|timeline| timeline.name == pool.name) {
            timelines.push(Timeline { name: pool.name.clone(), stages: Vec::new() });
        }
    }
    for timeline in timelines.iter_mut().filter(|timeline| is_asked(&timeline.name)) {
        let mut pool = plan.pool(&timeline.name).map(|(_, pool)| pool.clone());
        if let Some(pool) = &mut pool {
            pool.kubernetes_version =
                pool.kubernetes_version.take().or_else(|| plan.cluster.kubernetes_version.clone());
        }
        if timeline.stages.last().is_none_or(|last| last.pool != pool) {
            timeline.stages.push(Stage { done, pool });
        }
    }
}
