//! Decimal numbers as people write them. A price is money: it is kept digit for digit and never rounded through
//! binary fractions, and no code for those needs to be in the page.

use std::fmt;

use crate::to_json::Json;

/// A decimal number in its plain form: `-1`, `0.05`, `88.88888`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    text: String,
}

/// Numbers are written out without an exponent up to so many digits.
const DIGITS: i64 = 400;

impl Decimal {
    /// Reads a number as JSON writes it, also with an exponent. `None` if it isn't a number, or would take more
    /// than 400 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.strip_prefix('+').unwrap_or(exponent).parse::<i64>().ok()?)
            }
            None => (digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let dot_without_digits = mantissa.ends_with('.');
        if whole.is_empty() || dot_without_digits || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0');
        if significant.is_empty() {
            return Some(Self { text: "0".to_owned() });
        }
        // The position of the point, counted from the first significant digit.
        let leading_zeros = (digits.len() - significant.len()) as i64;
        let point = (whole.len() as i64).checked_add(exponent)?.checked_sub(leading_zeros)?;
        let significant = significant.trim_end_matches('0');
        let length = significant.len() as i64;
        if !(-DIGITS..=DIGITS).contains(&point) || length > DIGITS {
            return None;
        }
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or_default());
        let plain = if point <= 0 {
            format!("0.{}{significant}", zeros(-point))
        } else if point >= length {
            format!("{significant}{}", zeros(point - length))
        } else {
            let (whole, fraction) = significant.split_at_checked(usize::try_from(point).ok()?)?;
            format!("{whole}.{fraction}")
        };
        Some(Self { text: format!("{sign}{plain}") })
    }

    /// Returns the number without an exponent and without needless zeros.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the number as a JSON value.
    pub fn to_json(&self) -> Json {
        self.text.parse().map_or_else(|_| Json::String(self.text.clone()), Json::Number)
    }

    /// Returns whether it is above zero.
    pub fn is_positive(&self) -> bool {
        !self.text.starts_with('-') && self.text != "0"
    }

    /// Returns the number of digits after the point.
    pub fn decimals(&self) -> usize {
        self.text.split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }

    /// Returns the number as a whole one, if it is one and fits.
    pub fn whole(&self) -> Option<i64> {
        self.text.parse().ok()
    }

    /// Returns the number in parts of one, so many decimals of it, cut after them; `None` if that is too large.
    pub fn scaled(&self, decimals: u32) -> Option<i64> {
        let cut = self.cut(decimals as usize);
        let (whole, fraction) = cut.text.split_once('.').unwrap_or((&cut.text, ""));
        let zeros = "0".repeat((decimals as usize).checked_sub(fraction.len())?);
        format!("{whole}{fraction}{zeros}").parse().ok()
    }

    /// Returns the number cut after so many decimals.
    #[must_use]
    pub fn cut(&self, decimals: usize) -> Self {
        let Some((whole, fraction)) = self.text.split_once('.') else { return self.clone() };
        let kept: String = fraction.chars().take(decimals).collect();
        Self::parse(&format!("{whole}.{kept}0")).unwrap_or_else(|| self.clone())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self { text: number.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Option<String> {
        Decimal::parse(text).map(|number| number.to_string())
    }

    #[test]
    fn numbers_take_their_plain_form() {
        for (written, wanted) in [
            ("-1", "-1"),
            ("-1.0", "-1"),
            ("0.05", "0.05"),
            ("5e-2", "0.05"),
            ("0.0000100", "0.00001"),
            ("1E+3", "1000"),
            ("88.88888", "88.88888"),
            ("-0", "0"),
            ("0e9", "0"),
            ("12.50", "12.5"),
            ("007", "7"),
            ("1.5e1", "15"),
        ] {
            assert_eq!(plain(written).as_deref(), Some(wanted), "{written}");
        }
    }

    #[test]
    fn other_texts_are_not_numbers() {
        for wrong in [
            "",
            "-",
            ".5",
            "5.",
            "1e",
            "1e5000",
            "1e-5000",
            "0x1",
            "1 ",
            "NaN",
            "١",
            "1e99999999999999999999",
        ] {
            assert_eq!(plain(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn decimals_are_counted_and_cut() {
        let price = Decimal::parse("0.123456").unwrap();
        assert_eq!((price.decimals(), price.cut(5).as_str(), price.cut(0).as_str()), (6, "0.12345", "0"));
        assert_eq!((price.scaled(6), price.scaled(2)), (Some(123_456), Some(12)));
        assert_eq!(
            (Decimal::from(-3).scaled(2), Decimal::parse("1e30").unwrap().scaled(0)),
            (Some(-300), None)
        );
        assert!(price.is_positive() && !Decimal::from(-1).is_positive() && !Decimal::from(0).is_positive());
    }

    proptest! {
        #[test]
        fn agrees_with_binary_fractions(number in -1e9..1e9f64) {
            let text = number.to_string();
            let back: f64 = Decimal::parse(&text).unwrap().as_str().parse().unwrap();
            prop_assert_eq!(back, number);
        }
    }
}
