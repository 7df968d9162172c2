//! Rules of the workspace that no compiler checks.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Dependencies inside the workspace, by crate.
fn arrows() -> HashMap<String, Vec<String>> {
    let mut out = HashMap::new();
    for entry in fs::read_dir(root().join("crates")).expect("crates") {
        let folder = entry.expect("an entry").path();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let dependencies =
            manifest.split("[dependencies]").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
        let own =
            dependencies.lines().filter_map(|l| l.split(['.', ' ', '=']).next()).filter(|n| n.starts_with("wire"));
        let name = folder.file_name().and_then(|n| n.to_str()).expect("a name").to_owned();
        assert!(manifest.contains(&format!("name = \"{name}\"")), "folder and crate {name} differ");
        out.insert(name, own.map(str::to_owned).collect());
    }
    out
}

#[test]
fn stage_crates_do_not_know_one_another() {
    for (name, dependencies) in arrows() {
        if name == "wiredesk" {
            continue;
        }
        for dependency in dependencies {
            let shared = matches!(dependency.as_str(), "wire-model" | "wire-text");
            assert!(shared, "{name} depends on {dependency}; only the daemon introduces stages to one another");
        }
    }
}

/// What the alert rules and the dashboard name must exist.
#[test]
fn metrics_that_deploy_names_exist() {
    let metrics = wiredesk::metrics::Metrics::default().render();
    let known: Vec<&str> = metrics.lines().filter_map(|l| l.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    assert!(known.len() >= 10);
    let mut named = 0;
    for file in ["deploy/prometheus/alerts.yaml"] {
        let text = fs::read_to_string(root().join(file)).expect(file);
        for word in
            text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| w.starts_with("wiredesk_"))
        {
            let base = word
                .trim_end_matches("_total")
                .trim_end_matches("_bucket")
                .trim_end_matches("_count")
                .trim_end_matches("_sum");
            assert!(known.contains(&base), "{file} names {word}, which the daemon does not have");
            named += 1;
        }
    }
    assert!(named > 0);
}
