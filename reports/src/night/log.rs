//! The file of a log: it is read as far as it is whole, and appended to.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::record::{FORMAT, Header, Record};
use crate::store::cannot;

/// A log that this process alone appends to.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    file: File,
    /// The length of its whole part, in bytes.
    length: u64,
}

/// A log that was opened.
pub(crate) struct Opened {
    pub(crate) log: Log,
    /// The number of bytes cut off at its end, because they were not written to the end.
    pub(crate) cut: u64,
}

impl Log {
    /// Opens the log, or begins it with `header`, and tells every record that is in it.
    ///
    /// # Errors
    /// With a sentence, if another process appends to it, it is of another fuzz, or is damaged,
    /// or cannot be written.
    pub(crate) fn open(
        path: &Path,
        header: &Header,
        told: &mut dyn FnMut(Record),
    ) -> Result<Opened, String> {
        let cannot = |error| cannot(path, &error);
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(path);
        let mut file = file.map_err(cannot)?;
        lock(&file, path)?;
        let mut theirs = None;
        let read = read(path, &mut |record| match record {
            Record::Header(header) => theirs = Some(header),
            other => told(other),
        })?;
        if let Some(theirs) = theirs.as_ref().filter(|theirs| theirs.fuzz != header.fuzz) {
            let (shown, seed) = (path.display(), theirs.fuzz.seed);
            return Err(format!("'{shown}' is of another fuzz, with seed {seed}: move it away"));
        }
        file.set_len(read.whole).map_err(cannot)?;
        file.seek(SeekFrom::Start(read.whole)).map_err(cannot)?;
        let mut log = Log { path: path.to_path_buf(), file, length: read.whole };
        if theirs.is_none() {
            log.append(&[Record::Header(header.clone())])?;
        }
        Ok(Opened { log, cut: read.all - read.whole })
    }

    /// Appends records at once, the last of which says how far the night is, and waits until they
    /// are on the disk.
    ///
    /// # Errors
    /// With a sentence, if they cannot be written. What was there before still is, and no more.
    pub(crate) fn append(&mut self, records: &[Record]) -> Result<(), String> {
        let line = |record| serde_json::to_string(record).expect("a record is JSON") + "\n";
        let text: String = records.iter().map(line).collect();
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => {
                self.length += text.len() as u64;
                Ok(())
            }
            Err(error) => {
                // If even that fails, the part that was written is cut off by the next to open it.
                let _ = self.file.set_len(self.length);
                let _ = self.file.seek(SeekFrom::Start(self.length));
                Err(cannot(&self.path, &error))
            }
        }
    }
}

/// Makes this process the only one that appends, for as long as the file is open.
fn lock(file: &File, path: &Path) -> Result<(), String> {
    let shown = path.display();
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            Err(format!("another process writes to '{shown}': wait for it, or name another --out"))
        }
        Err(TryLockError::Error(error)) => Err(format!("cannot lock '{shown}': {error}")),
    }
}

/// The length of a log, in bytes.
pub(super) struct Length {
    /// All of it.
    all: u64,
    /// Its length up to the last line that says how far the night is.
    whole: u64,
}

/// Tells the records of a log that are whole, and followed by one that says how far the night was.
pub(super) fn read(path: &Path, told: &mut dyn FnMut(Record)) -> Result<Length, String> {
    let shown = path.display();
    let failed = |error| format!("cannot read '{shown}': {error}");
    let mut reader = BufReader::new(File::open(path).map_err(failed)?);
    let (mut length, mut waiting) = (Length { all: 0, whole: 0 }, vec![]);
    let mut damaged = None;
    let mut line = vec![];
    for number in 1_u64.. {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(failed)?;
        if read == 0 {
            break;
        }
        length.all += read as u64;
        if let Some(number) = damaged {
            return Err(format!("'{shown}' is damaged in line {number}: move it away"));
        }
        match whole_record(&line) {
            Some(record) => {
                check_format(&record, path)?;
                let settled = settles(&record);
                waiting.push(record);
                if settled {
                    length.whole = length.all;
                    waiting.drain(..).for_each(&mut *told);
                }
            }
            // The last one may not have been written to its end.
            None => damaged = Some(number),
        }
    }
    Ok(length)
}

fn whole_record(line: &[u8]) -> Option<Record> {
    line.ends_with(b"\n").then(|| serde_json::from_slice(line).ok()).flatten()
}

/// Returns true if what was found before a record is counted in it.
fn settles(record: &Record) -> bool {
    match record {
        Record::Header(_) | Record::Session(_) | Record::Progress(_) | Record::End(_) => true,
        Record::Cause(_) => false,
    }
}

fn check_format(record: &Record, path: &Path) -> Result<(), String> {
    match record {
        Record::Header(header) if header.format != FORMAT => Err(format!(
            "'{}' has format {}; this version of multifd-sim reads format {FORMAT}",
            path.display(),
            header.format
        )),
        _ => Ok(()),
    }
}
