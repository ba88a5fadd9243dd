//! What places are called.

use std::collections::{BTreeMap, BTreeSet};

use model::{Revision, World, did_you_mean, nearest};
use sim_io::{Ablation, Act, Change, Site, Spot, Word};

use super::{Effort, Intact};

/// Every site of the newest revision, each with the cheapest world that comes to it.
const SITES: &str = include_str!("sites.txt");

/// The sites that are known by name, each with a world that comes to it.
///
/// # Panics
/// If the table has a line that is none.
pub fn sites() -> Vec<(Site, World)> {
    let line = |line: &'static str| {
        let (site, world) = line.split_once(' ').expect("a site and a world");
        let site = site.parse().expect("a site");
        (site, world.trim().parse().expect("a world"))
    };
    SITES.lines().map(line).collect()
}

/// The places that worlds come to, and what they are called.
#[derive(Clone, Debug, Default)]
pub struct Places {
    sites: BTreeMap<Spot, Site>,
    values: BTreeMap<Spot, BTreeSet<u64>>,
}

impl Places {
    /// Those that `worlds` come to.
    pub fn of<'a>(worlds: impl IntoIterator<Item = &'a Intact>) -> Places {
        let mut values: BTreeMap<Spot, BTreeSet<u64>> = BTreeMap::new();
        for intact in worlds {
            for (spot, given) in intact.passed.iter().filter(|(spot, _)| is_of_qemu(spot)) {
                values.entry(*spot).or_default().extend(given);
            }
        }
        let mut nth: BTreeMap<(String, Act, String), u8> = BTreeMap::new();
        let mut spots: Vec<Spot> = values.keys().copied().collect();
        spots.sort_by_key(|spot| spot.place);
        let named = spots.into_iter().map(|spot| {
            let (function, object) = (spot.function.to_string(), spot.object());
            let nth = nth.entry((function.clone(), spot.act, object.clone())).or_insert(0);
            *nth += 1;
            (spot, Site { function, act: spot.act, object, nth: *nth })
        });
        Places { sites: named.collect(), values }
    }

    /// Every site, with its place.
    pub fn sites(&self) -> Vec<(&Site, &Spot)> {
        let mut all: Vec<(&Site, &Spot)> =
            self.sites.iter().map(|(spot, site)| (site, spot)).collect();
        all.sort();
        all
    }

    /// All that can be taken out, or weakened.
    pub fn ablations(&self) -> Vec<Ablation> {
        let all = self.sites().into_iter().flat_map(|(site, spot)| {
            let values: Vec<u64> = self.values[spot].iter().copied().collect();
            let changes = site.act.changes(&values).into_iter();
            changes.map(|change| Ablation { site: site.clone(), change, spot: *spot })
        });
        all.collect()
    }
}

/// What is the kernel's, a file's, the wire's, or an outside world's, as far as it is played.
const WORLD: [&str; 9] = [
    "destination",
    "file_position",
    "guest_page",
    "handshake",
    "in_flight",
    "incoming_file_position",
    "incoming_socket",
    "main_channel",
    "main_socket",
];

/// What the model of a migration has and QEMU's has not.
const ONLY_HERE: [(&str, &str); 2] =
    [("current_migration", "over"), ("current_migration", "waits")];

/// Whether QEMU does it to order threads. In no function, or in the monitor, is what the world
/// does to a migration; plain memory is looked at where it is a flag.
fn is_of_qemu(spot: &Spot) -> bool {
    let is_flag = || spot.names == <bool as Word>::NAMES;
    let orders = match spot.act {
        Act::Get | Act::Set => is_flag(),
        _ => true,
    };
    let world = WORLD.contains(&spot.memory) || spot.memory.starts_with("socket");
    let of_world = world || ["", "monitor_qmp_dispatcher_co"].contains(&spot.function);
    orders && !of_world && !ONLY_HERE.contains(&(spot.memory, spot.field))
}

/// What `text` says is taken out: a site, and what becomes of it if it is not just left out.
///
/// # Errors
/// With a sentence that has the nearest names, if there is no such thing.
pub fn ablation_named(text: &str) -> Result<Ablation, String> {
    let (place, word) = match text.split_once('=') {
        None => (text, None),
        Some((place, word)) => (place, Some(word)),
    };
    let known = sites();
    let site = place.parse::<Site>().ok();
    let Some(site) = site.filter(|site| known.iter().any(|(known, _)| known == site)) else {
        return Err(format!("there is no site '{place}'{}", near(place, &known)));
    };
    let alike = |known: &Site| {
        (&known.function, known.act, &known.object) == (&site.function, site.act, &site.object)
    };
    let worlds: Vec<World> =
        known.iter().filter(|(known, _)| alike(known)).map(|(_, world)| *world).collect();
    let (spot, values) = place_of(&site, &worlds)?;
    let change = match word {
        None => Some(Change::Dropped),
        Some(word) => Change::named(word, spot.names),
    };
    match change.filter(|change| site.act.takes(*change)) {
        Some(change) => Ok(Ablation { site, change, spot }),
        None => {
            let changes = site.act.changes(&values).into_iter();
            let all = changes.map(|change| Ablation { site: site.clone(), change, spot });
            let all: Vec<String> = all.map(|ablation| format!("'{ablation}'")).collect();
            Err(format!("'{text}' cannot be done: there is {}", all.join(", ")))
        }
    }
}

/// The place that a site means, and the values that it gives.
fn place_of(site: &Site, worlds: &[World]) -> Result<(Spot, Vec<u64>), String> {
    let intact = |world: &World| Intact::of(*world, Revision::head(), Effort::DEFAULT.intact);
    let intact: Vec<Intact> = worlds.iter().filter_map(intact).collect();
    let places = Places::of(&intact);
    let found = places.sites.iter().find(|(_, known)| *known == site);
    match found {
        Some((spot, _)) => Ok((*spot, places.values[spot].iter().copied().collect())),
        None => Err(format!("no world comes to {site} any more: the table of sites is old")),
    }
}

fn near(text: &str, known: &[(Site, World)]) -> String {
    let names: Vec<String> = known.iter().map(|(site, _)| site.to_string()).collect();
    match nearest(text, names.iter().map(String::as_str)) {
        none if none.is_empty() => ": `multifd-sim ablate --sites` names them all".into(),
        near => did_you_mean(&near),
    }
}
