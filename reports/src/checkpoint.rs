//! The file of a search that can go on where it stood.
//!
//! A line says which search it is, then come the bytes that the search keeps,
//! and at the end their CRC-32. The file is replaced as a whole: a process that is
//! killed while writing leaves the one before.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crc32fast::Hasher;
use serde_json::Value;
use sim_io::Standing;

/// The file in which a search is kept.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    path: PathBuf,
    header: Value,
}

impl Checkpoint {
    /// The file `path`, for the search that `header` describes.
    pub(crate) fn at(path: &Path, header: Value) -> Checkpoint {
        Checkpoint { path: path.to_path_buf(), header }
    }

    /// The bytes that the search has kept; nothing if there is no file.
    ///
    /// # Errors
    /// With a sentence, if it cannot be read or written, is damaged, or is of another search.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, String> {
        let shown = self.path.display();
        let mut bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return self.try_out(),
            Err(error) => return Err(format!("cannot read '{shown}': {error}")),
        };
        let line = bytes.iter().position(|byte| *byte == b'\n');
        let header = line.map(|end| bytes.drain(..=end).collect::<Vec<u8>>());
        let header = header.and_then(|line| serde_json::from_slice::<Value>(&line).ok());
        let Some(header) = header.filter(|header| header.get("search").is_some()) else {
            return Err(format!("'{shown}' is no checkpoint of a search"));
        };
        if header != self.header {
            return Err(self.other(&header));
        }
        match whole(bytes) {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(format!("'{shown}' is truncated or damaged")),
        }
    }

    /// Nothing, unless the file could not be written later.
    fn try_out(&self) -> Result<Option<Vec<u8>>, String> {
        let temporary = self.temporary();
        let tried = File::create(&temporary).and_then(|_| fs::remove_file(&temporary));
        let shown = self.path.display();
        tried.map(|()| None).map_err(|error| format!("cannot write '{shown}': {error}"))
    }

    /// The path of the next checkpoint until it is whole.
    fn temporary(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.partial"))
    }

    /// The reason why the file, which begins with `header`, is not of this search.
    fn other(&self, header: &Value) -> String {
        let shown = self.path.display();
        let differs = |field: &&&str| header.get(**field) != self.header.get(**field);
        match ["search", "world", "revision", "strategy", "want"].iter().find(differs) {
            Some(field) => {
                let value = header.get(*field).and_then(Value::as_str).unwrap_or("unknown");
                format!("'{shown}' is of another search: its {field} is '{value}'")
            }
            None => format!("'{shown}' was written by another build of this program"),
        }
    }

    /// Keeps where a search stands.
    ///
    /// # Errors
    /// If it cannot be written; what was kept before is still there.
    pub(crate) fn write(&self, standing: &Standing<'_>) -> io::Result<()> {
        let temporary = self.temporary();
        let mut out =
            Checked { out: BufWriter::new(File::create(&temporary)?), crc: Hasher::new() };
        writeln!(out.out, "{}", self.header)?;
        standing.keep(&mut out)?;
        let Checked { mut out, crc } = out;
        out.write_all(&crc.finalize().to_le_bytes())?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(temporary, &self.path)
    }
}

/// The bytes without the checksum behind them, if that is right.
fn whole(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let body = bytes.len().checked_sub(4)?;
    let crc: [u8; 4] = bytes[body..].try_into().ok()?;
    bytes.truncate(body);
    (crc32fast::hash(&bytes) == u32::from_le_bytes(crc)).then_some(bytes)
}

/// Sums up what goes through it.
struct Checked {
    out: BufWriter<File>,
    crc: Hasher,
}

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.crc.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Tells builds of this program from each other.
///
/// # Errors
/// If the program cannot be read.
pub(crate) fn build() -> io::Result<String> {
    let program = fs::read(std::env::current_exe()?)?;
    Ok(format!("{:08x}", crc32fast::hash(&program)))
}
