//! What opens a story and tells where it was written, and by whom.

use std::ops::Range;

use wire_model::EntityKind;
use wire_text::dateline::read;

use crate::Name;
use crate::token::Document;

/// "KELSUND, May 4 (Northern Wire) - …": a place, and who sent the story, whatever the tagger says of their capitals.
pub(crate) fn with_dateline(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    let Some(dateline) = read(document.text) else { return names };
    if let Some(place) = &dateline.place {
        let shouted = document.slice(place.start, place.end).to_uppercase();
        let is_same = |n: &Name| document.slice(n.start, n.end).to_uppercase() == shouted;
        names.iter_mut().filter(|n| is_same(n)).for_each(|n| n.kind = EntityKind::Place);
    }
    let agency = dateline.agency.map(|agency| first_of(document, agency));
    names.retain(|n| n.start >= dateline.end);
    let found =
        [(dateline.place, EntityKind::Place), (dateline.region, EntityKind::Place), (agency, EntityKind::Organisation)];
    for (part, kind) in found {
        let words = part.iter().flat_map(|p| cities(document, p.clone()));
        names.extend(words.map(|Range { start, end }| Name { start, end, kind }));
    }
    names.sort_by_key(|n| n.start);
    names
}

/// "dpa/lno": the first of those who sent a story.
fn first_of(document: &Document<'_>, agency: Range<usize>) -> Range<usize> {
    let first = document.slice(agency.start, agency.end).split('/').next().map_or(0, str::len);
    agency.start..agency.start + first
}

/// "KYIV/BRUSSELS" is two places.
fn cities(document: &Document<'_>, part: Range<usize>) -> Vec<Range<usize>> {
    let mut start = part.start;
    let words = document.slice(part.start, part.end).split('/');
    words
        .map(|word| {
            let city = start..start + word.len();
            start = city.end + 1;
            city
        })
        .collect()
}
