//! What a plan costs: VMs at list prices less the user's discounts, OS disks, and the cluster's own fee. What has no dated
//! source here (discounts, disks, the fee, a rate of exchange) is the user's own number; without one it is unknown.

use std::collections::BTreeMap;

use super::MinNowMax;
use super::sums::{HOURS, PoolSums, Sums};
use crate::catalog::{Prices, VmSize};
use crate::plan::{Decimal, NodePool, OsDiskType, Plan, Sku, SkuTier};
use crate::text::{grouped, parts};

/// One, in the unit of amounts and rates: millionths.
const ONE: i64 = 1_000_000;

/// The largest amount that can be entered.
const MAX: i64 = 1_000_000_000 * ONE;

/// Premium SSDs by the GiB up to which a disk is billed as one
/// (<https://learn.microsoft.com/azure/virtual-machines/disks-types>, 2026-11-29).
const TIERS: &[(i64, &str)] = &[
    (4, "P1"),
    (8, "P2"),
    (16, "P3"),
    (32, "P4"),
    (64, "P6"),
    (128, "P10"),
    (256, "P15"),
    (512, "P20"),
    (1_024, "P30"),
    (2_048, "P40"),
    (4_096, "P50"),
];

/// GiB of a managed OS disk where the plan states none, by the vCPUs up to which it holds
/// (<https://learn.microsoft.com/azure/aks/concepts-storage>, 2026-11-29).
const DEFAULT_DISKS: &[(u32, i64)] = &[(7, 128), (15, 256), (63, 512), (u32::MAX, 1_024)];

/// GiB of the temporary disk from which AKS makes the OS disk ephemeral where the plan states neither its type nor its
/// size (the same page).
const EPHEMERAL_FROM: u32 = 128;

/// The user's own numbers. Amounts of money and shares are in millionths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Discounts on list prices of VMs, by the pool or the quota family that has one, in small letters; that for all
    /// others has no name.
    discounts: BTreeMap<String, i64>,
    /// USD per month of a managed disk, by its tier.
    disks: BTreeMap<&'static str, i64>,
    /// USD per hour of the cluster.
    fee: Option<i64>,
    /// The currency in which amounts are shown, and how much of it is one USD.
    currency: Option<(String, i64)>,
}

impl Rates {
    /// Reads the user's numbers. Entries are separated by commas or spaces.
    ///
    /// - `discounts`: percent off list prices: `30`, `apps=35` for a pool, `standardDDSv5Family=40` for a quota family.
    /// - `disks`: USD per month of a managed disk: `P10=19.71`.
    /// - `fee`: USD per hour of the cluster: `0.10`.
    /// - `currency`: the currency to show, and how much of it is one USD: `EUR=0.92`.
    ///
    /// # Errors
    ///
    /// A sentence for each entry that can't be read.
    pub fn parse(discounts: &str, disks: &str, fee: &str, currency: &str) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        let percent = |entry: &str| {
            let (name, percent) = entry.rsplit_once('=').unwrap_or(("", entry));
            let percent = amount(percent).filter(|percent| *percent <= 100 * ONE)?;
            Some((name.to_ascii_lowercase(), percent / 100))
        };
        let disk = |entry: &str| {
            let (name, usd) = entry.split_once('=')?;
            let (_, tier) = TIERS.iter().find(|(_, tier)| tier.eq_ignore_ascii_case(name))?;
            Some((*tier, amount(usd)?))
        };
        let rate = |entry: &str| {
            let (code, rate) = entry.split_once('=')?;
            let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
            let rate = amount(rate).filter(|rate| *rate > 0)?;
            is_code.then(|| (code.to_ascii_uppercase(), rate))
        };
        let rates = Self {
            discounts: read_all(
                discounts,
                percent,
                ("Discount", "a percentage from 0 to 100, such as 30, or apps=30 for a pool"),
                &mut wrong,
            ),
            disks: read_all(
                disks,
                disk,
                ("Disk price", "a tier from P1 to P50 and USD per month, such as P10=19.71"),
                &mut wrong,
            ),
            fee: read_one(fee, amount, ("Cluster fee", "USD per hour, such as 0.10"), &mut wrong),
            currency: read_one(
                currency,
                rate,
                ("Currency", "a code and how much of it is one USD, such as EUR=0.92"),
                &mut wrong,
            ),
        };
        if wrong.is_empty() { Ok(rates) } else { Err(wrong) }
    }

    /// Returns the code of the currency that amounts are shown in.
    pub fn currency(&self) -> &str {
        self.currency.as_ref().map_or("USD", |(code, _)| code)
    }

    /// Returns an amount of USD, in millionths, in the currency that amounts are shown in, in millionths too.
    pub fn exchanged(&self, usd: i64) -> i64 {
        let rate = self.currency.as_ref().map_or(ONE, |(_, rate)| *rate);
        product(usd, rate)
    }

    /// Returns an amount of USD, in millionths, as text: `$1,234.50`, `EUR 1,234.50`.
    pub fn shown(&self, usd: i64) -> String {
        self.with_decimals(usd, 2)
    }

    /// Returns a price per hour as text: four decimals below one, where a hundredth is much.
    pub(super) fn shown_hourly(&self, usd: i64) -> String {
        let decimals = if (1..ONE).contains(&self.exchanged(usd)) { 4 } else { 2 };
        self.with_decimals(usd, decimals)
    }

    fn with_decimals(&self, usd: i64, decimals: u32) -> String {
        let amount = self.exchanged(usd);
        let text = parts(amount.saturating_abs(), ONE, decimals);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let sign = if amount < 0 { "-" } else { "" };
        let unit = self.currency.as_ref().map_or_else(|| "$".to_owned(), |(code, _)| format!("{code} "));
        format!("{sign}{unit}{whole}.{fraction:0<2}")
    }

    /// Returns the discount on a pool's VMs, in millionths: the pool's own, that of its quota family, or that of all.
    fn discount(&self, pool: &PoolSums<'_>) -> i64 {
        let named = discount_names(pool).filter(|name| !name.is_empty());
        let found = named.chain([""]).find_map(|name| self.discounts.get(&name.to_ascii_lowercase()));
        found.copied().unwrap_or_default()
    }
}

/// What a plan costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// The parts: VMs and OS disks of each pool in the plan's order, then the cluster.
    pub lines: Vec<CostLine>,
    /// The VMs of each pool in the plan's order: USD per hour, in millionths, if it is known.
    pub vms: Vec<Option<MinNowMax>>,
    /// The sum of the parts that are known: USD per hour, in millionths.
    pub total: MinNowMax,
    /// The titles of the parts that aren't.
    pub unknown: Vec<String>,
    /// Names of discounts that are neither a pool of the plan nor the quota family of one.
    pub unused: Vec<String>,
}

/// A part of the cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// What costs it: `apps`, `apps, OS disks`, `Cluster fee`.
    pub title: String,
    /// USD per hour, in millionths, if it is known.
    pub hour: Option<MinNowMax>,
    /// How it is calculated, or why it isn't known.
    pub how: String,
}

/// Returns what a plan costs.
pub fn cost(plan: &Plan, sums: &Sums<'_>, rates: &Rates) -> Cost {
    let mut cost = Cost::default();
    for (pool, planned) in sums.pools.iter().zip(&plan.pools) {
        let vms = machines(pool, planned, rates);
        cost.vms.push(vms.hour);
        cost.lines.push(vms);
        cost.lines.extend(disks(pool, planned, rates));
    }
    cost.lines.extend(fee(plan, rates));
    for line in &cost.lines {
        match line.hour {
            Some(hour) => cost.total = cost.total.plus(hour),
            None => cost.unknown.push(line.title.clone()),
        }
    }
    let is_used =
        |name: &str| sums.pools.iter().flat_map(discount_names).any(|known| known.eq_ignore_ascii_case(name));
    cost.unused = rates.discounts.keys().filter(|name| !name.is_empty() && !is_used(name)).cloned().collect();
    cost
}

/// Returns the names by which a pool's VMs have a discount: the pool's own, and that of its quota family.
fn discount_names<'a>(pool: &PoolSums<'a>) -> impl Iterator<Item = &'a str> {
    [pool.name, pool.size.map(|size| size.family.as_ref()).unwrap_or_default()].into_iter()
}

/// Returns the cost of a pool's VMs.
fn machines(pool: &PoolSums<'_>, planned: &NodePool, rates: &Rates) -> CostLine {
    let title = pool.name.to_owned();
    let Some(price) = pool.price else {
        let how = if planned.is_spot() && planned.is_windows() {
            "Azure publishes no price for Windows on Spot capacity."
        } else {
            "The price of this size in the region is unknown."
        };
        return CostLine { title, hour: None, how: how.to_owned() };
    };
    let what = match (planned.is_spot(), planned.is_windows()) {
        (true, _) => "Spot, Linux; the price changes monthly",
        (false, true) => "with Windows",
        (false, false) => "Linux",
    };
    let estimate = if pool.is_estimate { ", estimated from similar sizes" } else { "" };
    let mut how = format!("{} per hour and node ({what}{estimate})", rates.shown_hourly(price));
    if let Some(licence) = pool.windows_licence {
        how += &format!(", of which {} for the licence of Windows", rates.shown_hourly(licence));
    }
    let discount = rates.discount(pool);
    let mut paid = price;
    if discount > 0 {
        // Reservations cover neither Spot capacity nor the licence of Windows
        // (https://learn.microsoft.com/azure/cost-management-billing/reservations/reserved-instance-windows-software-costs,
        // 2026-11-29).
        let reduced = match (planned.is_spot(), planned.is_windows(), pool.windows_licence) {
            (true, ..) | (false, true, None) => None,
            (false, _, licence) => Some(price.saturating_sub(licence.unwrap_or_default())),
        };
        match reduced {
            Some(reduced) => {
                paid = price.saturating_sub(product(reduced, discount));
                let on = if planned.is_windows() { " on the VM, not on Windows" } else { "" };
                how += &format!(", less your discount of {} %{on}", parts(discount, ONE / 100, 2));
            }
            None if planned.is_spot() => how += ", without your discount, as Spot capacity has none",
            None => how += ", without your discount, as the share of Windows isn\u{2019}t known",
        }
    }
    how += &format!(" \u{d7} {}.", nodes(pool));
    CostLine { title, hour: Some(pool.nodes.times(paid)), how }
}

/// Returns the cost of a pool's OS disks, unless they are on the VMs' own disks.
fn disks(pool: &PoolSums<'_>, planned: &NodePool, rates: &Rates) -> Option<CostLine> {
    let title = format!("{}, OS disks", pool.name);
    let unknown = |how: String| Some(CostLine { title: title.clone(), hour: None, how });
    match is_managed(pool, planned) {
        Some(false) => return None,
        Some(true) => {}
        None => {
            let how = "AKS chooses whether these disks are ephemeral, which cost nothing, or managed. Set the OS disk type.";
            return unknown(how.to_owned());
        }
    }
    let by_default =
        |vm: &VmSize| DEFAULT_DISKS.iter().find(|(vcpus, _)| vm.vcpus <= *vcpus).map(|(_, size)| *size);
    let Some(size) = stated_size(planned).or_else(|| pool.size.and_then(by_default)) else {
        return unknown("The size of these disks depends on the VM size, which is unknown.".to_owned());
    };
    let Some((_, tier)) = TIERS.iter().find(|(most, _)| size <= *most) else {
        return unknown("No tier of managed disks is this large.".to_owned());
    };
    let what = format!(
        "A managed disk of {} GiB for each node, billed as {tier} if it is a Premium SSD",
        grouped(size)
    );
    let Some(month) = rates.disks.get(tier) else {
        return unknown(format!("{what}. Enter your price of {tier}."));
    };
    let how = format!("{what}: {} per month \u{d7} {}.", rates.shown(*month), nodes(pool));
    // A month's price, as a price per hour to the nearest millionth.
    let hour = pool.nodes.times(month.saturating_add(HOURS / 2) / HOURS);
    Some(CostLine { title, hour: Some(hour), how })
}

/// Returns whether a pool's OS disks are managed disks: as stated, or as AKS chooses; `None` if that isn't known.
fn is_managed(pool: &PoolSums<'_>, planned: &NodePool) -> Option<bool> {
    match &planned.os_disk_type {
        Some(kind) if *kind == OsDiskType::Managed => Some(true),
        Some(kind) if *kind == OsDiskType::Ephemeral => Some(false),
        Some(_) => None,
        None => {
            let vm = pool.size?;
            match (vm.ephemeral()?, stated_size(planned)) {
                (false, _) => Some(true),
                (true, Some(size)) => Some(i64::from(vm.ephemeral_room_gib()?) < size),
                (true, None) => vm.temp_gib.filter(|temp| *temp >= EPHEMERAL_FROM).map(|_| false),
            }
        }
    }
}

/// Returns the size of a pool's OS disks in GiB, if it is stated. 0 leaves it to AKS.
fn stated_size(pool: &NodePool) -> Option<i64> {
    pool.os_disk_size.filter(|size| *size > 0)
}

/// Returns the cluster's own fee; nothing for a cluster of the Free tier.
fn fee(plan: &Plan, rates: &Rates) -> Option<CostLine> {
    let title = "Cluster fee".to_owned();
    let cluster = &plan.cluster;
    let is_free = cluster.tier.as_ref().is_none_or(|tier| *tier == SkuTier::Free)
        && cluster.sku.as_ref().is_none_or(|sku| *sku != Sku::Automatic);
    match rates.fee {
        Some(fee) => {
            let how = format!("Your number: {} per hour.", rates.shown_hourly(fee));
            Some(CostLine { title, hour: Some(MinNowMax { min: fee, now: fee, max: fee }), how })
        }
        None if is_free => None,
        None => Some(CostLine {
            title,
            hour: None,
            how: "Clusters of this tier or SKU have a fee per hour. Enter yours.".to_owned(),
        }),
    }
}

/// Returns how the cost of a month differs between two plans, as a sentence; nothing where a price isn't known.
pub fn difference(before: &Cost, after: &Cost, rates: &Rates) -> Option<String> {
    let month = |cost: &Cost| cost.total.times(HOURS);
    let (from, to) = (month(before), month(after));
    let is_known = |cost: &Cost| cost.lines.is_empty() || cost.lines.iter().any(|line| line.hour.is_some());
    if !is_known(before) || !is_known(after) {
        return None;
    }
    let plain = |amount: i64| rates.shown(amount);
    let signed =
        |amount: i64| if amount > 0 { format!("+{}", rates.shown(amount)) } else { rates.shown(amount) };
    let (least, most) = (to.min.saturating_sub(from.min), to.max.saturating_sub(from.max));
    let mut unknown = [before.unknown.as_slice(), &after.unknown].concat();
    unknown.sort_unstable();
    unknown.dedup();
    let without = without(&unknown);
    let (before, after) = (range(from.min, from.max, plain), range(to.min, to.max, plain));
    if from == to {
        return Some(format!("Cost per month: {after}, before and after.{without}"));
    }
    let change = range(least.min(most), least.max(most), signed);
    Some(format!("Cost per month: {before} before, {after} after, a difference of {change}.{without}"))
}

/// Returns the cost per month as a sentence, with what it leaves out; nothing where no price is known.
pub fn month(cost: &Cost, prices: Option<&Prices>, rates: &Rates) -> Option<String> {
    let prices = prices?;
    let month = cost.total.times(HOURS);
    let month = range(month.min, month.max, |usd| rates.shown(usd));
    let own = if *rates == Rates::default() { "" } else { ", with your own numbers" };
    let without = without(&cost.unknown);
    Some(format!("All pools: {month} per month, at list prices as of {}{own}.{without}", prices.date()))
}

/// Returns two amounts as a text, of which one is enough where they are the same.
fn range(least: i64, most: i64, shown: impl Fn(i64) -> String) -> String {
    if least == most { shown(most) } else { format!("{} to {}", shown(least), shown(most)) }
}

/// Returns what a sum leaves out, as a sentence after a blank; nothing if it has everything.
pub(super) fn without(unknown: &[String]) -> String {
    match unknown {
        [] => String::new(),
        some => format!(" Not known, and not included: {}.", some.join("; ")),
    }
}

fn nodes(pool: &PoolSums<'_>) -> String {
    let MinNowMax { min, now, max } = pool.nodes;
    format!("{}, {} and {} nodes", grouped(min), grouped(now), grouped(max))
}

/// Reads each entry of a text. One that can't be read adds a sentence: what it is, and what it must be.
fn read_all<K: Ord, V>(
    text: &str,
    read: impl Fn(&str) -> Option<(K, V)>,
    about: (&str, &str),
    wrong: &mut Vec<String>,
) -> BTreeMap<K, V> {
    entries(text).filter_map(|entry| read_one(entry, &read, about, wrong)).collect()
}

/// Reads the only entry of a text, if it has one. One that can't be read adds a sentence: what it is, and what it must be.
fn read_one<T>(
    text: &str,
    read: impl Fn(&str) -> Option<T>,
    (what, must_be): (&str, &str),
    wrong: &mut Vec<String>,
) -> Option<T> {
    let mut all = entries(text);
    let first = all.next()?;
    let found = if all.next().is_none() { read(first) } else { None };
    if found.is_none() {
        wrong.push(format!("{what} \u{201c}{}\u{201d} must be {must_be}.", text.trim()));
    }
    found
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', '\t', '\n', ';']).filter(|entry| !entry.is_empty())
}

/// Returns a number from 0 to [`MAX`], written with digits and a point only, in millionths.
fn amount(text: &str) -> Option<i64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    Decimal::parse(text).filter(|_| is_plain)?.scaled(6).filter(|number| (0..=MAX).contains(number))
}

/// Returns the product of two numbers, of which the second is in millionths.
fn product(number: i64, millionths: i64) -> i64 {
    let product = i128::from(number) * i128::from(millionths) / i128::from(ONE);
    i64::try_from(product).unwrap_or(if product < 0 { i64::MIN } else { i64::MAX })
}
