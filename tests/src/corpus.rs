//! Pages to serve: real ones where a corpus lies beside the checkout, the
//! project's own everywhere.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A page with its name.
pub struct TestPage {
    /// A name that is fit for a path.
    pub name: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// The corpora beside the checkout: `WIREDESK_CORPORA`, or `../shared/corpora`.
pub fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let folder = std::env::var_os("WIREDESK_CORPORA").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Real news pages, at most `limit`; none on a clone without corpora.
pub fn real_pages(limit: usize) -> Vec<TestPage> {
    let Some(folder) = folder().map(|f| f.join("articles/fundus/pages")) else { return Vec::new() };
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    paths
        .into_iter()
        .take(limit)
        .filter_map(|path| {
            let mut body = Vec::new();
            flate2::read::MultiGzDecoder::new(fs::File::open(&path).ok()?).read_to_end(&mut body).ok()?;
            let name = path.file_name()?.to_str()?.trim_end_matches(".html.gz").to_owned();
            Some(TestPage { name, body })
        })
        .collect()
}

/// The project's own pages.
pub fn own_pages() -> Vec<TestPage> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| Some(TestPage { name: path.file_stem()?.to_str()?.to_owned(), body: fs::read(&path).ok()? }))
        .collect()
}
