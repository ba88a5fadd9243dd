//! Places where something is done, in words.

use std::{fmt, str::FromStr};

use super::Act;

/// A place in the code where a thread does something: the function, what is done, to what, and
/// the first, second, third such place of that function.
///
/// As text, `multifd_send:post:params.sem#1`; a site without a number is the first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// The function, as C names it.
    pub function: String,
    /// The act that is done.
    pub act: Act,
    /// The object that it is done to, without the index of an element; empty for a fence.
    pub object: String,
    /// The number, from 1, among the function's places that do this.
    pub nth: u8,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.function, self.within())
    }
}

impl Site {
    /// The site in words without the function.
    pub fn within(&self) -> String {
        let object =
            if self.object.is_empty() { String::new() } else { format!(":{}", self.object) };
        format!("{}{object}#{}", self.act.name(), self.nth)
    }
}

/// The text is no site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSite;

impl FromStr for Site {
    type Err = NoSite;

    fn from_str(text: &str) -> Result<Site, NoSite> {
        let (rest, nth) = match text.split_once('#') {
            None => (text, 1),
            Some((rest, nth)) => (rest, nth.parse().map_err(|_| NoSite)?),
        };
        let mut parts = rest.split(':');
        let (Some(function), Some(act)) = (parts.next(), parts.next()) else { return Err(NoSite) };
        let object = parts.next().unwrap_or_default().to_string();
        let act = Act::ALL.iter().copied().find(|known| known.name() == act).ok_or(NoSite)?;
        if function.is_empty() || nth == 0 || parts.next().is_some() {
            return Err(NoSite);
        }
        Ok(Site { function: function.to_string(), act, object, nth })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_text_both_ways() {
        for text in ["f:post:p.sem#1", "f:cmpxchg:state#12", "f:fence#1", "f:yank-register:yank#2"]
        {
            assert_eq!(text.parse::<Site>().map(|site| site.to_string()), Ok(text.to_string()));
        }
        let first = "f:post:p.sem".parse::<Site>().expect("it needs no number");
        assert_eq!(first.to_string(), "f:post:p.sem#1");
    }

    #[test]
    fn other_text_is_no_site() {
        for text in
            ["", "f", "f:sing:p.sem#1", "f:post:p.sem#0", "f:post:p.sem#x", ":post:p", "f:post:p:q"]
        {
            assert_eq!(text.parse::<Site>(), Err(NoSite), "{text}");
        }
    }
}
