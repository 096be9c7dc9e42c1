//! VM sizes: the combobox's list, and the dialog's choice.

use poolwright::capacity::HOURS;
use poolwright::catalog::{Architecture, Filter, Offer, Prices, SIZES_DATE, VmSize, Wants};
use poolwright::lint::{self, Date};
use poolwright::plan::Plan;
use poolwright::text::{counted, dollars, grouped, parts};
use poolwright_protocol::{SizeChoice, SizeFilter, SizeGroup, SizeOption, SizeRow};

use crate::Worker;

/// Maximum number of sizes that the combobox lists.
const LISTED: usize = 50;
/// Maximum number of sizes that the dialog lists.
const CHOICE: usize = 60;
/// What sizes are compared by.
const FACTS: [&str; 12] = [
    "vCPUs",
    "Memory",
    "Processor",
    "GPUs",
    "USD/hour for this pool",
    "USD/month for this pool",
    "Zones in the region",
    "Spot",
    "Ephemeral OS disk",
    "Data disks",
    "Generation 2",
    "Remarks",
];
/// Maximum number of sizes that the dialog suggests.
const SUGGESTED: usize = 5;

impl Worker {
    pub(crate) fn sizes(&self, plan: &Plan, today: Date, words: String) -> Vec<SizeRow> {
        let region = plan.cluster.location.as_str();
        let prices = self.prices_in(region);
        let filter = Filter { words, region: region.to_owned(), ..Filter::default() };
        let row = |size: &VmSize| {
            let mut about = about(size);
            if let Some(price) = linux_price(prices, size) {
                about += &format!(", ${}/hour", parts(price, 1_000_000, 3));
            }
            let remarks = self.catalog.remarks(size, region, today).join(", ");
            SizeRow { name: size.name.clone(), about, remarks }
        };
        self.catalog.select(&filter, prices, today, LISTED).into_iter().map(row).collect()
    }

    pub(crate) fn size_choice(
        &self,
        plan: &Plan,
        today: Date,
        pool: Option<usize>,
        wanted: SizeFilter,
    ) -> SizeChoice {
        let sort = wanted.sort.clone();
        let filter = filter(wanted, &plan.cluster.location);
        let place = pool.unwrap_or(usize::MAX);
        let prices = self.prices_in(&filter.region);
        let current = plan.pools.get(place).and_then(|pool| self.catalog.size(pool.vm_size.as_deref()?));
        let (like, at_least) = like_current(&filter, current);
        let suggested = lint::suggest(plan, place, &like, (&self.catalog, prices, today), SUGGESTED);
        let most = if sort.is_empty() { CHOICE + 1 } else { usize::MAX };
        let mut all = self.catalog.select(&filter, prices, today, most);
        let price = |size: &VmSize| linux_price(prices, size).unwrap_or(i64::MAX);
        match sort.as_str() {
            "price" => all.sort_by_key(|size| price(size)),
            "vcpus" => all.sort_by_key(|size| (size.vcpus, price(size))),
            "memory" => all.sort_by(|one, other| {
                one.memory_gib.total_cmp(&other.memory_gib).then_with(|| price(one).cmp(&price(other)))
            }),
            _ => {}
        }
        // A Spot or Windows pool pays another price than the list's.
        let own_price = |size: &VmSize| match plan.pools.get(place) {
            Some(pool) => prices?.price(&size.name)?.of_node(pool),
            None => linux_price(prices, size),
        };
        let option = |size: &VmSize, price: Option<i64>| {
            let mut option = self.option(plan, today, size, price);
            option.facts = self.facts(plan, size, own_price(size), &option.remarks).to_vec();
            option
        };
        let cheapest = match prices {
            Some(prices) => format!(
                "Cheapest sizes without findings for this pool{at_least}, at list prices as of {}",
                prices.date()
            ),
            None => {
                format!("Smallest sizes without findings for this pool{at_least}; prices are unknown here")
            }
        };
        let title = match all.len() {
            more if more > CHOICE => format!("The first {CHOICE} sizes"),
            some => counted(some as i64, "size"),
        };
        SizeChoice {
            suggested: SizeGroup {
                title: cheapest,
                sizes: suggested.iter().map(|(size, price)| option(size, *price)).collect(),
            },
            all: SizeGroup {
                title,
                sizes: all.iter().take(CHOICE).map(|size| option(size, linux_price(prices, size))).collect(),
            },
            fact_titles: FACTS.map(str::to_owned).to_vec(),
            about: format!(
                "Sizes as of {SIZES_DATE}. Import az vm list-skus to see what your subscription can use."
            ),
        }
    }

    fn option(&self, plan: &Plan, today: Date, size: &VmSize, price: Option<i64>) -> SizeOption {
        let mut more = Vec::new();
        if let Some(price) = price {
            more.push(format!("${}/hour", parts(price, 1_000_000, 4)));
        }
        if size.ephemeral() == Some(true) {
            let room =
                size.ephemeral_room_gib().map(|room| format!(" up to {} GiB", grouped(i64::from(room))));
            more.push(format!("ephemeral OS disk{}", room.unwrap_or_default()));
        }
        if let Some(disks) = size.data_disks {
            more.push(counted(i64::from(disks), "data disk"));
        }
        if size.generation2() == Some(false) {
            more.push("generation 1 only".to_owned());
        }
        let remarks = self.catalog.remarks(size, &plan.cluster.location, today).join(", ");
        SizeOption {
            facts: Vec::new(),
            name: size.name.clone(),
            short_name: size.short_name().to_owned(),
            about: about(size),
            more: more.join(", "),
            remarks,
        }
    }

    /// Returns what sizes are compared by, in the order of [`FACTS`].
    fn facts(&self, plan: &Plan, size: &VmSize, price: Option<i64>, remarks: &str) -> [String; FACTS.len()] {
        let unknown = || "unknown".to_owned();
        let yes_or_no = |known: Option<bool>| match known {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => unknown(),
        };
        let here = self.catalog.availability(size, &plan.cluster.location);
        let ephemeral = match (size.ephemeral(), size.ephemeral_room_gib()) {
            (Some(true), Some(room)) => format!("up to {} GiB", grouped(i64::from(room))),
            (known, _) => yes_or_no(known),
        };
        [
            size.vcpus.to_string(),
            format!("{} GiB", size.memory()),
            if size.architecture == Architecture::Arm64 { "Arm64" } else { "x64" }.to_owned(),
            match size.gpus {
                Some(gpus) if gpus > 0 && !size.gpu_model.is_empty() => {
                    format!("{gpus} × {}", size.gpu_model)
                }
                Some(gpus) => gpus.to_string(),
                None => unknown(),
            },
            price.map_or_else(unknown, |price| format!("${}", parts(price, 1_000_000, 4))),
            price.map_or_else(unknown, |price| dollars(price.saturating_mul(HOURS))),
            match here.offer {
                Offer::Yes(zones) if zones.count() > 0 => zones.iter().collect::<Vec<_>>().join(", "),
                Offer::Yes(_) => "none".to_owned(),
                Offer::No => "not offered".to_owned(),
                Offer::Restricted => "restricted".to_owned(),
                Offer::Unknown => unknown(),
            },
            yes_or_no(here.spot),
            ephemeral,
            size.data_disks.map_or_else(unknown, |disks| disks.to_string()),
            yes_or_no(size.generation2()),
            if remarks.is_empty() { "none".to_owned() } else { remarks.to_owned() },
        ]
    }
}

fn linux_price(prices: Option<&Prices>, size: &VmSize) -> Option<i64> {
    prices?.price(&size.name)?.linux
}

/// Returns what is worth knowing of a size: "4 vCPUs, 16 GiB, Arm64".
fn about(size: &VmSize) -> String {
    let mut about = format!("{}, {} GiB", counted(i64::from(size.vcpus), "vCPU"), size.memory());
    if size.architecture == Architecture::Arm64 {
        about.push_str(", Arm64");
    }
    if let Some(gpus) = size.gpus.filter(|gpus| *gpus > 0) {
        let model = if size.gpu_model.is_empty() { "GPU" } else { &size.gpu_model };
        about += &format!(", {gpus} × {model}");
    }
    about
}

fn filter(wanted: SizeFilter, region: &str) -> Filter {
    Filter {
        words: wanted.words,
        region: region.to_owned(),
        min_vcpus: wanted.min_vcpus,
        max_vcpus: wanted.max_vcpus,
        min_memory: wanted.min_memory,
        max_memory: wanted.max_memory,
        architecture: match wanted.architecture.as_str() {
            "x64" => Some(Architecture::X64),
            "Arm64" => Some(Architecture::Arm64),
            _ => None,
        },
        min_zones: wanted.min_zones,
        max_price: wanted.max_price,
        wants: Wants {
            gpu: wanted.gpu,
            ephemeral: wanted.ephemeral,
            spot: wanted.spot,
            generation2: wanted.generation2,
            lasting: false,
            unusable: wanted.unsupported,
        },
    }
}

/// Returns what a size that replaces the current one must have, and a description of it: what the filter leaves open
/// must be at least as it is now, and the size must not retire soon.
fn like_current(filter: &Filter, current: Option<&VmSize>) -> (Filter, String) {
    let mut like = filter.clone();
    like.wants.lasting = true;
    let Some(size) = current else { return (like, String::new()) };
    let mut parts = Vec::new();
    if like.architecture.is_none() {
        like.architecture = Some(size.architecture);
        parts.push(if size.architecture == Architecture::Arm64 { "Arm64" } else { "x64" }.to_owned());
    }
    if like.min_vcpus.is_none() && like.max_vcpus.is_none() {
        like.min_vcpus = Some(size.vcpus);
        parts.push(format!("at least {}", counted(i64::from(size.vcpus), "vCPU")));
    }
    if like.min_memory.is_none() && like.max_memory.is_none() {
        like.min_memory = Some(size.memory_gib.ceil() as u32);
        parts.push(format!("at least {} GiB", size.memory()));
    }
    if size.has_gpus() {
        like.wants.gpu = true;
        parts.push("GPUs".to_owned());
    }
    let as_now = if parts.is_empty() {
        String::new()
    } else {
        format!(", comparable to its current size ({})", parts.join(", "))
    };
    (like, as_now)
}
