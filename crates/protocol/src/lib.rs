//! What the page and its worker say to each other: requests and responses as plain data. Nothing here is markup; the
//! page draws what it gets.

mod request;
mod response;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use request::{CompareWith, MigrationOptions, Objective, Request, Script, SizeFilter, TextRequest};
pub use response::*;

/// A plan, as the text of its canonical JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanText(pub String);

/// Returns the text of a message between the page and the worker.
pub fn encode<T: Serialize>(message: &T) -> String {
    // None of these types has a map whose keys are not texts, or a writer that fails.
    serde_json::to_string(message).unwrap_or_default()
}

/// Returns the message of a text, if it is one.
pub fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_way() {
        let request = Request::Compare {
            plan: PlanText("{\"version\":1}".to_owned()),
            with: CompareWith::Text("\u{0}\u{2028}</script>".to_owned()),
        };
        assert_eq!(decode(&encode(&request)), Some(request));
        let line =
            Line(vec![Span(SpanKind::Command, "az".to_owned()), Span(SpanKind::Plain, " ".to_owned())]);
        assert_eq!(encode(&line), r#"[["m","az"],[""," "]]"#);
        assert_eq!(decode(&encode(&line)), Some(line));
        assert_eq!(decode::<Request>("[1"), None);
    }
}
