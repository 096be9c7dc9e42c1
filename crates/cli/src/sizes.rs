//! `poolwright sizes`.

use poolwright::catalog::{Architecture, Catalog, Filter, Offer, Prices, VmSize, Wants};
use poolwright::lint::{self, Date};
use poolwright::text::parts;
use poolwright::to_json::{Json, pretty};

use crate::args::{AnyArchitecture, ReadArgs, Sizes};
use crate::check::object;
use crate::{Exit, Failure, input, output};

/// Lines of a list that nobody limits.
const LIMIT: usize = 50;

pub(crate) fn run(args: &Sizes) -> Result<Exit, Failure> {
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    let suggest = match args.suggest.as_deref() {
        Some([plan, pool]) => {
            let plan = input::plan(plan, &ReadArgs::default())?.plan;
            let place = plan.pools.iter().position(|one| one.name == *pool);
            let place = place.ok_or_else(|| format!("The plan has no pool {pool:?}."))?;
            Some((plan, place))
        }
        _ => None,
    };
    let region = match (&args.region, &suggest) {
        (Some(region), _) => known_region(&catalog, region)?,
        (None, Some((plan, _))) => plan.cluster.location.clone(),
        (None, None) => String::new(),
    };
    let prices = input::prices(&region);
    if args.max_price.is_some() && prices.is_none() {
        return Err(Failure::from(format!("The prices in {region} are unknown.")));
    }
    let filter = filter(args, region);
    let limit = args.limit.unwrap_or(if suggest.is_some() { 5 } else { LIMIT });
    let listed: Vec<(&VmSize, Option<i64>)> = match &suggest {
        Some((plan, pool)) => lint::suggest(plan, *pool, &filter, (&catalog, prices.as_ref(), today), limit),
        None => {
            let linux = |size: &VmSize| prices.as_ref()?.price(&size.name)?.linux;
            let sizes = catalog.select(&filter, prices.as_ref(), today, limit);
            sizes.into_iter().map(|size| (size, linux(size))).collect()
        }
    };
    let context = Listing { catalog: &catalog, prices: prices.as_ref(), region: &filter.region, today };
    let text = if args.json {
        pretty(&Json::Array(listed.iter().map(|(size, _)| context.json(size)).collect()))
    } else {
        context.table(&listed)
    };
    output::print(&text)?;
    Ok(Exit::Fine)
}

fn known_region(catalog: &Catalog, name: &str) -> Result<String, String> {
    let own = catalog.own_regions().find(|own| own.eq_ignore_ascii_case(name)).map(str::to_owned);
    let known = catalog.region(name).map(|region| region.name.to_owned()).or(own);
    known.ok_or_else(|| {
        format!("Unknown region: {name:?}. Write it as for --location, for example westeurope.")
    })
}

fn filter(args: &Sizes, region: String) -> Filter {
    Filter {
        words: args.words.join(" "),
        region,
        min_vcpus: args.min_vcpus,
        max_vcpus: args.max_vcpus,
        min_memory: args.min_memory,
        max_memory: args.max_memory,
        architecture: args.architecture.map(|architecture| match architecture {
            AnyArchitecture::X64 => Architecture::X64,
            AnyArchitecture::Arm64 => Architecture::Arm64,
        }),
        min_zones: args.zones,
        max_price: args.max_price,
        wants: Wants {
            gpu: args.gpu,
            ephemeral: args.ephemeral,
            spot: args.spot,
            generation2: args.generation2,
            lasting: false,
            unusable: args.all,
        },
    }
}

/// What a list of sizes is made with.
struct Listing<'a> {
    catalog: &'a Catalog,
    prices: Option<&'a Prices>,
    region: &'a str,
    today: Date,
}

impl Listing<'_> {
    /// Sizes, each with its price: that of the pool which it is for, if it is for one.
    fn table(&self, sizes: &[(&VmSize, Option<i64>)]) -> String {
        let mut rows = vec![["SIZE", "VCPUS", "GIB", "USD/H", "REMARKS"].map(str::to_owned)];
        for (size, price) in sizes {
            let mut remarks = facts(size);
            remarks.extend(self.catalog.remarks(size, self.region, self.today));
            rows.push([
                size.name.clone(),
                size.vcpus.to_string(),
                size.memory(),
                price.map_or_else(|| "-".to_owned(), |price| parts(price, 1_000_000, 4)),
                remarks.join(", "),
            ]);
        }
        output::columns(&rows)
    }

    fn json(&self, size: &VmSize) -> Json {
        let here = self.catalog.availability(size, self.region);
        let (offered, zones) = match here.offer {
            Offer::Unknown => (Json::Null, Json::Null),
            Offer::No | Offer::Restricted => (Json::Bool(false), Json::Null),
            Offer::Yes(zones) => (Json::Bool(true), Json::Array(zones.iter().map(Json::from).collect())),
        };
        let price = self.prices.and_then(|prices| prices.price(&size.name)).unwrap_or_default();
        let usd =
            |price: Option<i64>| price.map_or(Json::Null, |price| parts(price, 1_000_000, 6).as_str().into());
        let maybe = |number: Option<u32>| number.map_or(Json::Null, Json::from);
        let yes = |fact: Option<bool>| fact.map_or(Json::Null, Json::Bool);
        let architecture = if size.architecture == Architecture::Arm64 { "Arm64" } else { "x64" };
        let remarks = self.catalog.remarks(size, self.region, self.today);
        object(&[
            ("name", size.name.as_str().into()),
            ("family", (&*size.family).into()),
            ("vcpus", Json::from(size.vcpus)),
            ("quotaVcpus", Json::from(size.quota_vcpus)),
            ("memoryGiB", size.memory().as_str().into()),
            ("architecture", architecture.into()),
            ("gpus", maybe(size.gpus)),
            ("gpuModel", (&*size.gpu_model).into()),
            ("dataDisks", maybe(size.data_disks)),
            ("tempDiskGiB", maybe(size.temp_gib)),
            ("cacheGiB", maybe(size.cache_gib)),
            ("nvmeGiB", maybe(size.nvme_gib)),
            ("ephemeralOsDisk", yes(size.ephemeral())),
            ("generation2", yes(size.generation2())),
            ("trustedLaunch", yes(size.trusted_launch())),
            ("encryptionAtHost", yes(size.encryption_at_host())),
            ("offered", offered),
            ("zones", zones),
            ("spot", yes(here.spot)),
            (
                "usdPerHour",
                object(&[
                    ("linux", usd(price.linux)),
                    ("spot", usd(price.spot)),
                    ("windows", usd(price.windows)),
                ]),
            ),
            ("remarks", Json::Array(remarks.iter().map(|remark| remark.as_str().into()).collect())),
        ])
    }
}

/// Returns what is worth knowing of a size beside its numbers.
fn facts(size: &VmSize) -> Vec<String> {
    let mut facts = Vec::new();
    if size.architecture == Architecture::Arm64 {
        facts.push("Arm64".to_owned());
    }
    if let Some(gpus) = size.gpus.filter(|gpus| *gpus > 0) {
        facts.push(format!("{gpus} {}", if size.gpu_model.is_empty() { "GPU" } else { &size.gpu_model }));
    }
    if size.ephemeral() == Some(true)
        && let Some(room) = size.ephemeral_room_gib()
    {
        facts.push(format!("ephemeral {room} GiB"));
    }
    facts
}
