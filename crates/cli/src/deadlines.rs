//! `poolwright deadlines`.

use poolwright::migrate::deadlines::{Deadline, deadlines};
use poolwright::quote::terminal;
use poolwright::to_json::{Json, pretty};

use crate::args::Deadlines;
use crate::check::object;
use crate::{Exit, Failure, input, output};

pub(crate) fn run(args: &Deadlines) -> Result<Exit, Failure> {
    let document = input::plan(&args.plan, &args.read)?;
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    output::notes(&document.notes);
    let found = deadlines(&document.plan, &catalog);
    if args.json {
        let rows = found.iter().map(|one| {
            object(&[
                ("date", one.date.to_string().as_str().into()),
                ("isPast", Json::Bool(one.date < today)),
                ("pool", one.pool.as_deref().map_or(Json::Null, Json::from)),
                ("key", one.key.into()),
                ("what", one.what.as_str().into()),
                ("remedy", one.remedy.into()),
                ("rule", one.rule.into()),
            ])
        });
        output::print(&pretty(&Json::Array(rows.collect())))?;
        return Ok(Exit::Fine);
    }
    let mut text = String::new();
    for Deadline { date, pool, key, what, remedy, rule } in &found {
        let of = pool.as_deref().unwrap_or("cluster");
        let past = if *date < today { " (past)" } else { "" };
        text += &format!(
            "{date}{past}  {}: {} {remedy} ({key}; {rule})\n",
            terminal::line(of),
            terminal::line(what)
        );
    }
    if found.is_empty() {
        text += "Nothing in this plan has a known retirement date.\n";
    }
    output::print(&text)?;
    Ok(Exit::Fine)
}
