//! The link: `#1` and base64url of raw deflate of the canonical JSON. A link can be read forever.

use std::borrow::Cow;
use std::fmt;

use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use base64::{DecodeError, Engine};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::read::{Document, ReadError, read_plan};
use super::secret::{secrets, strip};
use super::write::plan_to_json;
use crate::plan::{MAX_POOLS, Plan};
use crate::text::quoted;
use crate::to_json::compact;

/// Maximum number of characters of a fragment, without the `#`.
pub const MAX_FRAGMENT: usize = 16 * 1024;
/// Maximum number of bytes of the JSON inside a link.
pub const MAX_INFLATED: usize = 256 * 1024;

/// The codec version that this product writes: the first character after `#`.
const CODEC: char = '1';

/// The level of compression, from 0 to 10: links are short, so the best is quick enough.
const COMPRESSION: u8 = 10;

/// Why a link can't be read or written, as a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LinkError {
    /// When writing a link.
    TooLong {
        characters: usize,
    },
    /// When writing a link.
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
                "The plan doesn't fit into a link: it needs {characters} characters, and a link has at most {MAX_FRAGMENT}. Share it as a plan file."
            ),
            Self::TooMuch { bytes } => write!(
                out,
                "The plan doesn't fit into a link: it has {bytes} bytes, and a link can have at most {MAX_INFLATED}. Share it as a plan file."
            ),
            Self::TooManyPools { pools } => {
                write!(
                    out,
                    "The plan has {pools} node pools; a link carries at most {MAX_POOLS}, as many as a cluster can have."
                )
            }
            Self::Empty => write!(out, "The link has no plan after the #."),
            Self::LongerThanAny { characters } => {
                write!(
                    out,
                    "The link has {characters} characters after the #, and links have at most {MAX_FRAGMENT}. It was not opened."
                )
            }
            Self::UnknownCodec { codec } => write!(
                out,
                "This version of Poolwright can't read the link: it begins with {}, and links begin with \"{CODEC}\".",
                shown(*codec)
            ),
            Self::NotBase64 { character } => write!(
                out,
                "The link is damaged: it contains {}. Links have only letters, digits, - and _. Copy the whole link again.",
                shown(*character)
            ),
            Self::CutShort => {
                write!(out, "The link is cut short: its end is missing. Copy the whole link again.")
            }
            Self::Damaged => {
                write!(out, "The link is damaged: it can't be decompressed. Copy the whole link again.")
            }
            Self::TooBig => {
                write!(
                    out,
                    "The link decompresses to more than {} KB, which is more than a plan can have. It was not opened.",
                    MAX_INFLATED / 1024
                )
            }
            Self::NotText => {
                write!(out, "The link is damaged: its content isn't text. Copy the whole link again.")
            }
            Self::NotAPlan(error) => write!(out, "The link doesn't contain a plan: {error}"),
        }
    }
}

fn shown(character: char) -> String {
    quoted(character.encode_utf8(&mut [0; 4]))
}

/// Writes the fragment of a plan's link, without the `#`. What looks like a [secret](super::secrets) is left out.
pub fn write_link(plan: &Plan) -> Result<String, LinkError> {
    check_pools(plan)?;
    let mut plan = Cow::Borrowed(plan);
    if !secrets(&plan).is_empty() {
        strip(plan.to_mut());
    }
    let text = compact(&plan_to_json(&plan));
    if text.len() > MAX_INFLATED {
        return Err(LinkError::TooMuch { bytes: text.len() });
    }
    let mut fragment = String::from(CODEC);
    BASE64URL.encode_string(compress_to_vec(text.as_bytes(), COMPRESSION), &mut fragment);
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
    let end = text.find(|character| !is_base64url(character)).unwrap_or(text.len());
    let (packed, after) = text.split_at_checked(end).unwrap_or_default();
    if end >= MAX_FRAGMENT {
        return Err(LinkError::LongerThanAny { characters: fragment.chars().count() });
    }
    let inflated = decode(packed).and_then(|packed| inflate(&packed));
    let inflated = inflated.map_err(|error| match (error, after.chars().next()) {
        // The stream isn't complete, and the next character isn't part of it.
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

/// Returns what follows the `#`, without what mail and chat programs did to it: a `#` encoded as `%23`, `-` and `_`
/// encoded likewise, and line breaks.
fn fragment(link: &str) -> String {
    let beginning = if link.contains("://") { "" } else { link };
    let after = |mark| link.split_once(mark).map(|(_, after)| after);
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

/// Returns whether a character can be part of base64url.
fn is_base64url(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// Base64url without padding (RFC 4648, section 5). Links were always read with any bits after the last byte.
const BASE64URL: GeneralPurpose =
    GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));

fn decode(text: &str) -> Result<Vec<u8>, LinkError> {
    BASE64URL.decode(text).map_err(|error| match error {
        DecodeError::InvalidByte(_, byte) => LinkError::NotBase64 { character: byte.into() },
        DecodeError::InvalidLength(_) | DecodeError::InvalidLastSymbol(..) | DecodeError::InvalidPadding => {
            LinkError::CutShort
        }
    })
}

/// Returns the bytes of a raw deflate stream (RFC 1951) that ends where `packed` ends, at most [`MAX_INFLATED`].
fn inflate(packed: &[u8]) -> Result<Vec<u8>, LinkError> {
    let mut bytes = vec![0; MAX_INFLATED];
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut DecompressorOxide::new(), packed, &mut bytes, 0, flags);
    bytes.truncate(written);
    match status {
        TINFLStatus::Done if read == packed.len() => Ok(bytes),
        TINFLStatus::HasMoreOutput => Err(LinkError::TooBig),
        TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => Err(LinkError::CutShort),
        _ => Err(LinkError::Damaged),
    }
}
