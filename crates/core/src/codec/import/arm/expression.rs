//! The language of template expressions, as text and as a tree: texts in single quotes, numbers, calls, and access to
//! properties and elements.

use std::rc::Rc;

use super::MOST_NESTED;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Text(Rc<str>),
    /// A number, digit for digit.
    Number(String),
    Call {
        /// The function in lower case, with its namespace: `concat`, `contoso.name`.
        function: String,
        arguments: Vec<Expression>,
    },
    /// A property or an element of a value.
    Element(Box<Expression>, Box<Expression>),
}

/// What a text of a template is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Written<'t> {
    /// A literal text.
    Plain(&'t str),
    /// An expression, without its brackets.
    Expression(&'t str),
}

/// Returns whether a text of a template is an expression: it is in brackets. Two brackets are one that is a character.
pub(super) fn written(text: &str) -> Written<'_> {
    match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        None => Written::Plain(text),
        Some(inner) if inner.starts_with('[') => Written::Plain(text.get(1..).unwrap_or_default()),
        Some(inner) => Written::Expression(inner),
    }
}

/// Parses an expression without its brackets.
///
/// # Errors
/// What was expected and what was found, as a part of a sentence.
pub(super) fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser { text, rest: text };
    let expression = parser.expression(0)?;
    parser.blank();
    if parser.rest.is_empty() { Ok(expression) } else { Err(parser.expected("the end of the expression")) }
}

struct Parser<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn blank(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn expected(&self, wanted: &str) -> String {
        let found = match self.rest.chars().next() {
            None => "the expression ends".to_owned(),
            Some(found) => format!("found {}", crate::text::quoted(&found.to_string())),
        };
        let at = self.text.chars().count() - self.rest.chars().count() + 1;
        format!("expected {wanted} at character {at}, but {found}")
    }

    fn take(&mut self, symbol: char) -> bool {
        self.blank();
        let after = self.rest.strip_prefix(symbol);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn word(&mut self, is_part: fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c: char| !is_part(c)).unwrap_or(self.rest.len());
        let (word, after) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = after;
        word
    }

    fn expression(&mut self, depth: usize) -> Result<Expression, String> {
        if depth > MOST_NESTED {
            return Err(format!("it nests more than {MOST_NESTED} levels"));
        }
        self.blank();
        let mut expression = self.term(depth)?;
        loop {
            self.blank();
            if let Some(after) = self.rest.strip_prefix('.') {
                self.rest = after;
                self.blank();
                let name = self.word(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'));
                if name.is_empty() {
                    return Err(self.expected("a property's name"));
                }
                let key = Expression::Text(name.into());
                expression = Expression::Element(expression.into(), key.into());
            } else if self.take('[') {
                let key = self.expression(depth + 1)?;
                if !self.take(']') {
                    return Err(self.expected("\"]\""));
                }
                expression = Expression::Element(expression.into(), key.into());
            } else {
                return Ok(expression);
            }
        }
    }

    fn term(&mut self, depth: usize) -> Result<Expression, String> {
        if let Some(after) = self.rest.strip_prefix('\'') {
            self.rest = after;
            return self.text();
        }
        if self.rest.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            let number = self.word(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
            let is_number = crate::plan::Decimal::parse(number).is_some();
            return if is_number {
                Ok(Expression::Number(number.to_owned()))
            } else {
                Err(format!("{} isn't a number", crate::text::shown(number)))
            };
        }
        let function = self.word(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        if function.is_empty() {
            return Err(self.expected("a function, a number or a text in single quotes"));
        }
        if !self.take('(') {
            return Err(self.expected(&format!("\"(\" after {function}")));
        }
        let mut arguments = Vec::new();
        if !self.take(')') {
            loop {
                arguments.push(self.expression(depth + 1)?);
                if self.take(')') {
                    break;
                }
                if !self.take(',') {
                    return Err(self.expected("\",\" or \")\""));
                }
            }
        }
        Ok(Expression::Call { function: function.to_lowercase(), arguments })
    }

    /// Returns the text that goes on after its opening quote; a quote in it is doubled.
    fn text(&mut self) -> Result<Expression, String> {
        let mut text = String::new();
        loop {
            let Some((part, after)) = self.rest.split_once('\'') else {
                return Err("a text isn't closed by a single quote".to_owned());
            };
            text.push_str(part);
            self.rest = after;
            match after.strip_prefix('\'') {
                Some(after) => {
                    text.push('\'');
                    self.rest = after;
                }
                None => return Ok(Expression::Text(text.into())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_make_an_expression() {
        for (text, expected) in [
            ("plain", Written::Plain("plain")),
            ("[half", Written::Plain("[half")),
            ("x]", Written::Plain("x]")),
            ("[[not one]", Written::Plain("[not one]")),
            ("[f()]", Written::Expression("f()")),
            ("[]", Written::Expression("")),
        ] {
            assert_eq!(written(text), expected, "{text}");
        }
    }

    #[test]
    fn errors_say_what_was_expected_and_where() {
        for (text, expected) in [
            ("add(1, 2", "expected \",\" or \")\" at character 9, but the expression ends"),
            ("add(1 2)", "expected \",\" or \")\" at character 7, but found \"2\""),
            ("'a", "a text isn't closed by a single quote"),
            ("a", "expected \"(\" after a at character 2, but the expression ends"),
            ("f().", "expected a property's name at character 5, but the expression ends"),
            ("1.2.3", "\"1.2.3\" isn't a number"),
            (
                "",
                "expected a function, a number or a text in single quotes at character 1, but the expression ends",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), expected, "{text}");
        }
        let deep = "f(".repeat(10_000);
        assert!(parse(&deep).unwrap_err().contains("nests"));
        assert!(parse("f ( 'it''s' , -1 ) [ 0 ] . a-b").is_ok());
    }
}
