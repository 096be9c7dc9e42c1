//! The link: `#1` and base64url of raw deflate of the canonical JSON. A link once made is read for ever.

use std::fmt;

use super::deflate::{InflateError, deflate, inflate};
use super::read::{Document, ReadError, read_plan};
use super::write::plan_to_json;
use crate::json::quoted;
use crate::plan::Plan;
use crate::text::{holds, split_once};

/// Most characters of a fragment, without the `#`.
pub const MAX_FRAGMENT: usize = 16 * 1024;
/// Most bytes of the JSON inside a link.
pub const MAX_INFLATED: usize = 256 * 1024;
/// Most pools inside a link; also the most that a cluster has.
pub const MAX_POOLS: usize = 100;

/// The codec version that this product writes: the first character after `#`.
const CODEC: char = '1';

/// Why a link cannot be read or made, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LinkError {
    /// Of making a link.
    TooLong {
        characters: usize,
    },
    /// Of making a link.
    TooMuch {
        bytes: usize,
    },
    TooManyPools {
        pools: usize,
    },
    Empty,
    LongerThanAny {
        characters: usize,
    },
    UnknownCodec {
        codec: char,
    },
    NotBase64 {
        character: char,
    },
    CutShort,
    Damaged,
    TooBig,
    NotText,
    NotAPlan(ReadError),
}

impl fmt::Display for LinkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { characters } => write!(
                out,
                "The plan does not fit a link: it takes {characters} characters of at most {MAX_FRAGMENT}. Share it as a plan file."
            ),
            Self::TooMuch { bytes } => write!(
                out,
                "The plan does not fit a link: it has {bytes} bytes of at most {MAX_INFLATED}. Share it as a plan file."
            ),
            Self::TooManyPools { pools } => {
                write!(
                    out,
                    "The plan has {pools} node pools; a link carries at most {MAX_POOLS}, as many as a cluster can have."
                )
            }
            Self::Empty => write!(out, "The link holds no plan: nothing stands after the #."),
            Self::LongerThanAny { characters } => {
                write!(
                    out,
                    "The link has {characters} characters after the #, and links have at most {MAX_FRAGMENT}. It was not opened."
                )
            }
            Self::UnknownCodec { codec } => write!(
                out,
                "The link was not made by this version of Poolwright: it begins with {}, and links begin with \"{CODEC}\".",
                shown(*codec)
            ),
            Self::NotBase64 { character } => write!(
                out,
                "The link is damaged: {} cannot stand in it. Letters, digits, - and _ can; copy the whole link again.",
                shown(*character)
            ),
            Self::CutShort => {
                write!(out, "The link is cut short: its end is missing. Copy the whole link again.")
            }
            Self::Damaged => write!(
                out,
                "The link is damaged: what it holds cannot be unpacked. Copy the whole link again."
            ),
            Self::TooBig => {
                write!(
                    out,
                    "The link unpacks to more than {} KB, which no plan does. It was not opened.",
                    MAX_INFLATED / 1024
                )
            }
            Self::NotText => {
                write!(out, "The link is damaged: what it holds is not text. Copy the whole link again.")
            }
            Self::NotAPlan(error) => write!(out, "The link does not hold a plan: {error}"),
        }
    }
}

fn shown(character: char) -> String {
    quoted(character.encode_utf8(&mut [0; 4]))
}

/// Makes the fragment of a plan's link, without the `#`.
pub fn write_link(plan: &Plan) -> Result<String, LinkError> {
    check_pools(plan)?;
    let text = plan_to_json(plan).compact();
    if text.len() > MAX_INFLATED {
        return Err(LinkError::TooMuch { bytes: text.len() });
    }
    let mut fragment = String::from(CODEC);
    encode(&deflate(text.as_bytes()), &mut fragment);
    if fragment.len() > MAX_FRAGMENT {
        return Err(LinkError::TooLong { characters: fragment.len() });
    }
    Ok(fragment)
}

/// Reads the plan out of a link: a whole address, or only its fragment, with or without the `#`.
///
/// What mail and chat do to links is undone where that is safe. A link says itself where it ends, so that a bracket,
/// a full stop or a tracker's `&utm_source=...` after it is not read; inside it, nothing is forgiven.
pub fn read_link(link: &str) -> Result<Document, LinkError> {
    let fragment = fragment(link);
    let mut characters = fragment.chars();
    match characters.next() {
        None => return Err(LinkError::Empty),
        Some(CODEC) => {}
        Some(codec) => return Err(LinkError::UnknownCodec { codec }),
    }
    let text = characters.as_str();
    let end = text.find(|character| place(character).is_none()).unwrap_or(text.len());
    let (packed, after) = text.split_at_checked(end).unwrap_or_default();
    if end >= MAX_FRAGMENT {
        return Err(LinkError::LongerThanAny { characters: fragment.chars().count() });
    }
    let inflated = decode(packed).and_then(|packed| unpack(&packed));
    let inflated = inflated.map_err(|error| match (error, after.chars().next()) {
        // The stream goes on, but what stands there is not of it.
        (LinkError::CutShort, Some(character)) if character != '=' => LinkError::NotBase64 { character },
        (error, _) => error,
    })?;
    let text = String::from_utf8(inflated).map_err(|_| LinkError::NotText)?;
    let document = read_plan(&text).map_err(LinkError::NotAPlan)?;
    check_pools(&document.plan)?;
    Ok(document)
}

fn check_pools(plan: &Plan) -> Result<(), LinkError> {
    let pools = plan.baseline.iter().map(|baseline| baseline.pools.len()).fold(plan.pools.len(), usize::max);
    if pools > MAX_POOLS { Err(LinkError::TooManyPools { pools }) } else { Ok(()) }
}

/// What stands after the `#`, without the marks that were made on the way: a `#` that became `%23`, `-` and `_` that
/// were encoded likewise, and lines that were broken.
fn fragment(link: &str) -> String {
    let beginning = if holds(link, "://") { "" } else { link };
    let after = |mark| split_once(link, mark).map(|(_, after)| after);
    let fragment = after("#").or_else(|| after("%23")).unwrap_or(beginning);
    let whole: String =
        fragment.trim().chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
    let mut parts = whole.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or_default();
        let (character, rest) = match code {
            "2D" | "2d" => ('-', rest),
            "5F" | "5f" => ('_', rest),
            _ => ('%', part),
        };
        decoded.push(character);
        decoded.push_str(rest);
    }
    decoded
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Unpacks a raw deflate stream that ends where the bytes end.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, LinkError> {
    inflate(packed, MAX_INFLATED).map_err(|error| match error {
        InflateError::CutShort => LinkError::CutShort,
        InflateError::Damaged => LinkError::Damaged,
        InflateError::TooBig => LinkError::TooBig,
    })
}

/// Base64url without padding (RFC 4648, section 5).
fn encode(bytes: &[u8], out: &mut String) {
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..=group.len() {
            let index = (bits >> (18 - 6 * place)) & 63;
            out.push(ALPHABET.get(index as usize).map_or('A', |byte| char::from(*byte)));
        }
    }
}

fn decode(text: &str) -> Result<Vec<u8>, LinkError> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0u32, 0u32);
    for character in text.chars() {
        let Some(index) = place(character) else { return Err(LinkError::NotBase64 { character }) };
        bits = bits << 6 | index;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    // A lone character at the end holds no whole byte: something was cut off.
    if held == 6 { Err(LinkError::CutShort) } else { Ok(bytes) }
}

/// The number that a character stands for.
fn place(character: char) -> Option<u32> {
    let place = ALPHABET.iter().position(|byte| char::from(*byte) == character)?;
    u32::try_from(place).ok()
}
