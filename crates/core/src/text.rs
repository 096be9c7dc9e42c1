//! Words and numbers in sentences.

/// A text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
        .unwrap_or_default()
}

/// A number and what it counts: "1 node", "2 nodes".
pub fn counted(number: i64, thing: &str) -> String {
    let plural = match number {
        1 => "",
        _ if thing.ends_with('x') => "es",
        _ => "s",
    };
    format!("{} {thing}{plural}", grouped(number))
}

/// Whether a character cannot be seen, ends a line, or changes what the eye sees of its neighbours: controls,
/// separators of lines, marks of direction, blanks of no width, tags.
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character),
            0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff0..=0xfffb
            | 0xe0000..=0xe0fff)
}

/// A text in which letters that differ in their case alone are the same, in every alphabet. A letter stays one letter,
/// as .NET compares texts: "ß" is not "SS".
pub fn folded(text: &str) -> String {
    let letter = |letter: char| {
        let upper = only(letter.to_uppercase()).unwrap_or(letter);
        only(upper.to_lowercase()).unwrap_or(upper)
    };
    text.chars().map(letter).collect()
}

/// What an iterator gives, where it is one thing.
fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// A whole number with its thousands set apart: 3,630.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number that is counted in parts, rounded half up to so many decimals, without needless zeros: 3,860 thousandths
/// are 3.86.
pub fn parts(number: i64, parts_of_one: i64, decimals: u32) -> String {
    let places = 10_i128.pow(decimals.min(9));
    let (parts_of_one, size) = (i128::from(parts_of_one.max(1)), i128::from(number.unsigned_abs()));
    let rounded = (size * places * 2 + parts_of_one) / (parts_of_one * 2);
    let whole = grouped(i64::try_from(rounded / places).unwrap_or(i64::MAX));
    let fraction = format!("{:01$}", rounded % places, decimals as usize);
    let fraction = fraction.trim_end_matches('0');
    let sign = if number < 0 && rounded > 0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// An amount of USD, counted in millionths, with two decimals: $1,234.50.
pub fn dollars(millionths: i64) -> String {
    let text = parts(millionths, 1_000_000, 2);
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match decimals {
        0 => format!("${text}.00"),
        1 => format!("${text}0"),
        _ => format!("${text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_alphabet_are_folded() {
        for (a, b) in [("Env", "eNV"), ("Ärger", "ärger"), ("ΣΑΣ", "σας"), ("Ж", "ж"), ("ß", "ß")]
        {
            assert_eq!(folded(a), folded(b));
        }
        for (a, b) in [("a", "ä"), ("ß", "ss"), ("", "a")] {
            assert_ne!(folded(a), folded(b));
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_234_567, "-1,234,567"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn parts_are_rounded() {
        for (number, of, decimals, text) in [
            (3_860, 1_000, 2, "3.86"),
            (7_250, 1_000, 2, "7.25"),
            (1_005, 1_000, 2, "1.01"),
            (999_999, 1_000_000, 2, "1"),
            (4, 1_000, 2, "0"),
            (-1_500, 1_000, 0, "-2"),
            (-4, 1_000, 2, "0"),
            (1_234_567_890, 1_000, 1, "1,234,567.9"),
            (i64::MAX, 1, 0, "9,223,372,036,854,775,807"),
        ] {
            assert_eq!(parts(number, of, decimals), text, "{number}");
        }
        assert_eq!(dollars(272_000), "$0.27");
        assert_eq!(dollars(198_560_000), "$198.56");
        assert_eq!(dollars(1_000_500_000), "$1,000.50");
        assert_eq!(dollars(0), "$0.00");
    }
}
