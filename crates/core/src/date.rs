//! Calendar dates, given to the rules from outside: the core has no clock.

use std::fmt;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Returns a day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=days).contains(&day).then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str, length: usize| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Returns the day half a year later, when facts about Azure that were read on this day are old.
    #[must_use]
    pub fn half_a_year_later(self) -> Self {
        let (year, month) = if self.month > 6 {
            (self.year.saturating_add(1), self.month - 6)
        } else {
            (self.year, self.month + 6)
        };
        // No month has fewer than 28 days.
        Self { year, month, day: self.day.min(28) }
    }

    /// Returns the day that is so many days later.
    #[must_use]
    pub fn days_later(self, days: u32) -> Self {
        // Counted in years that begin in March (Howard Hinnant's days_from_civil).
        let year = u32::from(self.year) - u32::from(self.month <= 2 && self.year > 0);
        let (era, of_era) = (year / 400, year % 400);
        let from_march = if self.month > 2 { u32::from(self.month) - 3 } else { u32::from(self.month) + 9 };
        let of_year = (153 * from_march + 2) / 5 + u32::from(self.day) - 1;
        let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        let since_1970 = (era * 146_097 + of_era).saturating_sub(719_468);
        Self::from_unix_days(since_1970.saturating_add(days))
    }

    /// Returns the day that is so many days after 1970-01-01.
    pub fn from_unix_days(days: u32) -> Self {
        // Counted in years that begin in March, so that the leap day is the last (Howard Hinnant's civil_from_days).
        let shifted = u64::from(days) + 719_468;
        let (era, of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        Self { year: year as u16, month: month as u8, day: (of_year - (153 * from_march + 2) / 5 + 1) as u8 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_strictly() {
        assert_eq!(Date::parse("2026-02-28"), Date::new(2026, 2, 28));
        assert_eq!(Date::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        for wrong in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "2026-01-32",
            "20260101",
            "",
            "2026-01-01-01",
            "+026-01-01",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn facts_are_old_after_half_a_year() {
        for (day, later) in
            [("2026-08-01", "2027-02-01"), ("2026-06-30", "2026-12-28"), ("2026-12-31", "2027-06-28")]
        {
            assert_eq!(Date::parse(day).unwrap().half_a_year_later().to_string(), later);
        }
    }

    #[test]
    fn days_are_added_over_months_and_years() {
        for (day, days, later) in [
            ("2026-11-30", 1, "2026-12-01"),
            ("2026-12-31", 1, "2027-01-01"),
            ("2028-02-28", 1, "2028-02-29"),
            ("2026-11-28", 60, "2027-01-27"),
            ("2024-02-29", 366, "2025-03-01"),
        ] {
            assert_eq!(Date::parse(day).unwrap().days_later(days).to_string(), later, "{day}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (days, date) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_781, "2026-11-24")]
        {
            assert_eq!(Date::from_unix_days(days).to_string(), date);
        }
    }
}
