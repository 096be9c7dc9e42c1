//! The link: `#1` and base64url of raw deflate of the canonical JSON. A link once made is read for ever.

use std::fmt;

use super::deflate::{InflateError, deflate, inflate};
use super::read::{Document, ReadError, read_plan_file};
use super::write::plan_to_json;
use crate::json::quoted;
use crate::plan::Plan;

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
    Empty,
    TooLong { characters: usize },
    UnknownCodec { codec: char },
    NotBase64 { character: char },
    CutShort,
    Damaged,
    TooBig,
    NotText,
    TooManyPools { pools: usize },
    NotAPlan(ReadError),
}

impl fmt::Display for LinkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(out, "The link holds no plan: nothing stands after the #."),
            Self::TooLong { characters } => write!(
                out,
                "The plan does not fit a link: it takes {characters} characters of at most {MAX_FRAGMENT}. Share it as a plan file."
            ),
            Self::UnknownCodec { codec } => write!(
                out,
                "The link was not made by this version of Poolwright: it begins with {}, and links begin with \"{CODEC}\".",
                quoted(codec.encode_utf8(&mut [0; 4]))
            ),
            Self::NotBase64 { character } => write!(
                out,
                "The link is damaged: {} cannot stand in it. Letters, digits, - and _ can; copy the whole link again.",
                quoted(character.encode_utf8(&mut [0; 4]))
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
            Self::TooManyPools { pools } => {
                write!(
                    out,
                    "The plan has {pools} node pools; a link carries at most {MAX_POOLS}, as many as a cluster can have."
                )
            }
            Self::NotAPlan(error) => write!(out, "The link does not hold a plan: {error}"),
        }
    }
}

/// Makes the fragment of a plan's link, without the `#`.
pub fn write_link(plan: &Plan) -> Result<String, LinkError> {
    if plan.pools.len() > MAX_POOLS {
        return Err(LinkError::TooManyPools { pools: plan.pools.len() });
    }
    let text = plan_to_json(plan).compact();
    if text.len() > MAX_INFLATED {
        return Err(LinkError::TooBig);
    }
    let mut fragment = String::from(CODEC);
    encode(&deflate(text.as_bytes()), &mut fragment);
    if fragment.len() > MAX_FRAGMENT {
        return Err(LinkError::TooLong { characters: fragment.len() });
    }
    Ok(fragment)
}

/// Reads the plan out of a link: a whole address, or only its fragment, with or without the `#`.
pub fn read_link(link: &str) -> Result<Document, LinkError> {
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment).trim();
    if fragment.len() > MAX_FRAGMENT {
        return Err(LinkError::TooLong { characters: fragment.len() });
    }
    let mut characters = fragment.chars();
    match characters.next() {
        None => return Err(LinkError::Empty),
        Some(CODEC) => {}
        Some(codec) => return Err(LinkError::UnknownCodec { codec }),
    }
    let packed = decode(characters.as_str())?;
    let inflated = inflate(&packed, MAX_INFLATED).map_err(|error| match error {
        InflateError::CutShort => LinkError::CutShort,
        InflateError::Damaged => LinkError::Damaged,
        InflateError::TooBig => LinkError::TooBig,
    })?;
    let text = String::from_utf8(inflated).map_err(|_| LinkError::NotText)?;
    let document = read_plan_file(&text).map_err(LinkError::NotAPlan)?;
    if document.plan.pools.len() > MAX_POOLS {
        return Err(LinkError::TooManyPools { pools: document.plan.pools.len() });
    }
    Ok(document)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

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
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0u32, 0u32);
    for character in text.chars() {
        let index = ALPHABET.iter().position(|byte| char::from(*byte) == character);
        let Some(index) = index else { return Err(LinkError::NotBase64 { character }) };
        bits = bits << 6 | index as u32;
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
