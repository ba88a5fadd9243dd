//! The lines of a log.

use std::{collections::BTreeMap, time::SystemTime};

use model::{Revision, World};
use scenarios::{Cause, Key, Listed, Night, Subject, Totals};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sim_io::StrategyKind;

use crate::explanation::title;

/// The version of the format.
pub(crate) const FORMAT: u32 = 1;

/// A line of a log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
pub(crate) enum Record {
    /// The identity of the fuzz: the first line.
    Header(Header),
    /// A process begins, or goes on.
    Session(Session),
    /// Something was found, or a better example of it.
    Cause(Box<CauseRecord>),
    /// The progress of the night.
    Progress(Progress),
    /// A process ends in order.
    End(End),
}

/// The identity of a fuzz, its build, and the machine on which it began.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    /// The version of the format.
    pub(crate) format: u32,
    /// The build of this program.
    pub(crate) build: String,
    /// The commit that it was built from.
    pub(crate) commit: String,
    /// The commit of QEMU that is called head.
    pub(crate) qemu: String,
    /// The identity of the fuzz.
    pub(crate) fuzz: Identity,
    /// The machine.
    pub(crate) host: String,
    /// The date at which it began.
    pub(crate) date: String,
}

/// The parts that tell one fuzz of a build from another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) seed: u64,
    pub(crate) revision: String,
    pub(crate) scenario: Option<String>,
    pub(crate) world: Option<String>,
    pub(crate) strategy: Option<StrategyKind>,
}

/// A process that runs a part of a night.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The date at which it began.
    pub(crate) date: String,
    /// The machine.
    pub(crate) host: String,
    /// The runs side by side.
    pub(crate) jobs: usize,
    /// The runs that were done before.
    pub(crate) after: u64,
}

/// A cause, with the smallest world that has shown it so far.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CauseRecord {
    /// A short name of its key.
    pub(crate) id: String,
    /// The catalogue's view of it.
    pub(crate) listed: Listed,
    /// The key that makes it another one.
    #[serde(flatten)]
    pub(crate) key: Key,
    /// The key in a line.
    pub(crate) title: String,
    /// The date at which this example was found.
    pub(crate) date: String,
    /// The number of the run that found it.
    pub(crate) number: u64,
    /// The world.
    pub(crate) world: String,
    /// The command that runs it again.
    pub(crate) command: String,
    /// The file of the counterexample, beside the log.
    pub(crate) file: String,
    /// The violation as it was found. Another build may not understand it.
    pub(crate) violation: Value,
}

/// The progress of the night. Causes are counted that have been seen since the last such line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub(crate) date: String,
    /// The time that all sessions have run, in seconds.
    pub(crate) seconds: u64,
    pub(crate) totals: Totals,
    /// The runs since the last such line that drew a world and did not exhaust it.
    pub(crate) open: Vec<u64>,
    /// The number of times that causes were seen, by their names.
    pub(crate) times: BTreeMap<String, Times>,
}

/// The number of times that a cause was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Times {
    pub(crate) runs: u64,
    pub(crate) drawn: u64,
    pub(crate) first_drawn: Option<u64>,
}

/// A process ends in order, with its summary.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct End {
    pub(crate) date: String,
    pub(crate) why: Why,
}

/// The reason why a process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    /// All runs are done.
    Runs,
    /// The time is over.
    Time,
    /// A signal came.
    Signal,
}

impl Identity {
    pub(crate) fn of(night: &Night) -> Identity {
        let sort = &night.sort;
        let world = match sort.subject {
            Some(Subject::Given(world)) => Some(world.to_string()),
            Some(Subject::Bug(_) | Subject::Healthy(_) | Subject::Place(_)) | None => None,
        };
        Identity {
            seed: night.seed,
            revision: sort.revision.name.clone(),
            scenario: sort.scenario().map(str::to_string),
            world,
            strategy: sort.strategy,
        }
    }
}

impl Header {
    pub(crate) fn new(build: &str, fuzz: Identity) -> Header {
        Header {
            format: FORMAT,
            build: build.to_string(),
            commit: env!("MULTIFD_SIM_COMMIT").to_string(),
            qemu: Revision::head_tree().to_string(),
            fuzz,
            host: host(),
            date: now(),
        }
    }
}

impl CauseRecord {
    pub(crate) fn of(cause: &Cause, command: String, file: String) -> CauseRecord {
        CauseRecord {
            id: id(&cause.key),
            listed: cause.listed,
            key: cause.key.clone(),
            title: title(&cause.violation),
            date: now(),
            number: cause.number,
            world: cause.world.to_string(),
            command,
            file,
            violation: serde_json::to_value(&cause.violation).expect("a violation is JSON"),
        }
    }

    /// The cause, not counted yet; nothing if this build does not understand it.
    pub(crate) fn cause(&self) -> Option<Cause> {
        Some(Cause {
            key: self.key.clone(),
            listed: self.listed,
            violation: serde_json::from_value(self.violation.clone()).ok()?,
            number: self.number,
            world: self.world.parse::<World>().ok()?,
            runs: 0,
            drawn: 0,
            first_drawn: None,
        })
    }
}

impl Times {
    pub(crate) fn of(cause: &Cause) -> Times {
        Times { runs: cause.runs, drawn: cause.drawn, first_drawn: cause.first_drawn }
    }
}

/// A short name of a cause, the same in each build.
pub(crate) fn id(key: &Key) -> String {
    let Key { breach, object, function, cause, bug } = key;
    let bug = bug.as_deref().unwrap_or_default();
    let text = [breach, object, function, cause, bug].join("\n");
    format!("{:08x}", crc32fast::hash(text.as_bytes()))
}

/// The date and the time, of the world's clock.
pub(crate) fn now() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

/// The name of this machine.
pub(crate) fn host() -> String {
    sysinfo::System::host_name().unwrap_or_else(|| "unknown".into())
}
