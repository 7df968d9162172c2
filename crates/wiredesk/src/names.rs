//! The models and tables that mark names: operators' tables are read at the start, and
//! again when they change.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use thiserror::Error;
use tokio_util::sync::CancellationToken;
use wire_annotate::{Annotator, NameTable, TableError};

use crate::config::Config;
use crate::desk::Desk;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Why a model or a table cannot be used.
#[derive(Debug, Error)]
pub enum LoadError {
    /// A file cannot be read.
    #[error("{}: {error}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        error: std::io::Error,
    },
    /// A line is refused.
    #[error("{}: {error}", .path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line and what is wrong with it.
        error: TableError,
    },
    /// The token classifier cannot be loaded.
    #[cfg(feature = "onnx")]
    #[error("[entities] model: {0}")]
    Model(#[from] wire_annotate::ClassifierError),
    /// This binary runs none.
    #[cfg(not(feature = "onnx"))]
    #[error(
        "[entities] model = {0:?}: this wiredesk was built without token classifiers; build it with `cargo install --path crates/wiredesk --features onnx`, or take the line out"
    )]
    NotBuilt(PathBuf),
}

/// The annotator that a configuration asks for, its tables read.
///
/// # Errors
/// Names the file that cannot be used, and the line of a table that is refused.
pub(crate) fn annotator(config: &Config) -> Result<Annotator, LoadError> {
    let annotator = Annotator::new();
    let annotator = if config.annotate.indirect_speech { annotator.with_indirect_speech() } else { annotator };
    let annotator = match &config.name_model {
        Some(folder) => with_model(annotator, folder)?,
        None => annotator,
    };
    annotator.set_names(load(&config.name_tables, &annotator)?);
    Ok(annotator)
}

#[cfg(feature = "onnx")]
fn with_model(annotator: Annotator, folder: &Path) -> Result<Annotator, LoadError> {
    let classifier = wire_annotate::TokenClassifier::load(folder)?;
    tracing::info!(folder = %folder.display(), "names are marked by the operator's model");
    Ok(annotator.with_classifier(classifier))
}

#[cfg(not(feature = "onnx"))]
fn with_model(_: Annotator, folder: &Path) -> Result<Annotator, LoadError> {
    Err(LoadError::NotBuilt(folder.to_owned()))
}

/// Reads all tables into one.
///
/// # Errors
/// Names the file, and the line where one is refused.
fn load(paths: &[PathBuf], annotator: &Annotator) -> Result<NameTable, LoadError> {
    let mut table = NameTable::default();
    for path in paths {
        let text = std::fs::read_to_string(path).map_err(|error| LoadError::File { path: path.clone(), error })?;
        table.add_csv(&text, annotator).map_err(|error| LoadError::Line { path: path.clone(), error })?;
    }
    Ok(table)
}

/// Reads the tables again when a file changes. One that is refused is logged, and the old table stays.
pub(crate) async fn keep(desk: Arc<Desk>, shutdown: CancellationToken) {
    let paths = desk.config.name_tables.clone();
    let mut seen = stamps(&paths);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let now = stamps(&paths);
        if now == seen {
            continue;
        }
        seen = now;
        let (own, again) = (desk.clone(), paths.clone());
        let loaded =
            desk.compute(move || load(&again, &own.annotator).map(|t| (t.len(), own.annotator.set_names(t)))).await;
        match loaded {
            Ok(Ok((names, ()))) => tracing::info!(names, "tables of names read again"),
            Ok(Err(error)) => tracing::error!(%error, "a table of names is refused; the one before stays in use"),
            Err(trouble) => tracing::error!(trouble, "reading the tables of names failed; the one before stays in use"),
        }
    }
}

fn stamps(paths: &[PathBuf]) -> Vec<Option<SystemTime>> {
    let changed = |p: &PathBuf| std::fs::metadata(Path::new(p)).and_then(|m| m.modified()).ok();
    paths.iter().map(changed).collect()
}
