//! Raw deflate (RFC 1951), both ways, for links.
//!
//! It is our own because the link is what the product exists for. A general library costs the page 8 KB of brotli more
//! and is made for speed over megabytes; a plan is a few kilobytes, so this one tries harder and links are shorter.
//! The tests hold it against `miniz_oxide`: each reads what the other writes, and no plan of ours is the longer one.

use crate::order::insert_by;

/// Why bytes cannot be inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InflateError {
    /// The bytes end before the stream does.
    CutShort,
    /// The bytes are no deflate stream, or more than one.
    Damaged,
    /// The stream holds more than the limit.
    TooBig,
}

/// Symbols of literals and lengths; in a list of both kinds, distances stand behind them.
const LITERALS: usize = 288;
/// Symbols of both kinds.
const SYMBOLS: usize = LITERALS + 32;
/// Symbols of literals and lengths, and of distances, that a stream may use.
const USABLE: (usize, usize) = (286, 30);
/// The symbol that ends a block.
const END: usize = 256;
const MIN_MATCH: usize = 3;
const MAX_MATCH: usize = 258;
const MAX_DISTANCE: usize = 32 * 1024;
/// Most bits of a code.
const MAX_BITS: usize = 15;
/// The order in which a block gives the lengths of the code that its code lengths are written in.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// Of those symbols, the ones that repeat: how many bits say how often, and the fewest repeats.
const REPEATS: [(u32, usize); 3] = [(2, 3), (3, 3), (7, 11)];

/// How symbols stand for numbers: each power of two is cut into `1 << self.0` equal ranges, one for each symbol, and
/// further bits say where in the range a number is.
#[derive(Clone, Copy)]
struct Ranges(u32);

const LENGTHS: Ranges = Ranges(2);
const DISTANCES: Ranges = Ranges(1);

impl Ranges {
    /// The symbol of a number, and how many further bits it has.
    fn symbol(self, number: usize) -> (usize, u32) {
        let extra = (number | 1 << self.0).ilog2() - self.0;
        (((extra as usize) << self.0) + (number >> extra), extra)
    }

    /// The first number of a symbol's range, and how many further bits it has.
    fn first(self, symbol: usize) -> (usize, u32) {
        let extra = (symbol >> self.0).saturating_sub(1);
        ((symbol - (extra << self.0)) << extra, extra as u32)
    }
}

/// The symbol of a length and its further bits. The longest length has a symbol of its own.
fn length_symbol(length: usize) -> (usize, u32) {
    if length == MAX_MATCH {
        return (END + 29, 0);
    }
    let (symbol, extra) = LENGTHS.symbol(length.saturating_sub(MIN_MATCH));
    (END + 1 + symbol, extra)
}

/// The code lengths of a block that brings none.
fn fixed_lengths() -> Vec<u8> {
    (0..SYMBOLS)
        .map(|symbol| match symbol {
            0..144 | 280..LITERALS => 8,
            144..256 => 9,
            256..280 => 7,
            _ => 5,
        })
        .collect()
}

// ---- Reading ----

struct Reader<'a> {
    bytes: std::slice::Iter<'a, u8>,
    held: u32,
    count: u32,
}

impl Reader<'_> {
    /// The next bits, at most 16. A byte is taken only when one of its bits is wanted.
    fn bits(&mut self, count: u32) -> Result<usize, InflateError> {
        while self.count < count {
            let byte = self.bytes.next().ok_or(InflateError::CutShort)?;
            self.held |= u32::from(*byte) << self.count;
            self.count += 8;
        }
        let bits = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        Ok(bits as usize)
    }

    /// The next symbol: codes of one length are consecutive numbers, so counting them is enough.
    fn symbol(&mut self, code: &Code) -> Result<usize, InflateError> {
        let (mut bits, mut first, mut index) = (0, 0, 0);
        for count in code.counts {
            bits = bits << 1 | self.bits(1)?;
            first <<= 1;
            if bits < first + count {
                return code.symbols.get(index + bits - first).copied().ok_or(InflateError::Damaged);
            }
            first += count;
            index += count;
        }
        Err(InflateError::Damaged)
    }
}

/// A code to read with: how many symbols have one bit, two bits and so on, and the symbols in that order.
struct Code {
    counts: [usize; MAX_BITS],
    symbols: Vec<usize>,
}

impl Code {
    /// The code of these lengths. Every sequence of bits must mean something, unless `lone` allows a code
    /// of one symbol or none.
    fn new(lengths: &[u8], lone: bool) -> Result<Self, InflateError> {
        let mut code = Self { counts: [0; MAX_BITS], symbols: Vec::new() };
        let mut unused = 1;
        for (bits, count) in (1..).zip(&mut code.counts) {
            let before = code.symbols.len();
            code.symbols
                .extend((0..).zip(lengths).filter(|(_, length)| **length == bits).map(|(symbol, _)| symbol));
            *count = code.symbols.len() - before;
            unused = (unused * 2usize).checked_sub(*count).ok_or(InflateError::Damaged)?;
        }
        let [ones, ..] = code.counts;
        if unused == 0 || lone && code.symbols.len() == ones { Ok(code) } else { Err(InflateError::Damaged) }
    }
}

/// The bytes of a raw deflate stream that fills `bytes` and holds at most `limit` bytes.
pub(super) fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>, InflateError> {
    let mut reader = Reader { bytes: bytes.iter(), held: 0, count: 0 };
    let mut out = Vec::new();
    loop {
        let last = reader.bits(1)? == 1;
        match reader.bits(2)? {
            0 => stored(&mut reader, &mut out, limit)?,
            1 => compressed(&mut reader, &fixed_lengths(), LITERALS, &mut out, limit)?,
            2 => {
                let (lengths, literals) = read_lengths(&mut reader)?;
                compressed(&mut reader, &lengths, literals, &mut out, limit)?;
            }
            _ => return Err(InflateError::Damaged),
        }
        if last {
            return if reader.bytes.len() == 0 { Ok(out) } else { Err(InflateError::Damaged) };
        }
    }
}

fn push(out: &mut Vec<u8>, byte: u8, limit: usize) -> Result<(), InflateError> {
    if out.len() >= limit {
        return Err(InflateError::TooBig);
    }
    out.push(byte);
    Ok(())
}

/// Reads a block of bytes as they are.
fn stored(reader: &mut Reader, out: &mut Vec<u8>, limit: usize) -> Result<(), InflateError> {
    // It begins at a whole byte, and fewer than eight bits are held.
    (reader.held, reader.count) = (0, 0);
    let length = reader.bits(16)?;
    if reader.bits(16)? != length ^ 0xFFFF {
        return Err(InflateError::Damaged);
    }
    for _ in 0..length {
        let byte = reader.bits(8)?;
        push(out, byte as u8, limit)?;
    }
    Ok(())
}

/// Reads the code lengths at the beginning of a block, and says how many are of literals and lengths.
fn read_lengths(reader: &mut Reader) -> Result<(Vec<u8>, usize), InflateError> {
    let literals = reader.bits(5)? + 257;
    let distances = reader.bits(5)? + 1;
    let given = reader.bits(4)? + 4;
    if literals > USABLE.0 || distances > USABLE.1 {
        return Err(InflateError::Damaged);
    }
    let mut lengths = [0; ORDER.len()];
    for symbol in ORDER.into_iter().take(given) {
        let length = reader.bits(3)?;
        if let Some(place) = lengths.get_mut(symbol) {
            *place = length as u8;
        }
    }
    let code = Code::new(&lengths, false)?;
    let mut lengths = Vec::new();
    let all = literals + distances;
    while lengths.len() < all {
        let symbol = reader.symbol(&code)?;
        let (length, times) = match REPEATS.get(symbol.wrapping_sub(16)) {
            None => (symbol as u8, 1),
            Some((bits, fewest)) => {
                let length = if symbol == 16 { *lengths.last().ok_or(InflateError::Damaged)? } else { 0 };
                (length, reader.bits(*bits)? + fewest)
            }
        };
        lengths.resize(lengths.len() + times, length);
    }
    // A block that never ends is damaged before it begins.
    if lengths.len() > all || lengths.get(END) == Some(&0) {
        return Err(InflateError::Damaged);
    }
    Ok((lengths, literals))
}

/// Reads a block of codes that have these lengths.
fn compressed(
    reader: &mut Reader,
    lengths: &[u8],
    literals: usize,
    out: &mut Vec<u8>,
    limit: usize,
) -> Result<(), InflateError> {
    let (literals, distances) = lengths.split_at_checked(literals).ok_or(InflateError::Damaged)?;
    let (literals, distances) = (Code::new(literals, false)?, Code::new(distances, true)?);
    loop {
        let symbol = reader.symbol(&literals)?;
        if symbol < END {
            push(out, symbol as u8, limit)?;
            continue;
        }
        if symbol == END {
            return Ok(());
        }
        let (first, extra) = match symbol - END - 1 {
            28 => (MAX_MATCH - MIN_MATCH, 0),
            symbol => LENGTHS.first(symbol),
        };
        let length = MIN_MATCH + first + reader.bits(extra)?;
        let distance_symbol = reader.symbol(&distances)?;
        if symbol >= USABLE.0 || distance_symbol >= USABLE.1 {
            return Err(InflateError::Damaged);
        }
        let (first, extra) = DISTANCES.first(distance_symbol);
        let distance = 1 + first + reader.bits(extra)?;
        for _ in 0..length {
            let from = out.len().checked_sub(distance).ok_or(InflateError::Damaged)?;
            let byte = out.get(from).copied().ok_or(InflateError::Damaged)?;
            push(out, byte, limit)?;
        }
    }
}

// ---- Writing ----

/// Up to so many bytes, which is most plans, nothing is spared.
const SMALL: usize = 3 * 1024;

/// Beyond that, a copy so long is taken without looking for a better one.
const NICE: usize = 128;
const HASH_BITS: u32 = 12;
/// About what a symbol costs that has no code yet.
const UNUSED: u32 = 14;

/// One step of a way through the bytes: a literal, whose distance is zero, or a copy.
#[derive(Clone, Copy, Default)]
struct Step {
    /// The byte of a literal, or the length of a copy.
    value: u16,
    distance: u16,
}

impl Step {
    /// Gives each symbol of the step, with the number whose low bits follow it, and how many of them do.
    fn symbols(self, put: &mut impl FnMut(usize, usize, u32)) {
        let Self { value, distance } = self;
        if distance == 0 {
            return put(value.into(), 0, 0);
        }
        let (value, distance) = (usize::from(value), usize::from(distance) - 1);
        let (symbol, extra) = length_symbol(value);
        put(symbol, value - MIN_MATCH, extra);
        let (symbol, extra) = DISTANCES.symbol(distance);
        put(LITERALS + symbol, distance, extra);
    }
}

#[derive(Clone, Default)]
struct Writer {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Writer {
    /// Writes bits, at most 16.
    fn bits(&mut self, bits: usize, count: u32) {
        self.held |= (bits as u32) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }
}

/// One block, which is shorter than what other encoders make of a plan: every way through the bytes is weighed by what
/// its symbols cost in the best code of the round before, and of each code every form is tried.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let small = bytes.len() <= SMALL;
    let matches = Matches::find(bytes, small);
    let mut costs = fixed_lengths();
    let mut best = (usize::MAX, Writer::default(), Vec::new(), Vec::new());
    for round in 0..if small { 6 } else { 3 } {
        let steps = matches.cheapest_way(bytes, &costs);
        let mut frequencies = vec![0; SYMBOLS];
        let mut further = 0;
        let mut count = |symbol: usize, _: usize, extra: u32| {
            if let Some(frequency) = frequencies.get_mut(symbol) {
                *frequency += 1;
            }
            further += extra as usize;
        };
        steps.iter().for_each(|step| step.symbols(&mut count));
        count(END, 0, 0);
        let size = |head: &Writer, lengths: &[u8]| {
            let codes = frequencies.iter().zip(lengths).map(|(count, length)| count * usize::from(*length));
            head.bytes.len() * 8 + head.count as usize + further + codes.sum::<usize>()
        };
        let mut head = Writer::default();
        if round == 0 {
            head.bits(0b011, 3);
            best = (size(&head, &costs), head, costs.clone(), steps.clone());
        }
        let mut least = usize::MAX;
        let (literals, distances) = frequencies.split_at_checked(LITERALS).unwrap_or_default();
        let mut limit = MAX_BITS;
        for _ in 0..if small { 3 } else { 1 } {
            let mut lengths = code_lengths(literals, limit);
            lengths.extend(code_lengths(distances, limit));
            // Shorter codes next: they fit the symbols less well, but may be quicker to say.
            limit = lengths.iter().max().map_or(1, |length| usize::from(*length).saturating_sub(1));
            for forms in 0..1 << REPEATS.len() {
                let head = write_head(&lengths, forms);
                let bits = size(&head, &lengths);
                if bits < least {
                    least = bits;
                    costs.clone_from(&lengths);
                }
                if bits < best.0 {
                    best = (bits, head, lengths.clone(), steps.clone());
                }
            }
        }
    }
    let (_, mut out, lengths, steps) = best;
    let (literals, distances) = lengths.split_at_checked(LITERALS).unwrap_or_default();
    let codes = [codes(literals), codes(distances)].concat();
    let mut put = |symbol: usize, further: usize, extra: u32| {
        if let (Some(code), Some(length)) = (codes.get(symbol), lengths.get(symbol)) {
            out.bits(*code, u32::from(*length));
            out.bits(further & ((1 << extra) - 1), extra);
        }
    };
    steps.iter().for_each(|step| step.symbols(&mut put));
    put(END, 0, 0);
    // The last byte is filled up with zeros.
    out.bits(0, 7);
    out.bytes
}

/// What can be copied at each place.
struct Matches {
    /// Copies of all places, one after another.
    steps: Vec<Step>,
    /// Where in `steps` each place's begin, and where the last one's end.
    starts: Vec<usize>,
}

impl Matches {
    fn find(bytes: &[u8], small: bool) -> Self {
        // The last place with each hash of its first bytes, and the place before each with its hash; zero is none.
        let mut newest = vec![0; 1 << HASH_BITS];
        let mut before: Vec<usize> = Vec::with_capacity(bytes.len());
        let mut found = Self { steps: Vec::new(), starts: vec![0] };
        // How many earlier places are compared at each place: the work is the product of both.
        let depth = if bytes.len() < MAX_DISTANCE { 128 } else { 16 };
        let (nice, hashed) = if small { (MAX_MATCH, MIN_MATCH) } else { (NICE, MIN_MATCH + 1) };
        let mut last = (0, 0);
        for at in 0..bytes.len() {
            let here = bytes.get(at..).unwrap_or_default();
            let hash = here.iter().take(hashed).fold(0, |hash, byte| hash * 37 + usize::from(*byte));
            let Some(head) = newest.get_mut(hash % (1 << HASH_BITS)) else { continue };
            let mut candidate = *head;
            *head = at + 1;
            before.push(candidate);
            let start = found.steps.len();
            let mut longest = MIN_MATCH - 1;
            let mut longest_distance = 0;
            for _ in 0..depth {
                let Some(from) = candidate.checked_sub(1) else { break };
                let distance = at - from;
                if distance > MAX_DISTANCE {
                    break;
                }
                candidate = before.get(from).copied().unwrap_or(0);
                let there = bytes.get(from..).unwrap_or_default();
                if !small && here.get(longest) != there.get(longest) {
                    continue;
                }
                // What was copied one place before goes on here.
                let known: usize = if last.1 == distance { last.0 } else { 0 };
                let pairs = here.iter().zip(there).take(MAX_MATCH).skip(known);
                let length = known + pairs.take_while(|(one, other)| one == other).count();
                if length < MIN_MATCH {
                    continue;
                }
                if length > longest {
                    (longest, longest_distance) = (length, distance);
                } else if !small {
                    continue;
                }
                if length >= nice {
                    found.steps.truncate(start);
                }
                found.steps.push(Step { value: length as u16, distance: distance as u16 });
                if length >= nice {
                    break;
                }
            }
            last = (longest.saturating_sub(1), longest_distance);
            found.starts.push(found.steps.len());
        }
        found
    }

    /// The way through the bytes that costs the fewest bits when symbols have codes of these lengths.
    fn cheapest_way(&self, bytes: &[u8], lengths: &[u8]) -> Vec<Step> {
        let cost = |symbol: usize, extra: u32| match lengths.get(symbol) {
            // A symbol without a code would need one.
            None | Some(0) => UNUSED,
            Some(length) => u32::from(*length) + extra,
        };
        let of_length = |length| {
            let (symbol, extra) = length_symbol(length);
            cost(symbol, extra)
        };
        let of_lengths: Vec<u32> = (0..=MAX_MATCH).map(of_length).collect();
        // For the end and each place before it, counted from the end: what the way from there costs.
        let mut totals: Vec<u32> = vec![0];
        let mut firsts = Vec::with_capacity(bytes.len());
        // For each length, the cheapest distance at the place in hand.
        let mut nearest = [(u32::MAX, 0); MAX_MATCH + 1];
        for (byte, ends) in bytes.iter().zip(self.starts.windows(2)).rev() {
            let left = totals.len();
            let total = |length: usize| totals.get(left - length).copied().unwrap_or(0);
            let mut cheapest = cost(usize::from(*byte), 0) + total(1);
            let mut first = Step { value: u16::from(*byte), distance: 0 };
            let steps = match ends {
                [start, end] => self.steps.get(*start..*end).unwrap_or_default(),
                _ => &[],
            };
            let mut longest = 0;
            for step in steps {
                let length = usize::from(step.value);
                longest = longest.max(length);
                let (symbol, extra) = DISTANCES.symbol(usize::from(step.distance) - 1);
                let way = (cost(LITERALS + symbol, extra), step.distance);
                if let Some(place) = nearest.get_mut(length)
                    && way < *place
                {
                    *place = way;
                }
            }
            let mut way = (u32::MAX, 0);
            for length in (MIN_MATCH..=longest).rev() {
                let Some(place) = nearest.get_mut(length) else { break };
                way = way.min(std::mem::replace(place, (u32::MAX, 0)));
                let sum = way.0 + of_lengths.get(length).copied().unwrap_or(UNUSED) + total(length);
                if sum < cheapest {
                    cheapest = sum;
                    first = Step { value: length as u16, distance: way.1 };
                }
                if length >= NICE && steps.len() == 1 {
                    break;
                }
            }
            totals.push(cheapest);
            firsts.push(first);
        }
        let mut way = Vec::new();
        let mut left = firsts.len();
        while let Some(first) = left.checked_sub(1).and_then(|at| firsts.get(at)) {
            way.push(*first);
            left = left.saturating_sub(if first.distance == 0 { 1 } else { first.value.into() });
        }
        way
    }
}

/// The lengths of the best code for these frequencies of which none is longer than `limit`, by package-merge.
fn code_lengths(frequencies: &[usize], limit: usize) -> Vec<u8> {
    let mut leaves = Vec::new();
    for (symbol, frequency) in frequencies.iter().enumerate().filter(|(_, frequency)| **frequency > 0) {
        insert_by(&mut leaves, (*frequency, symbol), |leaf| leaf.0);
    }
    // So many symbols do not fit shorter codes.
    let limit = limit.max(leaves.len().next_power_of_two().ilog2() as usize).max(1);
    let mut levels: Vec<Vec<(usize, bool)>> = Vec::new();
    for _ in 0..limit {
        let mut packages = levels.last().map(Vec::as_slice).unwrap_or_default().chunks_exact(2);
        let mut singles = leaves.iter();
        let mut next_package = || packages.next().map(|pair| pair.iter().map(|item| item.0).sum::<usize>());
        let (mut single, mut package) = (singles.next(), next_package());
        let mut level = Vec::new();
        loop {
            match (single, package) {
                (Some(leaf), _) if package.is_none_or(|weight| leaf.0 <= weight) => {
                    level.push((leaf.0, true));
                    single = singles.next();
                }
                (_, Some(weight)) => {
                    level.push((weight, false));
                    package = next_package();
                }
                _ => break,
            }
        }
        levels.push(level);
    }
    let mut lengths = vec![0; frequencies.len()];
    // A lone symbol still needs a bit.
    let mut wanted = (leaves.len() * 2).saturating_sub(2).max(usize::from(leaves.len() == 1));
    for level in levels.iter().rev() {
        let singles = level.iter().take(wanted).filter(|item| item.1).count();
        for (_, symbol) in leaves.iter().take(singles) {
            if let Some(length) = lengths.get_mut(*symbol) {
                *length += 1;
            }
        }
        wanted = (wanted - singles) * 2;
    }
    lengths
}

/// The codes of these lengths, with the bits in the order in which they are written.
fn codes(lengths: &[u8]) -> Vec<usize> {
    let mut codes = vec![0; lengths.len()];
    let mut next = 0u32;
    for bits in 1..=MAX_BITS as u32 {
        for (code, length) in codes.iter_mut().zip(lengths) {
            if u32::from(*length) == bits {
                *code = next.reverse_bits() as usize >> (32 - bits);
                next += 1;
            }
        }
        next <<= 1;
    }
    codes
}

/// The beginning of a block that brings its code lengths. Each bit of `forms` allows one of the ways to repeat.
fn write_head(lengths: &[u8], forms: usize) -> Writer {
    let (literals, distances) = lengths.split_at_checked(LITERALS).unwrap_or_default();
    let used = |lengths: &[u8]| lengths.iter().rposition(|length| *length > 0).map_or(0, |last| last + 1);
    let (literal_count, distance_count) = (used(literals), used(distances).max(1));
    let mut all: Vec<u8> = literals.iter().take(literal_count).copied().collect();
    all.extend(distances.iter().take(distance_count));
    // Each with how many repeats it says beyond the fewest.
    let mut symbols: Vec<(usize, usize)> = Vec::new();
    let mut frequencies = [0; ORDER.len()];
    let mut rest = all.as_slice();
    let mut before = None;
    while let Some(length) = rest.first() {
        let run = rest.iter().take_while(|other| *other == length).count();
        let (mut symbol, mut times, mut fewest) = (usize::from(*length), 1, 1);
        for (form, (bits, from)) in REPEATS.iter().enumerate() {
            let fits = if form == 0 { before == Some(length) } else { *length == 0 };
            if fits && run >= *from && forms >> form & 1 == 1 {
                (symbol, times, fewest) = (16 + form, run.min(from + (1 << bits) - 1), *from);
            }
        }
        symbols.push((symbol, times - fewest));
        if let Some(frequency) = frequencies.get_mut(symbol) {
            *frequency += 1;
        }
        before = Some(length);
        rest = rest.get(times..).unwrap_or_default();
    }
    let code_lengths = code_lengths(&frequencies, 7);
    let codes = codes(&code_lengths);
    let length_of = |symbol: usize| code_lengths.get(symbol).copied().unwrap_or(0);
    let given = ORDER.iter().rposition(|symbol| length_of(*symbol) > 0).map_or(4, |last| (last + 1).max(4));
    let mut head = Writer::default();
    head.bits(0b101, 3);
    head.bits(literal_count - 257, 5);
    head.bits(distance_count - 1, 5);
    head.bits(given - 4, 4);
    for symbol in ORDER.into_iter().take(given) {
        head.bits(length_of(symbol).into(), 3);
    }
    for (symbol, repeats) in symbols {
        head.bits(codes.get(symbol).copied().unwrap_or(0), length_of(symbol).into());
        let extra = REPEATS.get(symbol.wrapping_sub(16)).map_or(0, |(bits, _)| *bits);
        head.bits(repeats, extra);
    }
    head
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use miniz_oxide::deflate::compress_to_vec;
    use miniz_oxide::deflate::core::{
        CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
    };
    use miniz_oxide::inflate::decompress_to_vec;
    use proptest::prelude::*;

    use super::*;

    const LIMIT: usize = 256 * 1024;

    /// The compact text of every plan that comes with the project.
    fn plans() -> Vec<(String, String)> {
        ["src/share/presets", "../../examples"]
            .into_iter()
            .flat_map(|folder| std::fs::read_dir(folder).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| {
                let document = super::super::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
                (path.display().to_string(), super::super::plan_to_json(&document.plan).compact())
            })
            .collect()
    }

    /// Text that repeats itself as JSON does, and bytes of any kind.
    fn inputs() -> impl Strategy<Value = Vec<u8>> {
        let pair = ("[a-d]{1,4}", prop_oneof![Just("true".to_owned()), "[0-9]{1,5}", "\"[a-zé ]{0,12}\""]);
        let pairs = prop::collection::vec(pair, 0..300);
        let json = pairs.prop_map(|pairs| {
            let all: Vec<_> = pairs.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
            format!("{{{}}}", all.join(",")).into_bytes()
        });
        let runs = prop::collection::vec((any::<u8>(), 1..700usize), 0..20)
            .prop_map(|runs| runs.into_iter().flat_map(|(byte, times)| vec![byte; times]).collect());
        prop_oneof![prop::collection::vec(any::<u8>(), 0..3000), json, runs]
    }

    /// Bytes without a pattern.
    fn noise(count: usize, kinds: u32) -> Vec<u8> {
        let mut seed = 1u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((seed >> 16) % kinds) as u8
        };
        (0..count).map(|_| next()).collect()
    }

    /// Writes fields of bits.
    fn stream(fields: &[(usize, u32)]) -> Vec<u8> {
        let mut writer = Writer::default();
        fields.iter().for_each(|(bits, count)| writer.bits(*bits, *count));
        writer.bits(0, 7);
        writer.bytes
    }

    /// A block of these code lengths (of the code lengths' code; of all), with nothing in it but what `rest` says.
    fn dynamic(literals: &[u8], distances: &[u8], rest: &[(usize, u32)]) -> Vec<u8> {
        // Sixteen codes of four bits say every length as it is; the code for repeats stays unused.
        let mut fields = vec![(0b101, 3), (literals.len() - 257, 5), (distances.len() - 1, 5), (15, 4)];
        fields.extend(ORDER.map(|symbol| (if symbol < 16 { 4 } else { 0 }, 3)));
        let reversed = |length: &u8| ((length.reverse_bits() >> 4) as usize, 4);
        fields.extend(literals.iter().chain(distances).map(reversed));
        fields.extend(rest);
        stream(&fields)
    }

    /// Lengths of 257 or more symbols, zero but for some.
    fn lengths(some: &[(usize, u8)]) -> Vec<u8> {
        let mut lengths = vec![0; some.iter().map(|(symbol, _)| symbol + 1).max().unwrap_or(0).max(257)];
        some.iter().for_each(|(symbol, length)| lengths[*symbol] = *length);
        lengths
    }

    #[test]
    fn a_link_is_never_longer_than_the_oracle_makes_it() {
        let plans = plans();
        assert!(plans.len() >= 10);
        let many: String = plans.iter().map(|(_, text)| text.as_str()).collect();
        for (name, text) in
            plans.into_iter().chain([("all".to_owned(), many.clone()), ("twice".to_owned(), many.repeat(2))])
        {
            let (ours, theirs) = (deflate(text.as_bytes()), compress_to_vec(text.as_bytes(), 10));
            println!("{name}: {} bytes, {} before, {} now", text.len(), theirs.len(), ours.len());
            assert!(ours.len() <= theirs.len(), "{name}: {} > {}", ours.len(), theirs.len());
            assert_eq!(decompress_to_vec(&ours).unwrap(), text.as_bytes());
            assert_eq!(inflate(&ours, LIMIT).unwrap(), text.as_bytes());
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes in inputs()) {
            let ours = deflate(&bytes);
            prop_assert_eq!(&inflate(&ours, bytes.len()).unwrap(), &bytes);
            prop_assert_eq!(&decompress_to_vec(&ours).unwrap(), &bytes);
        }

        #[test]
        fn what_the_oracle_writes_is_read(bytes in inputs(), level in 0..=10u8, strategy in 0..5) {
            prop_assert_eq!(&inflate(&compress_to_vec(&bytes, level), bytes.len()).unwrap(), &bytes);
            // Among the strategies are literals only, runs only, and fixed codes.
            let flags = create_comp_flags_from_zip_params(level.into(), 0, strategy);
            let mut packer = CompressorOxide::new(flags);
            let mut out = vec![0; bytes.len() * 2 + 1000];
            let (status, _, count) = compress(&mut packer, &bytes, &mut out, TDEFLFlush::Finish);
            prop_assert_eq!(status, TDEFLStatus::Done);
            prop_assert_eq!(&inflate(&out[..count], bytes.len()).unwrap(), &bytes);
        }

        #[test]
        fn any_bytes_are_read_as_the_oracle_reads_them(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            // The oracle takes some that are not quite right, but what we take it takes.
            if let Ok(ours) = inflate(&bytes, LIMIT) {
                prop_assert_eq!(ours, decompress_to_vec(&bytes).unwrap());
            }
        }

        #[test]
        fn a_damaged_stream_does_no_harm(bytes in inputs(), at in any::<prop::sample::Index>(), bit in 0..8u32) {
            let mut stream = deflate(&bytes);
            let at = at.index(stream.len());
            stream[at] ^= 1 << bit;
            if let Ok(ours) = inflate(&stream, LIMIT) {
                prop_assert_eq!(ours, decompress_to_vec(&stream).unwrap());
            }
        }
    }

    #[test]
    fn large_inputs_come_back() {
        for bytes in [noise(LIMIT, 256), noise(LIMIT, 2), vec![0; LIMIT], noise(40_000, 256).repeat(2)] {
            let start = std::time::Instant::now();
            let ours = deflate(&bytes);
            println!("{} bytes, {}: {:?}", bytes.len(), ours.len(), start.elapsed());
            assert!(inflate(&ours, LIMIT).unwrap() == bytes);
            assert!(decompress_to_vec(&ours).unwrap() == bytes);
        }
    }

    #[test]
    fn a_part_of_a_stream_is_cut_short_or_damaged() {
        let (_, plan) = plans().remove(0);
        for level in [0, 1, 10, 11] {
            let text = plan.as_bytes();
            let whole = if level == 11 { deflate(text) } else { compress_to_vec(text, level) };
            for count in 0..whole.len() {
                assert_eq!(inflate(&whole[..count], LIMIT), Err(InflateError::CutShort), "{level}, {count}");
            }
            assert_eq!(inflate(&[whole.as_slice(), &[0]].concat(), LIMIT), Err(InflateError::Damaged));
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bytes = vec![b'a'; 1000];
        for level in [0, 1, 10] {
            let bomb = compress_to_vec(&bytes, level);
            assert_eq!(inflate(&bomb, 999), Err(InflateError::TooBig));
            assert_eq!(inflate(&bomb, 1000).as_ref(), Ok(&bytes));
        }
        let bomb = compress_to_vec(&vec![0; 100 * LIMIT], 10);
        assert_eq!(inflate(&bomb, LIMIT), Err(InflateError::TooBig));
    }

    #[test]
    fn only_whole_codes_are_read() {
        let damaged = Err(InflateError::Damaged);
        let two = lengths(&[(65, 1), (END, 1)]);
        // No distance, and one distance of one bit, are as good as a whole code.
        assert_eq!(inflate(&dynamic(&two, &[0], &[(0b10, 2)]), 9), Ok(vec![65]));
        let copies = lengths(&[(65, 1), (END, 2), (257, 2)]);
        // 65, three of distance one, the end.
        let rest = [(0b0, 1), (0b11, 2), (0, 1), (0b01, 2)];
        assert_eq!(inflate(&dynamic(&copies, &[1], &rest), 9), Ok(vec![65; 4]));
        // A distance that has no code, one before the beginning, and one of two bits alone.
        let rest = [(0, 1), (0b11, 2), (1, 1), (0, 16)];
        assert_eq!(inflate(&dynamic(&copies, &[1], &rest), 9), damaged);
        assert_eq!(inflate(&dynamic(&copies, &[0], &rest), 9), damaged);
        assert_eq!(inflate(&dynamic(&copies, &[1], &[(0b11, 2), (0, 1), (0b01, 2)]), 9), damaged);
        assert_eq!(inflate(&dynamic(&two, &[2], &[(0b10, 2)]), 9), damaged);
        // Too many codes, too few, no end, and more symbols than there are.
        for wrong in
            [lengths(&[(1, 1), (2, 1), (END, 1)]), lengths(&[(1, 2), (END, 1)]), lengths(&[(END, 1)])]
        {
            assert_eq!(inflate(&dynamic(&wrong, &[0], &[(0, 16)]), 9), damaged);
        }
        assert_eq!(inflate(&dynamic(&lengths(&[(1, 1), (2, 1)]), &[0], &[(0, 16)]), 9), damaged);
        assert_eq!(inflate(&dynamic(&lengths(&[(END, 1), (286, 1)]), &[0], &[(0, 16)]), 9), damaged);
        assert_eq!(inflate(&dynamic(&two, &[0; 31], &[(0, 16)]), 9), damaged);
        // A kind of block that there is not, and a stored length that is not said twice.
        assert_eq!(inflate(&[0b111], 9), damaged);
        assert_eq!(inflate(&[1, 1, 0, 0, 0, 65], 9), damaged);
        assert_eq!(inflate(&[1, 1, 0, 0xFE, 0xFF, 65], 9), Ok(vec![65]));
    }
}
