//! Texts as a ZIP archive: stored, not compressed, so that nothing but the format is needed.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Packs texts by their names. The same texts are the same archive: there is no clock here.
pub(crate) fn zip<'a>(
    files: impl Iterator<Item = (&'a str, String)>,
) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
