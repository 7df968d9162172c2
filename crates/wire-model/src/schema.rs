//! JSON Schemas of the published values, generated from the Rust types.

use serde_json::Value;

use crate::event::{ArticleRevision, EntitySet, FeedHealth, QuoteSet, Reject, Topic};

/// The JSON Schema (draft 2020-12) of the values on `topic`.
pub fn of(topic: Topic) -> Value {
    let schema = match topic {
        Topic::Articles => schemars::schema_for!(ArticleRevision),
        Topic::Quotes => schemars::schema_for!(QuoteSet),
        Topic::Entities => schemars::schema_for!(EntitySet),
        Topic::Feeds => schemars::schema_for!(FeedHealth),
        Topic::Rejects => schemars::schema_for!(Reject),
    };
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The committed schemas are the contract. After a deliberate, backward
    /// compatible change: `UPDATE_SCHEMAS=1 cargo test -p wire-model`.
    #[test]
    fn committed_schemas_match_the_types() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
        for topic in Topic::ALL {
            let path = folder.join(format!("{}.json", topic.name()));
            let expected = serde_json::to_string_pretty(&of(topic)).expect("schemas are JSON") + "\n";
            if std::env::var_os("UPDATE_SCHEMAS").is_some() {
                std::fs::create_dir_all(&folder).expect("schema folder");
                std::fs::write(&path, &expected).expect("schema file");
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(committed, expected, "{} has drifted", path.display());
        }
    }
}
