//! Images with caption and credit.

use serde_json::Value;
use url::Url;
use wire_model::Image;
use wire_text::normal;

use crate::class::Label;
use crate::credit::Told;
use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;

const MAX_IMAGES: usize = 40;
/// Figures that are looked into: they nest.
const MAX_FIGURES: usize = 400;

/// The images of a page, and the captions that may stand in its body again: those of figures, and what the sharing card says
/// of its image.
pub(crate) fn images(
    outline: &Outline<'_>,
    meta: &Meta,
    linked: &Linked,
    base: Option<&Url>,
) -> (Vec<Image>, Vec<String>) {
    let mut out: Vec<Image> = Vec::new();
    let mut captions = Vec::new();
    let mut add = |url: &str, told: Told| {
        let url = match base {
            Some(base) => base.join(url.trim()).map(String::from).unwrap_or_default(),
            None => url.trim().to_owned(),
        };
        if !url.starts_with("http") || out.len() >= MAX_IMAGES {
            return;
        }
        match out.iter_mut().find(|i| i.url == url) {
            Some(known) => {
                known.caption = known.caption.take().or(told.caption);
                known.credit = known.credit.take().or(told.credit);
            }
            None => out.push(Image { url, caption: told.caption, credit: told.credit }),
        }
    };
    for figure in outline.tagged("figure").take(MAX_FIGURES) {
        if let Some(source) = source(outline, figure) {
            let caption = (figure..outline.elements[figure].end).find(|i| outline.elements[*i].tag == "figcaption");
            let told = caption.map(|i| told(outline, i)).unwrap_or_default();
            captions.extend(told.caption.clone());
            add(&source, told);
        }
    }
    for (holder, caption) in captioned(outline) {
        if let Some(source) = source(outline, holder) {
            add(&source, told(outline, caption));
        }
    }
    let shared = meta.first(&["og:image:alt"]).unwrap_or_default();
    for url in meta.all("og:image").iter().take(3) {
        add(url, Told::of(&shared));
    }
    captions.extend(Told::of(&shared).caption);
    if let Some(value) = linked.article().and_then(|a| a.get("image")) {
        for (url, told) in addresses(value).into_iter().take(3) {
            add(&url, told);
        }
    }
    for image in &mut out {
        // Some pages say the same in both places.
        image.credit = image.credit.take().filter(|credit| image.caption.as_ref() != Some(credit));
    }
    (out, captions)
}

/// The address of the first image in an element, wherever a page that loads images late keeps it.
fn source(outline: &Outline<'_>, holder: usize) -> Option<String> {
    const KEPT: [&str; 4] = ["src", "data-src", "data-original", "data-lazy-src"];
    const SETS: [&str; 3] = ["srcset", "data-srcset", "data-lazy-srcset"];
    let elements = outline.elements.get(holder..outline.elements.get(holder)?.end)?;
    let is_address = |value: &&str| !value.trim().is_empty() && !value.starts_with("data:");
    let mut images = elements.iter().filter(|e| e.tag == "img");
    let plain = images.clone().find_map(|e| KEPT.iter().find_map(|name| e.attr(name).filter(is_address)));
    let in_set = || images.find_map(|e| SETS.iter().find_map(|name| largest(e.attr(name)?)));
    plain.or_else(in_set).map(str::to_owned)
}

/// The largest candidate of a `srcset` (HTML, "srcset attributes").
fn largest(srcset: &str) -> Option<&str> {
    let size = |candidate: &str| {
        let descriptor = candidate.split_whitespace().nth(1).unwrap_or("1x");
        descriptor.trim_end_matches(['w', 'x']).parse::<f32>().unwrap_or(0.0)
    };
    let candidates = srcset.split(", ").map(str::trim).filter(|c| !c.is_empty() && !c.starts_with("data:"));
    let best = candidates.max_by(|a, b| size(a).total_cmp(&size(b)))?;
    best.split_whitespace().next()
}

/// Captions by their class, each behind the element around it and its image.
fn captioned<'o>(outline: &'o Outline<'_>) -> impl Iterator<Item = (usize, usize)> + 'o {
    /// Elements that hold an image and its caption have few others.
    const LARGEST: usize = 60;
    let any = outline.class_labels.iter().any(|label| label.has(Label::CAPTION));
    let elements = if any { outline.body..outline.elements.len() } else { 0..0 };
    let is_caption = move |i: &usize| {
        let element = &outline.elements[*i];
        outline.class_label(element).has(Label::CAPTION) && !matches!(element.tag, "figcaption" | "figure")
    };
    let is_around = |i: usize| matches!(outline.elements[i].tag, "article" | "main" | "figure");
    let in_story = move |i: &usize| outline.ancestors(*i).any(is_around);
    elements.filter(is_caption).take(MAX_FIGURES).filter(in_story).filter_map(move |caption| {
        let mut around = [caption].into_iter().chain(outline.ancestors(caption).take(2));
        let inside = |i: usize| &outline.elements[i..outline.elements[i].end];
        let holds = |i: &usize| inside(*i).len() <= LARGEST && inside(*i).iter().any(|e| e.tag == "img");
        around.find(holds).map(|holder| (holder, caption))
    })
}

/// A caption and its credit, which may have an element of its own.
fn told(outline: &Outline<'_>, caption: usize) -> Told {
    let text = outline.text(caption);
    let inside = caption + 1..outline.elements[caption].end;
    let element = inside.into_iter().find(|i| outline.class_label(&outline.elements[*i]).has(Label::CREDIT));
    let credit = element.map(|i| outline.text(i)).filter(|credit| !credit.is_empty());
    // An element that holds the whole caption is named for what it may hold.
    let apart = credit.and_then(|credit| Some((text.strip_suffix(credit.as_str())?, credit.clone())));
    match apart.filter(|(rest, _)| !rest.is_empty()) {
        Some((rest, credit)) => Told::with_credit(Some(rest), &credit),
        None => Told::of(&text),
    }
}

/// The addresses of an `ImageObject` or a list of them, with what they say of the image.
fn addresses(value: &Value) -> Vec<(String, Told)> {
    match value {
        Value::String(s) => vec![(s.clone(), Told::default())],
        Value::Array(list) => list.iter().flat_map(addresses).collect(),
        Value::Object(map) => {
            let text = |name: &str| map.get(name).and_then(Value::as_str).and_then(normal::non_empty);
            let told = Told::with_credit(text("caption").as_deref(), &text("creditText").unwrap_or_default());
            let address = text("url").or_else(|| text("contentUrl"));
            address.map(|url| (url, told)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_found_wherever_a_page_keeps_them() {
        let check = |html: &str, url: &str, caption: Option<&str>, credit: Option<&str>| {
            let html = scraper::Html::parse_document(html);
            let outline = Outline::new(&html);
            let base = Url::parse("https://gull.example/news/").ok();
            let (found, _) = images(&outline, &Meta::read(&outline), &Linked::read(&outline), base.as_ref());
            let found: Vec<_> =
                found.iter().map(|i| (i.url.as_str(), i.caption.as_deref(), i.credit.as_deref())).collect();
            assert_eq!(found, [(url, caption, credit)]);
        };
        let (url, ship, lee) = ("https://gull.example/a.jpg", Some("A ship leaves."), Some("Ann Lee"));
        check("<figure><img src=/a.jpg><figcaption>A ship leaves. Foto: Ann Lee</figcaption></figure>", url, ship, lee);
        check(
            "<figure><img src=/a.jpg><figcaption>A ship leaves. <i class=credit>(Ann Lee)</i></figcaption></figure>",
            url,
            ship,
            lee,
        );
        check("<figure><img src=/a.jpg><p class=caption>A ship leaves.</p></figure>", url, ship, None);
        let wordpress = "<div><img src=/a.jpg><p class=wp-caption-text>A ship leaves. Photo: Ann Lee</p></div>";
        check(&format!("<article>{wordpress}</article>"), url, ship, lee);
        // Loaded late, and in sizes.
        check("<figure><img src=data:x data-src=/a.jpg></figure>", url, None, None);
        check("<figure><img srcset='/b.jpg 400w, /a.jpg 800w'></figure>", url, None, None);
        check("<figure><img srcset='/b.jpg 1x, /a.jpg 2x'></figure>", url, None, None);
        let linked = "{\"@type\":\"NewsArticle\",\"image\":{\"url\":\"/a.jpg\",\"caption\":\"A ship leaves.\",\"creditText\":\"Ann Lee\"}}";
        check(&format!("<script type=application/ld+json>{linked}</script>"), url, ship, lee);
    }
}
