//! What the page asks for when it needs it, in a module of its own that runs beside it: requests in, data out. Reading
//! what tools print, capacity, VM sizes, migrations, and every text but the Azure CLI's for a whole plan are here, so
//! that the first load doesn't carry them and a paste of megabytes doesn't hold up typing.

mod archive;
mod capacity;
mod compare;
mod import;
mod markdown;
mod migration;
mod picture;
mod presets;
mod right_size;
mod sizes;
mod text;
mod timeline;
pub mod wire;

use poolwright::capacity::cost::Rates;
use poolwright::catalog::{Catalog, Prices, is_same_region};
use poolwright::codec;
use poolwright::lint::Date;
use poolwright::plan::Plan;
use poolwright::rightsize::Constraints;
use poolwright::to_json::compact;
use poolwright_protocol::{PlanText, Request, Response};

/// Answers requests, with the prices and subscription data that it was sent before.
#[derive(Debug, Default)]
pub struct Worker {
    catalog: Catalog,
    prices: Option<Prices>,
    /// The user's own numbers for the cost, and what of them can't be read.
    rates: Rates,
    rate_errors: Vec<String>,
}

impl Worker {
    /// Answers a request.
    pub fn handle(&mut self, request: Request) -> Response {
        match request {
            Request::SetSubscription(data) => {
                self.catalog = Catalog::embedded();
                self.catalog.apply_overlay(&data);
                Response::Done
            }
            Request::SetPrices(text) => {
                self.prices = Prices::parse(&text);
                Response::Done
            }
            Request::SetRates { discounts, disks, fee, currency } => {
                let read = Rates::parse(&discounts, &disks, &fee, &currency);
                (self.rates, self.rate_errors) = match read {
                    Ok(rates) => (rates, Vec::new()),
                    Err(wrong) => (Rates::default(), wrong),
                };
                Response::Done
            }
            Request::Import { text, today } => self.import(&text, day(&today)),
            Request::Glance { plan } => Response::Glance(self.glance(&read(&plan))),
            Request::Capacity { plan, workloads, overhead } => {
                Response::Capacity(self.capacity(&read(&plan), &workloads, &overhead))
            }
            Request::RightSize { plan, today, pods, nodes, headroom, zone_loss } => {
                let constraints = Constraints { zone_loss };
                self.right_size(&read(&plan), day(&today), (&pods, &nodes), headroom, constraints)
            }
            Request::Sizes { plan, today, words } => {
                Response::Sizes(self.sizes(&read(&plan), day(&today), words))
            }
            Request::SizeChoice { plan, today, pool, filter } => {
                Response::SizeChoice(self.size_choice(&read(&plan), day(&today), pool, filter))
            }
            Request::Text(request) => Response::Text(self.text(&request)),
            Request::Archive(request) => self.archive(&request),
            Request::Presets { today } => Response::Presets(self.presets(day(&today))),
            Request::Preset { group, place } => presets::preset(group, place),
            Request::Markdown { plan, today, link, rejected } => {
                Response::Markdown(self.markdown(&read(&plan), day(&today), link.as_deref(), rejected))
            }
            Request::Compare { plan, with } => self.compare(&read(&plan), &with),
            Request::MigrationDiff { plan } => Response::MigrationDiff(migration::differences(&read(&plan))),
            Request::Migration { plan, today, options } => {
                Response::Migration(self.migration(&read(&plan), day(&today), &options))
            }
            Request::Preflight { plan, today, options, text } => {
                match self.preflight(&read(&plan), day(&today), &options, &text) {
                    Ok(answers) => Response::Preflight(answers),
                    Err(sentence) => Response::Failed(sentence),
                }
            }
        }
    }

    /// Returns the prices of a region, if they are known. Those of another region don't apply there.
    fn prices_in(&self, region: &str) -> Option<&Prices> {
        self.prices.as_ref().filter(|prices| is_same_region(prices.region(), region))
    }
}

/// Returns the plan of a text that the page wrote; an empty one for any other text.
fn read(plan: &PlanText) -> Plan {
    codec::read_plan(&plan.0).map(|document| document.plan).unwrap_or_default()
}

/// Returns the text of a plan.
fn plan_text(plan: &Plan) -> PlanText {
    PlanText(compact(&codec::plan_to_json(plan)))
}

/// Returns the day on which the page was opened. Without one, nothing has retired yet.
fn day(today: &str) -> Date {
    Date::parse(today).unwrap_or_else(|| Date::from_unix_days(0))
}
