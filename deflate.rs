





use crate::order::insert_by;

/// Why bytes cannot be inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InflateError {
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
pub fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>, InflateError> {
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
const SMALL: usize = 2 * 1024;

/// Beyond that, a copy so long is taken without looking for a better one.
const NICE: usize = 64;
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
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
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
    let codes = codes(&lengths);
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
        // How many earlier places are compared at each place: the typing hand waits for the product of both.
        let depth = if bytes.len() < MAX_DISTANCE { 64 } else { 16 };
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
    let limit = limit.max(leaves.len().next_power_of_two().ilog2() as usize);
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
    for (from, to) in [(0, LITERALS), (LITERALS, lengths.len())] {
        let mut next = 0usize;
        for bits in 1..=MAX_BITS as u32 {
            for (symbol, length) in lengths.iter().enumerate().take(to).skip(from) {
                if u32::from(*length) == bits {
                    if let Some(code) = codes.get_mut(symbol) {
                        *code = (next as u32).reverse_bits() as usize >> (32 - bits);
                    }
                    next += 1;
                }
            }
            next <<= 1;
        }
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

