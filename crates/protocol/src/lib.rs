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

/// Returns the bytes of a message between the page and the worker: Postcard's, without names of fields, so that the page
/// has no code that reads names.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Writing into memory doesn't fail, and all of these types know their lengths.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// Returns the message of bytes, if it is one.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
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
        assert_eq!(encode(&line), b"\x02\x01\x02az\x04\x01 ");
        assert_eq!(decode(&encode(&line)), Some(line));
        assert_eq!(decode::<Request>(&[0xff]), None);
    }
}
