//! What tells the story where words are few: film, sound or pictures.

use wire_model::Medium;

use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;
use crate::survey::has_words;

/// From so many words on the text tells the story, whatever stands beside it.
const LENGTH_OF_A_STORY: usize = 150;
/// Pictures with captions that make a gallery.
const PICTURES_OF_A_GALLERY: usize = 5;

/// What a page with the body `text` tells its story in: what it says of itself
/// (schema.org types, `og:type`), else what stands in its content.
pub(crate) fn medium(outline: &Outline<'_>, meta: &Meta, linked: &Linked, text: &str) -> Medium {
    if has_words(text, LENGTH_OF_A_STORY) {
        return Medium::Text;
    }
    declared(meta, linked).or_else(|| shown(outline)).unwrap_or_default()
}

/// What the page says of itself.
pub(crate) fn declared(meta: &Meta, linked: &Linked) -> Option<Medium> {
    let kind = meta.first(&["og:type"]).unwrap_or_default().to_ascii_lowercase();
    let is = |types: &[&str], kinds: &[&str]| linked.has_type(types) || kinds.iter().any(|k| kind.starts_with(k));
    if is(&["ImageGallery", "MediaGallery"], &["gallery", "image"]) {
        Some(Medium::Gallery)
    } else if is(&["VideoObject"], &["video"]) {
        Some(Medium::Video)
    } else if is(&["AudioObject", "PodcastEpisode", "RadioEpisode"], &["music", "audio", "podcast"]) {
        Some(Medium::Audio)
    } else {
        None
    }
}

/// What the page's content holds. Players and pictures in its furniture, or in links to
/// other stories, are not the story's.
fn shown(outline: &Outline<'_>) -> Option<Medium> {
    let mut pictures = 0;
    for (index, element) in outline.elements.iter().enumerate() {
        let medium = match element.tag {
            "video" => Medium::Video,
            "audio" => Medium::Audio,
            "iframe" if element.attr("src").is_some_and(is_player) => Medium::Video,
            "figure" if is_captioned(outline, index) => Medium::Gallery,
            _ => continue,
        };
        if !stands_in_content(outline, index) {
            continue;
        }
        if medium != Medium::Gallery {
            return Some(medium);
        }
        pictures += 1;
    }
    (pictures >= PICTURES_OF_A_GALLERY).then_some(Medium::Gallery)
}

fn is_player(address: &str) -> bool {
    const PLAYERS: &[&str] =
        &["youtube.com/embed", "youtube-nocookie.com/embed", "player.vimeo.com", "dailymotion.com"];
    PLAYERS.iter().any(|p| address.contains(p))
}

/// A picture with a caption of its own: a caption with a link leads to another story.
fn is_captioned(outline: &Outline<'_>, figure: usize) -> bool {
    const LARGEST: usize = 400;
    let end = outline.elements[figure].end.min(figure + LARGEST);
    let inside = || outline.elements[figure..end].iter().map(|e| e.tag);
    inside().any(|t| t == "img") && inside().any(|t| t == "figcaption") && !inside().any(|t| t == "a")
}

fn stands_in_content(outline: &Outline<'_>, index: usize) -> bool {
    let above = || outline.ancestors(index).map(|a| outline.elements[a].tag);
    above().any(|t| matches!(t, "article" | "main"))
        && !above().any(|t| matches!(t, "a" | "aside" | "nav" | "footer" | "header"))
}
