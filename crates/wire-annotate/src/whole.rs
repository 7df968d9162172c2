//! Names over parts of names.

use crate::Name;
use crate::token::Token;

/// Whether a token is part of a name.
pub(crate) fn is_taken(names: &[Name], token: &Token) -> bool {
    let next = names.partition_point(|n| n.end <= token.start);
    names.get(next).is_some_and(|n| n.start < token.end)
}

/// The names with those of `wholes`, in order, that are longer than whatever they hold, each in the place of that.
pub(crate) fn with_wholes(names: Vec<Name>, wholes: Vec<Name>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::with_capacity(names.len());
    let mut names = names.into_iter().peekable();
    for whole in wholes {
        while let Some(name) = names.next_if(|n| n.end <= whole.start) {
            out.push(name);
        }
        let first = out.len();
        while let Some(name) = names.next_if(|n| n.start < whole.end) {
            out.push(name);
        }
        let is_part =
            |n: &Name| n.start >= whole.start && n.end <= whole.end && n.end - n.start < whole.end - whole.start;
        let is_free = out[..first].last().is_none_or(|n| n.end <= whole.start);
        if is_free && out[first..].iter().all(is_part) {
            out.truncate(first);
            out.push(whole);
        }
    }
    out.extend(names);
    out
}
