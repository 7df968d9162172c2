//! The stories of the demo, from a file that is part of the program.

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub(super) feed: String,
    pub(super) slug: String,
    /// Seconds after the start.
    pub(super) at: f64,
    #[serde(default)]
    pub(super) status: Option<String>,
    pub(super) headline: String,
    pub(super) standfirst: String,
    pub(super) authors: Vec<String>,
    pub(super) section: String,
    #[serde(default)]
    pub(super) caption: Option<String>,
    #[serde(default)]
    pub(super) credit: Option<String>,
    pub(super) paragraphs: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    story: Vec<Story>,
}

pub(super) fn load() -> anyhow::Result<Vec<Story>> {
    Ok(toml::from_str::<File>(include_str!("../../../demo/stories.toml"))?.story)
}
