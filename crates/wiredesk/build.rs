//! Checks what the vendored C libraries are built with, by name: a missing
//! tool is told here and not by the failure of somebody else's build script.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let tools =
        [(compiler.as_str(), "a C compiler", "build-essential"), ("make", "make", "make"), ("perl", "perl", "perl")];
    let missing: Vec<String> = tools
        .iter()
        .filter(|(program, ..)| Command::new(program).arg("--version").output().is_err())
        .map(|(program, name, package)| {
            format!("{name} ({program:?} was not found; on Debian and Ubuntu: apt-get install {package})")
        })
        .collect();
    assert!(
        missing.is_empty(),
        "wiredesk builds OpenSSL, SQLite and librdkafka from source and needs {}",
        missing.join(" and ")
    );
}
