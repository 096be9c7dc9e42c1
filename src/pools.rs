//! Many pools at once: the order and the choice in which they are listed, one change of several, copies by a pattern of
//! names, and new pools that suit the plan.

use std::cmp::Reverse;

use poolwright::catalog::{Catalog, Filter, Offer, VmSize, Wants, Zones};
use poolwright::lint::{self, Date};
use poolwright::plan::property::find;
use poolwright::plan::{
    Edit, Keyword, MAX_POOLS, Map, NodePool, POOL_PROPERTIES, Plan, Purpose, Value, is_pool_name, lines,
    unused_name,
};
use poolwright::text::{counted, in_sentence};

/// Maximum number of names that a sentence lists.
const MAX_NAMES: usize = 3;

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As in the plan.
    #[default]
    Plan,
    Name,
    Mode,
    Size,
    /// The most nodes first.
    Nodes,
    /// The most zones first.
    Zones,
    /// The worst finding first, then the most findings.
    Findings,
}

impl Order {
    /// All of them, by name and title.
    pub const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Plan, "", "Order in the plan"),
        (Self::Name, "name", "Name"),
        (Self::Mode, "mode", "Mode"),
        (Self::Size, "size", "VM size"),
        (Self::Nodes, "nodes", "Nodes, most first"),
        (Self::Zones, "zones", "Zones, most first"),
        (Self::Findings, "findings", "Findings, worst first"),
    ];

    /// Returns the order of that name, or that of the plan.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|(_, known, _)| *known == name)
            .map(|(order, ..)| order)
            .unwrap_or_default()
    }
}

/// Which pools are listed, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Words that a pool must contain: in its name, mode, size, zones, labels, taints or tags.
    pub words: String,
    pub order: Order,
}

/// Returns the places of the listed pools. `findings` returns the rank of a pool's worst finding and their number.
pub fn listed(plan: &Plan, listing: &Listing, findings: impl Fn(usize) -> (usize, usize)) -> Vec<usize> {
    let words: Vec<String> = listing.words.split_whitespace().map(str::to_lowercase).collect();
    let has_words = |pool: &NodePool| {
        let text = searched(pool);
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let mut places: Vec<usize> =
        plan.pools.iter().enumerate().filter(|(_, pool)| has_words(pool)).map(|(place, _)| place).collect();
    let pool = |place: &usize| plan.pools.get(*place);
    match listing.order {
        Order::Plan => {}
        Order::Name => places.sort_by_cached_key(|place| pool(place).map(|pool| natural(&pool.name))),
        Order::Mode => {
            places.sort_by_cached_key(|place| pool(place).map(|pool| (!pool.is_system(), pool.is_spot())));
        }
        Order::Size => places.sort_by_cached_key(|place| {
            pool(place).map(|pool| natural(pool.vm_size.as_deref().unwrap_or_default()))
        }),
        Order::Nodes => places.sort_by_key(|place| Reverse(pool(place).map(|pool| pool.node_range().1))),
        Order::Zones => places.sort_by_key(|place| Reverse(pool(place).map(|pool| pool.zones.len()))),
        Order::Findings => places.sort_by_key(|place| {
            let (rank, count) = findings(*place);
            (rank, Reverse(count))
        }),
    }
    places
}

/// Returns what is searched in a pool, in small letters.
fn searched(pool: &NodePool) -> String {
    let mut text = format!(
        "{} {} {} {}",
        pool.name,
        pool.mode.as_ref().map(Keyword::as_str).unwrap_or_default(),
        pool.vm_size.as_deref().unwrap_or_default(),
        if pool.is_windows() { "Windows" } else { "Linux" },
    );
    if pool.is_spot() {
        text += " Spot";
    }
    for zone in &pool.zones {
        text += &format!(" zone{zone}");
    }
    for (key, value) in pool.labels.iter().chain(pool.tags.iter()) {
        text += &format!(" {key}={value}");
    }
    for taint in &pool.taints {
        text += &format!(" {taint}");
    }
    text.to_lowercase()
}

/// Returns a key by which "pool2" comes before "pool10": runs of digits count as numbers.
fn natural(text: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let letters = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(letters);
        let digits = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        parts.push((word.to_lowercase(), number.parse().unwrap_or(u64::MAX)));
        rest = after;
    }
    parts
}

/// What to change in several pools. What is empty stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub zones: Option<Vec<String>>,
    pub vm_size: String,
    pub version: String,
    /// Tags to set, one name=value per line; the others stay.
    pub tags: String,
    /// Names of tags to remove, one per line.
    pub removed_tags: String,
}

/// Returns the plan with the pools in these places changed, and what that does. The error says why nothing is changed.
pub fn changed(
    plan: &Plan,
    catalog: &Catalog,
    places: &[usize],
    change: &Change,
) -> Result<(Plan, String), String> {
    if places.is_empty() {
        return Err("Select the pools to change.".to_owned());
    }
    let mut values: Vec<(&'static str, Value)> = Vec::new();
    if let Some(zones) = &change.zones {
        values.push(("availabilityZones", Value::List(zones.clone())));
    }
    let size = change.vm_size.trim();
    if !size.is_empty() {
        let known = catalog.size(size).or_else(|| catalog.size(&format!("Standard_{size}")));
        values.push(("vmSize", Value::Text(known.map_or(size.to_owned(), |known| known.name.clone()))));
    }
    let version = change.version.trim();
    if !version.is_empty() {
        values.push(("orchestratorVersion", Value::Text(version.to_owned())));
    }
    let tags = lines::lines_to_map(&change.tags).map_err(|error| format!("Tags to set: {error}"))?;
    let removed = lines::lines_to_list(&change.removed_tags);
    // Azure's names of tags are the same in small and capital letters.
    let is_same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    if let Some(both) = tags.keys().find(|name| removed.iter().any(|removed| is_same(name, removed))) {
        return Err(format!("The tag {} is both set and removed. Choose one.", in_sentence(both)));
    }
    let mut keys: Vec<&str> = values.iter().map(|(key, _)| *key).collect();
    if !(tags.is_empty() && removed.is_empty()) {
        keys.push("tags");
    }
    if keys.is_empty() {
        return Err("Enter what to change.".to_owned());
    }
    let mut next = plan.clone();
    let mut count = 0;
    for place in places {
        for (key, value) in &values {
            next.apply(&Edit::Pool { pool: *place, key, value: Some(value.clone()) });
        }
        let (old, new) = (plan.pools.get(*place), next.pools.get_mut(*place));
        let (Some(old), Some(new)) = (old, new) else { continue };
        let property = find(POOL_PROPERTIES, "tags").filter(|_| keys.contains(&"tags"));
        if let Some(property) = property {
            let mut all = match property.get(new) {
                Some(Value::Map(map)) => map,
                _ => Map::default(),
            };
            all.retain(|name, _| !removed.iter().chain(tags.keys()).any(|one| is_same(one, name)));
            all.extend(tags.clone());
            if !(all.is_empty() && property.get(new).is_none()) {
                property.put(new, Some(Value::Map(all)));
            }
        }
        count += i64::from(new != old);
    }
    if count == 0 {
        return Err("The selected pools have these values already.".to_owned());
    }
    let of = match places {
        [one] => plan.pools.get(*one).map(|pool| in_sentence(&pool.name).into_owned()).unwrap_or_default(),
        _ => counted(count, "pool"),
    };
    let words = match values.as_slice() {
        [(key, value)] if keys.len() == 1 => format!("Set {key} of {of} to {value}"),
        _ => format!("Set {} of {of}", list(&keys)),
    };
    Ok((next, words))
}

/// Returns words as a list in a sentence.
fn list(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}

/// Returns names as a sentence lists them, the first few of them.
fn names_in_sentence(names: &[String]) -> String {
    let mut shown: Vec<String> =
        names.iter().take(MAX_NAMES).map(|name| in_sentence(name).into_owned()).collect();
    if let Some(more) = names.len().checked_sub(MAX_NAMES).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    list(&shown.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Returns the plan without the pools in these places, and what that does.
pub fn removed(plan: &Plan, places: &[usize]) -> Result<(Plan, String), String> {
    let is_removed = |place: usize| places.contains(&place);
    let (gone, kept): (Vec<_>, Vec<_>) =
        plan.pools.iter().cloned().enumerate().partition(|(place, _)| is_removed(*place));
    if gone.is_empty() {
        return Err("Select the pools to remove.".to_owned());
    }
    let names: Vec<String> = gone.into_iter().map(|(_, pool)| pool.name).collect();
    let mut next = plan.clone();
    next.pools = kept.into_iter().map(|(_, pool)| pool).collect();
    Ok((next, format!("Remove {}: {}", counted(names.len() as i64, "pool"), names_in_sentence(&names))))
}

/// Returns the plan with copies of the pools in these places, each after its pool, and what that does. In the pattern of
/// their names, `{name}` is the pool's name, `{n}` the next number that makes a free name, and `{zone}` a zone of the
/// pool: then there are copies in each of its zones alone. The error says why nothing is copied.
pub fn copied(plan: &Plan, places: &[usize], pattern: &str, count: usize) -> Result<(Plan, String), String> {
    let pattern = pattern.trim();
    let (has_number, has_zone) = (pattern.contains("{n}"), pattern.contains("{zone}"));
    if places.is_empty() {
        return Err("Select the pools to copy.".to_owned());
    }
    if count == 0 || count > MAX_POOLS {
        return Err(format!("Enter a number of copies from 1 to {MAX_POOLS}."));
    }
    if count > 1 && !has_number {
        return Err(format!("{count} copies can\u{2019}t have one name. Put {{n}} into the pattern."));
    }
    let mut next = plan.clone();
    next.pools.clear();
    let mut taken: Vec<String> = plan.pools.iter().map(|pool| pool.name.clone()).collect();
    // The name of a pool that exists means that pool.
    taken.extend(plan.baseline.iter().flat_map(|baseline| &baseline.pools).map(|pool| pool.name.clone()));
    let mut made = Vec::new();
    for (place, pool) in plan.pools.iter().enumerate() {
        next.pools.push(pool.clone());
        if !places.contains(&place) {
            continue;
        }
        let zones: Vec<Option<&String>> =
            if has_zone { pool.zones.iter().map(Some).collect() } else { vec![None] };
        if zones.is_empty() {
            return Err(format!(
                "{} has no zones. Use a pattern without {{zone}}, or set its zones first.",
                in_sentence(&pool.name)
            ));
        }
        for zone in zones {
            for _ in 0..count {
                let stem = pattern
                    .replace("{name}", &pool.name)
                    .replace("{zone}", zone.map(String::as_str).unwrap_or_default());
                let name = free_name(&stem, &taken)?;
                if !is_pool_name(&name) || name.len() > pool.longest_name() {
                    return Err(format!(
                        "{} can\u{2019}t be the name of a pool. Use a\u{2013}z and 0\u{2013}9, a letter first, at most {} characters.",
                        in_sentence(&name),
                        pool.longest_name()
                    ));
                }
                let mut copy = pool.clone();
                copy.name.clone_from(&name);
                if let Some(zone) = zone {
                    *copy.zones = vec![zone.clone()];
                }
                next.pools.push(copy);
                taken.push(name.clone());
                made.push(name);
            }
        }
        if plan.pools.len() + made.len() > MAX_POOLS {
            return Err(format!(
                "A cluster has at most {MAX_POOLS} pools: {} fit in.",
                counted(MAX_POOLS.saturating_sub(plan.pools.len()) as i64, "more pool")
            ));
        }
    }
    Ok((next, format!("Copy {}: {}", counted(places.len() as i64, "pool"), names_in_sentence(&made))))
}

/// Returns the name with the first number in place of `{n}` that no pool has.
fn free_name(stem: &str, taken: &[String]) -> Result<String, String> {
    if !stem.contains("{n}") {
        return if taken.iter().any(|name| name == stem) {
            Err(format!("{} is the name of another pool. Put {{n}} into the pattern.", in_sentence(stem)))
        } else {
            Ok(stem.to_owned())
        };
    }
    let names = (1..=taken.len() + 1).map(|number| stem.replace("{n}", &number.to_string()));
    names
        .into_iter()
        .find(|name| !taken.contains(name))
        .ok_or_else(|| format!("No free name fits the pattern {}.", in_sentence(stem)))
}

/// Returns a name near the wanted one that neither the plan nor the existing cluster has.
pub fn new_name(plan: &Plan, wanted: &str, limit: usize) -> String {
    let Some(baseline) = &plan.baseline else { return unused_name(plan, wanted, limit) };
    let mut all = plan.clone();
    all.pools.extend(baseline.pools.iter().cloned());
    unused_name(&all, wanted, limit)
}

/// Gives a new pool the zones of the plan, and a size that its region offers where it doesn't offer the usual one.
pub fn suit(pool: &mut NodePool, plan: &Plan, catalog: &Catalog, today: Date) {
    let region = plan.cluster.location.as_str();
    let offer = |size: &VmSize| catalog.availability(size, region).offer;
    let size = pool.vm_size.as_deref().and_then(|name| catalog.size(name));
    if let Some(size) = size.filter(|size| matches!(offer(size), Offer::No | Offer::Restricted))
        && let Some(other) = like(size, pool, plan, catalog, today)
    {
        pool.vm_size = Some(other);
    }
    let size = pool.vm_size.as_deref().and_then(|name| catalog.size(name));
    let offered = match size.map(offer) {
        Some(Offer::Yes(zones)) => zones,
        _ => Zones::from_labels(["1", "2", "3"].into_iter()),
    };
    let zones = zones_of(plan, catalog, pool.is_system());
    if !zones.is_empty() {
        *pool.zones = zones.into_iter().filter(|zone| offered.has(zone)).collect();
    }
}

/// Returns the zones that a new pool of the plan has: for a System pool in production all of the region, else those
/// of the other pools.
fn zones_of(plan: &Plan, catalog: &Catalog, is_system: bool) -> Vec<String> {
    let cluster = &plan.cluster;
    let of_region = match catalog.region(&cluster.location) {
        Some(region) => region.zones,
        // Most regions have three.
        None if cluster.location.is_empty() || cluster.purpose == Some(Purpose::Production) => Some(3),
        None => None,
    };
    if of_region == Some(0) {
        return Vec::new();
    }
    if is_system && cluster.is_production() && of_region == Some(3) {
        return ["1", "2", "3"].map(str::to_owned).to_vec();
    }
    let zones = |pool: &NodePool| Some(pool.zones.to_vec()).filter(|zones| !zones.is_empty());
    let system = plan.pools.iter().filter(|pool| pool.is_system()).find_map(zones);
    system.or_else(|| plan.pools.iter().find_map(zones)).unwrap_or_default()
}

/// Returns the smallest size that the region offers, that is at least as large as another and raises no finding.
fn like(size: &VmSize, pool: &NodePool, plan: &Plan, catalog: &Catalog, today: Date) -> Option<String> {
    let filter = Filter {
        region: plan.cluster.location.clone(),
        min_vcpus: Some(size.vcpus),
        min_memory: Some(size.memory_gib as u32),
        architecture: Some(size.architecture),
        wants: Wants { gpu: size.has_gpus(), spot: pool.is_spot(), lasting: true, ..Wants::default() },
        ..Filter::default()
    };
    let mut tried = plan.clone();
    tried.pools.push(pool.clone());
    let found = lint::suggest(&tried, plan.pools.len(), &filter, (catalog, None, today), 1);
    found.first().map(|(size, _)| size.name.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use poolwright::plan::presets;

    fn plan() -> Plan {
        let mut plan = Plan::default();
        plan.cluster.location = "westeurope".to_owned();
        let mut system = presets::dedicated_system_pool("system");
        *system.zones = ["1", "2", "3"].map(str::to_owned).to_vec();
        let mut windows = presets::windows_pool("win1");
        windows.tags.insert("Team".to_owned(), "shop".to_owned());
        plan.pools = vec![
            system,
            presets::user_pool("apps10", 2, 20),
            presets::user_pool("apps9", 2, 5),
            presets::spot_pool("batch", 50),
            windows,
        ];
        plan
    }

    fn names(plan: &Plan, places: &[usize]) -> String {
        places.iter().map(|place| plan.pools[*place].name.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pools_are_filtered_by_every_word_and_sorted() {
        let plan = plan();
        let list = |words: &str, order| {
            let listing = Listing { words: words.to_owned(), order };
            names(&plan, &listed(&plan, &listing, |place| (usize::from(place != 3), place)))
        };
        for (words, expected) in [
            ("", "system apps10 apps9 batch win1"),
            ("spot", "batch"),
            ("WINDOWS team=shop", "win1"),
            ("d8ds user", "apps10 apps9 batch"),
            ("zone3", "system"),
            ("CriticalAddonsOnly", "system"),
            ("apps nothing", ""),
        ] {
            assert_eq!(list(words, Order::Plan), expected, "{words}");
        }
        assert_eq!(list("", Order::Name), "apps9 apps10 batch system win1");
        assert_eq!(list("", Order::Nodes), "batch apps10 apps9 system win1");
        assert_eq!(list("", Order::Zones), "system apps10 apps9 batch win1");
        assert_eq!(list("", Order::Mode), "system apps10 apps9 win1 batch");
        assert_eq!(list("", Order::Size), "system win1 apps10 apps9 batch");
        assert_eq!(list("", Order::Findings), "batch win1 apps9 apps10 system");
        for (order, name, _) in Order::ALL {
            assert_eq!(Order::named(name), order);
        }
    }

    #[test]
    fn several_pools_are_changed_and_only_what_was_entered() {
        let plan = plan();
        let catalog = Catalog::embedded();
        let change = Change {
            zones: Some(vec!["1".to_owned(), "2".to_owned()]),
            vm_size: "d16ds_v5".to_owned(),
            version: " 1.34 ".to_owned(),
            tags: "team=web\nenv=prod".to_owned(),
            removed_tags: String::new(),
        };
        let (next, words) = changed(&plan, &catalog, &[1, 4], &change).unwrap();
        assert_eq!(words, "Set availabilityZones, vmSize, orchestratorVersion and tags of 2 pools");
        for place in [1, 4] {
            let pool = &next.pools[place];
            assert_eq!(*pool.zones, ["1", "2"]);
            assert_eq!(pool.vm_size.as_deref(), Some("Standard_D16ds_v5"));
            assert_eq!(pool.kubernetes_version.as_deref(), Some("1.34"));
            let tags: Vec<_> = pool.tags.iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(tags, ["env=prod", "team=web"], "a tag is the same in any case");
        }
        for place in [0, 2, 3] {
            assert_eq!(next.pools[place], plan.pools[place]);
        }
        let only = |change: Change| changed(&plan, &catalog, &[3, 4], &change);
        let (next, words) = only(Change { removed_tags: "TEAM".to_owned(), ..Change::default() }).unwrap();
        assert_eq!(words, "Set tags of 1 pool");
        assert!(next.pools[4].tags.is_empty() && next.pools[4].tags.is_stated());
        assert!(!next.pools[3].tags.is_stated(), "a pool without tags states nothing new");
        let (_, words) = only(Change { version: "1.33".to_owned(), ..Change::default() }).unwrap();
        assert_eq!(words, "Set orchestratorVersion of 2 pools to 1.33");
        // Why nothing is changed is said.
        for (change, problem) in [
            (Change::default(), "Enter what to change."),
            (Change { vm_size: "Standard_D8DS_v5".to_owned(), ..Change::default() }, ""),
            (
                Change { tags: "team".to_owned(), ..Change::default() },
                "Tags to set: Line 1 must be key=value.",
            ),
            (
                Change { tags: "a=b".to_owned(), removed_tags: "A".to_owned(), ..Change::default() },
                "The tag a is both set and removed. Choose one.",
            ),
        ] {
            let result = only(change);
            if problem.is_empty() {
                assert_eq!(result.unwrap().1, "Set vmSize of 1 pool to Standard_D8ds_v5");
            } else {
                assert_eq!(result.unwrap_err(), problem);
            }
        }
        let same = Change { vm_size: "D4ds_v5".to_owned(), ..Change::default() };
        assert_eq!(
            changed(&plan, &catalog, &[0], &same).unwrap_err(),
            "The selected pools have these values already."
        );
        assert_eq!(changed(&plan, &catalog, &[], &same).unwrap_err(), "Select the pools to change.");
    }

    #[test]
    fn copies_have_names_after_a_pattern() {
        let plan = plan();
        let copy = |places: &[usize], pattern: &str, count| {
            copied(&plan, places, pattern, count)
                .map(|(plan, words)| (names(&plan, &(0..plan.pools.len()).collect::<Vec<_>>()), words))
        };
        let (all, words) = copy(&[3], "{name}{n}", 2).unwrap();
        assert_eq!(all, "system apps10 apps9 batch batch1 batch2 win1");
        assert_eq!(words, "Copy 1 pool: batch1 and batch2");
        // A copy in each zone.
        let (next, words) = copied(&plan, &[0], "sysz{zone}", 1).unwrap();
        assert_eq!(words, "Copy 1 pool: sysz1, sysz2 and sysz3");
        assert_eq!((*next.pools[2].zones).clone(), ["2"]);
        // The next free number.
        assert_eq!(copy(&[1, 2], "apps{n}", 1).unwrap().0, "system apps10 apps1 apps9 apps2 batch win1");
        for (places, pattern, count, problem) in [
            (&[][..], "{n}", 1, "Select the pools to copy."),
            (&[1], "web", 2, "2 copies can\u{2019}t have one name. Put {n} into the pattern."),
            (&[1], "batch", 1, "batch is the name of another pool. Put {n} into the pattern."),
            (&[1, 2], "web", 1, "web is the name of another pool. Put {n} into the pattern."),
            (
                &[1],
                "x{zone}",
                1,
                "apps10 has no zones. Use a pattern without {zone}, or set its zones first.",
            ),
            (&[1], "{name}{n}", 0, "Enter a number of copies from 1 to 100."),
            (&[1], "a{n}", 96, "A cluster has at most 100 pools: 95 more pools fit in."),
        ] {
            assert_eq!(copy(places, pattern, count).unwrap_err(), problem, "{pattern}");
        }
        for (place, pattern) in
            [(4, "windows{n}"), (1, "1{name}"), (1, "Web{n}"), (1, ""), (1, "thirteenlong{n}")]
        {
            let problem = copy(&[place], pattern, 1).unwrap_err();
            assert!(problem.contains("can\u{2019}t be the name of a pool"), "{problem}");
        }
        let mut existing = plan.clone();
        existing.baseline =
            Some(Box::new(Plan { pools: vec![presets::user_pool("old1", 1, 2)], ..Plan::default() }));
        assert_eq!(copied(&existing, &[1], "old{n}", 1).unwrap().1, "Copy 1 pool: old2");
        assert_eq!(new_name(&existing, "old1", 12), "old2");
    }

    #[test]
    fn pools_are_removed_together() {
        let plan = plan();
        let (next, words) = removed(&plan, &[0, 1, 2, 4]).unwrap();
        assert_eq!(names(&next, &[0]), "batch");
        assert_eq!(words, "Remove 4 pools: system, apps10, apps9 and 1 more");
        assert_eq!(removed(&plan, &[]).unwrap_err(), "Select the pools to remove.");
    }

    #[test]
    fn a_new_pool_suits_the_plan() {
        let catalog = Catalog::embedded();
        let today = Date::parse("2026-11-28").unwrap();
        let zones = |plan: &Plan, mut pool: NodePool| {
            suit(&mut pool, plan, &catalog, today);
            pool.zones.join("")
        };
        let system = || presets::dedicated_system_pool("system");
        let empty = |location: &str| {
            let mut plan = Plan::default();
            plan.cluster.location = location.to_owned();
            plan
        };
        // For production, a System pool is spread over all zones of the region.
        assert_eq!(zones(&empty(""), system()), "123");
        assert_eq!(zones(&empty("westeurope"), system()), "123");
        assert_eq!(zones(&empty("westus"), system()), "", "a region without zones");
        assert_eq!(zones(&empty("nowhere"), system()), "");
        let mut test = empty("westeurope");
        test.cluster.purpose = Some(Purpose::DevTest);
        assert_eq!(zones(&test, system()), "");
        // Other pools have the zones of the plan.
        assert_eq!(zones(&empty("westeurope"), presets::user_pool("a", 1, 2)), "");
        assert_eq!(zones(&plan(), presets::user_pool("a", 1, 2)), "123");
        let mut two = plan();
        *two.pools[0].zones = vec!["1".to_owned(), "3".to_owned()];
        assert_eq!(zones(&two, presets::spot_pool("a", 2)), "13");
        // A size that the region doesn't offer is exchanged for one like it.
        for region in catalog.regions().iter().filter(|region| region.zones.is_some()) {
            for make in [presets::user_pool("a", 1, 2), presets::pool_of_size("a", "Standard_D8pds_v6")] {
                let (plan, mut pool) = (empty(region.name), make);
                suit(&mut pool, &plan, &catalog, today);
                let size = catalog.size(pool.vm_size.as_deref().unwrap()).unwrap();
                assert!(size.vcpus >= 8, "{}", region.name);
            }
        }
    }
}
