//! Pairs of layouts, each from a number, so that a fault can be looked at again.

use poolwright::plan::{
    Mode, NodePool, OsDiskType, OsSku, OsType, Plan, PowerState, Priority, Purpose, ScaleDownMode, SkuTier,
};

use poolwright::to_json::Object;

use super::cloud::{Quota, SIZES, taken};

/// The generator `SplitMix64` (Steele, Lea and Flood, 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: i64) -> i64 {
        (self.next() % end as u64) as i64
    }

    /// Whether one of so many times comes up.
    pub(crate) fn one_in(&mut self, times: i64) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as i64) as usize].clone()
    }
}

/// Two layouts, and the quota that the cluster has.
pub(crate) struct Pair {
    pub(crate) current: Plan,
    pub(crate) target: Plan,
    pub(crate) quota: Vec<Quota>,
}

const LINUX: [OsSku; 4] = [OsSku::Ubuntu, OsSku::AzureLinux, OsSku::Ubuntu2204, OsSku::Ubuntu2404];

/// The kinds of a generator, by the rest of a seed when it is divided by their number.
pub(crate) type Kinds = [fn(&mut Dice, &mut Pair); 10];

/// A random pair that is bent until it is of its kind.
pub(crate) fn bent(seed: u64, dice: &mut Dice, mut found: Pair, kinds: &Kinds) -> Pair {
    kinds[(seed % kinds.len() as u64) as usize](dice, &mut found);
    // The quota is that of the pools as they are now.
    let takes = taken(&found.current.pools);
    let of = |(name, _): Quota| {
        let now = takes.iter().find(|(known, _)| *known == name).map_or(0, |(_, vcpus)| *vcpus);
        (name, now + dice.pick(&[0, 0, 4, 8, 16, 40]))
    };
    found.quota = std::mem::take(&mut found.quota).into_iter().map(of).collect();
    found
}

/// A User pool with 4 nodes or fewer, and not fewer than `least`.
pub(crate) fn user_pool(dice: &mut Dice, name: &str, least: i64) -> NodePool {
    NodePool {
        name: name.to_owned(),
        mode: Some(Mode::User),
        count: Some(least + dice.below(5 - least)),
        vm_size: Some(SIZES[dice.below(4) as usize].0.to_owned()),
        os_type: Some(OsType::Linux),
        priority: Some(Priority::Regular),
        ..NodePool::default()
    }
}

fn any_pool(dice: &mut Dice, name: &str) -> NodePool {
    let mut pool = user_pool(dice, name, 0);
    match dice.below(10) {
        0..=3 => {
            pool.mode = Some(Mode::System);
            pool.count = Some(2 + dice.below(3));
            if dice.one_in(4) {
                pool.taints.push("CriticalAddonsOnly=true:NoSchedule".to_owned());
            }
        }
        4 => pool.priority = Some(Priority::Spot),
        5 | 6 => {
            pool.os_type = Some(OsType::Windows);
            pool.os_sku = Some(dice.pick(&[OsSku::Windows2019, OsSku::Windows2022]));
        }
        _ => {}
    }
    if pool.is_linux() && dice.one_in(3) {
        pool.os_sku = Some(dice.pick(&LINUX));
    }
    if pool.is_user() && pool.is_linux() && dice.one_in(5) {
        pool.taints.push(dice.pick(&["a=b:NoSchedule", "c=d:NoExecute", "e=f:PreferNoSchedule"]).to_owned());
    }
    if dice.one_in(5) {
        autoscale(dice, &mut pool);
    }
    if dice.one_in(4) {
        pool.max_pods = Some(dice.pick(&[30, 50, 110]));
    }
    if dice.one_in(5) {
        pool.os_disk_type = Some(dice.pick(&[OsDiskType::Managed, OsDiskType::Ephemeral]));
    }
    if dice.one_in(5) {
        pool.labels.insert("team".to_owned(), dice.pick(&["web", "data"]).to_owned());
    }
    if dice.one_in(6) {
        pool.tags.insert("cost".to_owned(), dice.pick(&["1", "2"]).to_owned());
    }
    if !pool.is_spot() && dice.one_in(5) {
        pool.max_surge = Some(dice.pick(&["1", "2", "50%", "100%"]).to_owned());
    }
    if !pool.is_spot() && dice.one_in(6) {
        pool.scale_down_mode = Some(ScaleDownMode::Deallocate);
    }
    if dice.one_in(6) {
        pool.drain_timeout = Some(20 + dice.below(3));
    }
    if dice.one_in(6) {
        *pool.encryption_at_host = true;
    }
    if pool.is_linux() && dice.one_in(8) {
        pool.message_of_the_day = Some("aGVsbG8=".to_owned());
    }
    if pool.is_windows() && dice.one_in(4) {
        *pool.disable_outbound_nat = true;
    }
    if pool.is_user() && !*pool.autoscaling && dice.one_in(6) {
        pool.power_state = Some(PowerState::Stopped);
    }
    pool
}

/// Lets an autoscaler decide.
fn autoscale(dice: &mut Dice, pool: &mut NodePool) {
    let nodes = pool.count.unwrap();
    let least = i64::from(pool.is_system());
    *pool.autoscaling = true;
    pool.min_count = Some((nodes - dice.below(2)).max(least));
    pool.max_count = Some((nodes + dice.below(3)).max(1));
}

fn name(dice: &mut Dice, most: i64) -> String {
    format!("p{}", dice.below(most + 2))
}

fn any_layout(dice: &mut Dice, most: i64) -> Plan {
    let mut plan = Plan::default();
    plan.cluster.name = "c".to_owned();
    plan.cluster.resource_group = "r".to_owned();
    plan.cluster.location = "eastus".to_owned();
    plan.cluster.tier = Some(SkuTier::Standard);
    plan.cluster.purpose = Some(Purpose::DevTest);
    plan.cluster.windows_admin = Some("azureuser".to_owned());
    plan.cluster.kubernetes_version = Some(dice.pick(&["1.32", "1.33", "1.34", "1.35"]).to_owned());
    for _ in 0..=dice.below(most) {
        let pool = name(dice, most);
        if plan.pool(&pool).is_none() {
            let mut pool = any_pool(dice, &pool);
            if dice.one_in(8) {
                pool.kubernetes_version = Some(older(plan.cluster.kubernetes_version.as_deref().unwrap()));
            }
            plan.pools.push(pool);
        }
    }
    if !plan.pools.iter().any(NodePool::is_system) {
        let pool = &mut plan.pools[0];
        *pool = any_pool(dice, &pool.name.clone());
        pool.mode = Some(Mode::System);
        (pool.os_type, pool.os_sku, pool.priority) = (Some(OsType::Linux), None, Some(Priority::Regular));
        (pool.power_state, pool.count) = (None, Some(2));
        *pool.autoscaling = false;
        (pool.min_count, pool.max_count) = (None, None);
        *pool.disable_outbound_nat = false;
        pool.taints.clear();
    }
    plan
}

fn older(version: &str) -> String {
    let minor: i64 = version.rsplit('.').next().unwrap().parse().unwrap();
    format!("1.{}", minor - 1)
}

/// Changes a pool a little.
fn changed(dice: &mut Dice, pool: &mut NodePool) {
    let other = any_pool(dice, &pool.name.clone());
    for _ in 0..=dice.below(3) {
        match dice.below(18) {
            16 if pool.is_linux() => *pool.artifact_streaming = !*pool.artifact_streaming,
            17 if pool.is_linux() => {
                let mode = if dice.one_in(2) { "Preferred" } else { "Disabled" };
                let mut profile = Object::new();
                profile.insert("mode".to_owned(), mode.into());
                pool.local_dns = Some(profile);
            }
            0 => *pool = other.clone(),
            1 if pool.is_linux() && !pool.is_spot() => {
                pool.mode = other.mode.clone();
                pool.taints.clear();
                if pool.is_system() {
                    pool.power_state = None;
                    pool.count = Some(pool.count.unwrap_or(3).max(2));
                    if *pool.autoscaling {
                        pool.min_count = pool.min_count.max(Some(1));
                        pool.max_count = pool.max_count.max(pool.count);
                    }
                }
            }
            2 => pool.vm_size.clone_from(&other.vm_size),
            3 | 4 if !*pool.autoscaling => {
                pool.count = other.count;
                if pool.is_system() {
                    pool.count = pool.count.max(Some(1));
                }
            }
            5 => pool.labels = other.labels.clone(),
            6 if pool.is_user() && pool.is_linux() => pool.taints = other.taints.clone(),
            7 if pool.is_linux() => pool.os_sku = Some(dice.pick(&LINUX)),
            7 => pool.os_sku = Some(dice.pick(&[OsSku::Windows2019, OsSku::Windows2022])),
            8 if pool.is_user() && !*pool.autoscaling => {
                pool.power_state = match pool.power_state {
                    None => Some(PowerState::Stopped),
                    Some(_) => None,
                };
            }
            9 | 10 if pool.power_state.is_none() => {
                if *pool.autoscaling && dice.one_in(2) {
                    *pool.autoscaling = false;
                    (pool.min_count, pool.max_count) = (None, None);
                } else {
                    let count = pool.count;
                    pool.count = Some(dice.below(6).max(1));
                    autoscale(dice, pool);
                    pool.count = if dice.one_in(2) { None } else { count };
                }
            }
            11 => pool.max_pods = Some(dice.pick(&[30, 50, 110])),
            12 => pool.os_disk_type.clone_from(&other.os_disk_type),
            13 if !pool.is_spot() => pool.max_surge.clone_from(&other.max_surge),
            14 => pool.tags = other.tags.clone(),
            15 => *pool.encryption_at_host = *other.encryption_at_host,
            _ => {}
        }
    }
    // A System pool has no taint of its own and runs; a Spot pool has no surge.
    if pool.is_system() {
        pool.taints.retain(|taint| taint.starts_with("CriticalAddonsOnly"));
        pool.power_state = None;
    } else {
        pool.taints.retain(|taint| !taint.starts_with("CriticalAddonsOnly"));
    }
}

/// A pair of layouts with at most so many pools each.
pub(crate) fn pair(seed: u64, most: i64) -> Pair {
    let mut dice = Dice::new(seed);
    let dice = &mut dice;
    let current = any_layout(dice, most);
    let mut target = if dice.one_in(5) { any_layout(dice, most) } else { current.clone() };
    target.cluster = current.cluster.clone();
    target.pools.retain(|_| !dice.one_in(8));
    for pool in &mut target.pools {
        if dice.one_in(2) {
            changed(dice, pool);
        } else if dice.one_in(10) {
            pool.name.push('x');
        }
        pool.kubernetes_version = pool.kubernetes_version.take().filter(|_| dice.one_in(2));
        if dice.one_in(10) {
            pool.count = None;
        }
    }
    if dice.one_in(4) {
        let name = format!("n{}", dice.below(9));
        let pool = any_pool(dice, &name);
        target.pools.push(pool);
    }
    if dice.one_in(3) {
        let minor: i64 = current
            .cluster
            .kubernetes_version
            .as_deref()
            .unwrap()
            .rsplit('.')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        target.cluster.kubernetes_version = Some(format!("1.{}", minor + 1 + dice.below(2)));
    }
    let mut quota = Vec::new();
    if dice.one_in(2) {
        let names =
            ["cores", "standardDDSv5Family", "standardEDSv5Family", "standardDSv5Family", "lowPriorityCores"];
        let takes = taken(&current.pools);
        for name in names {
            if dice.one_in(2) {
                let now = takes.iter().find(|(known, _)| known == name).map_or(0, |(_, vcpus)| *vcpus);
                quota.push((name.to_owned(), now + dice.pick(&[0, 0, 4, 8, 16, 40])));
            }
        }
    }
    Pair { current, target, quota }
}
