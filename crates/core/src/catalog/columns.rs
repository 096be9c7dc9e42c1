//! VM sizes as columns of text: how the product carries them, and how the list of the user's subscription travels from
//! where it is read to where it is used.

use std::sync::Arc;

use super::{Architecture, PREFIX, VmSize};

/// Where sizes are offered: regions, and patterns of a letter a region that sizes have a number of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Offers {
    pub(super) regions: Vec<Arc<str>>,
    pub(super) patterns: Vec<Arc<str>>,
}

/// Reads sizes and where they are offered; the order of the lines is that of [`write`].
pub(super) fn read(text: &str) -> (Vec<VmSize>, Offers) {
    let mut lines = text.lines().map(|line| line.split('\t'));
    let mut dictionary = || lines.next().into_iter().flatten().map(Arc::from).collect::<Vec<Arc<str>>>();
    let (families, ends, series, traits) = (dictionary(), dictionary(), dictionary(), dictionary());
    let (models, regions, patterns) = (dictionary(), dictionary(), dictionary());
    let names = lines.next().into_iter().flatten().filter(|name| !name.is_empty());
    let mut columns: Vec<_> = lines.collect();
    let sizes = names.map(|name| {
        let mut cells = columns.iter_mut().map(|column| column.next().unwrap_or_default());
        let mut cell = || cells.next().unwrap_or_default();
        let number = |cell: &str| cell.parse::<u32>().ok();
        let pick = |of: &[Arc<str>], index: &str| {
            number(index).and_then(|index| of.get(index as usize)).cloned().unwrap_or_default()
        };
        let family = cell();
        let (end, family) = (pick(&ends, family), pick(&families, family));
        let series = pick(&series, cell());
        let quota_vcpus = number(cell()).unwrap_or_default();
        let seen = number(cell()).unwrap_or_default();
        let memory_gib = gib(cell()).unwrap_or_default();
        let facts = pick(&traits, cell());
        let mut facts = facts.bytes();
        let traits = std::array::from_fn(|_| facts.next().unwrap_or(b'?'));
        let (temp_gib, cache_gib, nvme_gib) = (number(cell()), number(cell()), number(cell()));
        let kind = cell();
        let gpu_model = pick(&models, cell());
        let data_disks = number(cell());
        VmSize {
            name: format!("{PREFIX}{name}"),
            family,
            series,
            quota_vcpus,
            vcpus: if seen == 0 { quota_vcpus } else { seen },
            memory_gib,
            architecture: if kind.starts_with('a') { Architecture::Arm64 } else { Architecture::X64 },
            gpus: kind.get(1..).and_then(number),
            traits,
            temp_gib,
            cache_gib,
            nvme_gib,
            gpu_model,
            data_disks,
            end,
            offer: number(cell()).and_then(|number| u16::try_from(number).ok()).unwrap_or(u16::MAX),
            own_offer: None,
        }
    });
    (sizes.collect(), Offers { regions, patterns })
}

/// Writes sizes, each with its pattern of where it is offered, in the columns that [`read`] takes.
pub(super) fn write(sizes: &[(&VmSize, String)], regions: &[String]) -> String {
    let (mut families, mut series, mut traits) = (Words::default(), Words::default(), Words::default());
    let (mut models, mut patterns) = (Words::default(), Words::default());
    let mut ends: Vec<&str> = Vec::new();
    let mut columns: [Vec<String>; 13] = Default::default();
    let maybe = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    for (size, _) in sizes {
        let family = families.number(&size.family);
        if family == ends.len() {
            ends.push(&size.end);
        }
        let kind = if size.architecture == Architecture::Arm64 { 'a' } else { 'x' };
        let seen = if size.vcpus == size.quota_vcpus { 0 } else { size.vcpus };
        let cells = [
            size.short_name().to_owned(),
            family.to_string(),
            series.number(&size.series).to_string(),
            size.quota_vcpus.to_string(),
            seen.to_string(),
            size.memory(),
            traits.number(&String::from_utf8_lossy(&size.traits)).to_string(),
            maybe(size.temp_gib),
            maybe(size.cache_gib),
            maybe(size.nvme_gib),
            size.gpus.map_or_else(|| format!("{kind}?"), |gpus| format!("{kind}{gpus}")),
            models.number(&size.gpu_model).to_string(),
            maybe(size.data_disks),
        ];
        for (column, cell) in columns.iter_mut().zip(cells) {
            column.push(cell);
        }
    }
    let offers: Vec<String> = sizes.iter().map(|(_, pattern)| patterns.number(pattern).to_string()).collect();
    let dictionaries = [families.0, ends.iter().map(|end| (*end).to_owned()).collect(), series.0, traits.0];
    let lines = dictionaries.into_iter().chain([models.0, regions.to_vec(), patterns.0]);
    lines.chain(columns).chain([offers]).map(|cells| cells.join("\t") + "\n").collect()
}

/// Words, each with a number in the order in which they came.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn number(&mut self, word: &str) -> usize {
        // A tab or the end of a line would be another cell; no word of Azure's has one.
        let word: String = word.chars().filter(|letter| !letter.is_control()).collect();
        self.0.iter().position(|known| *known == word).unwrap_or_else(|| {
            self.0.push(word);
            self.0.len() - 1
        })
    }
}

/// Reads a number of GiB. The sizes have few decimals, so that a reader of all binary fractions is not needed.
pub(super) fn gib(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let scale = 10_u32.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some(f64::from(whole.parse::<u32>().ok()?) + f64::from(fraction.parse::<u32>().ok()?) / f64::from(scale))
}
