//! Development commands that need no more than a toolchain. What measures and
//! trains is in `wire-lab`, which this hands over to.

mod kafka;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

const HELP: &str = "cargo xtask COMMAND

  test                         fmt, clippy, all tests with a real Kafka, docs;
                               the floors where the corpora are
  kafka up | down              a one-node Kafka for tests and development
  predict KIND --truth F --out F    predictions for the scorers (articles, quotes, entities, feeds)
  eval [KIND] [--data CORPORA] figures by the corpora's own scorers, and whether a floor is broken
  bench [STAGE]                times stages and the whole path
  train WHAT --data DIR        trains the embedded models (silver, then entities, then quotes; tables; articles)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => test(),
        ["kafka", "up"] => kafka::up().map(|brokers| println!("kafka listens on {brokers}")),
        ["kafka", "down"] => kafka::down(),
        ["predict" | "eval" | "train", ..] => lab(&arguments),
        ["bench", ..] => bench(&arguments),
        _ => {
            print!("{HELP}");
            return ExitCode::from(if words.is_empty() || words == ["help"] { 0 } else { 2 });
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).args(arguments);
    command
}

fn run(name: &str, command: &mut Command) -> Result<()> {
    eprintln!("── {name}");
    let status = command.status().with_context(|| format!("starting {name}"))?;
    if !status.success() {
        bail!("{name} failed");
    }
    Ok(())
}

fn lab(arguments: &[String]) -> Result<()> {
    let mut command = cargo(&["run", "--quiet", "--release", "--package", "wire-lab", "--"]);
    run("wire-lab", command.args(arguments))
}

/// The path bench needs a Kafka, and stops it only if it started it.
fn bench(arguments: &[String]) -> Result<()> {
    let needs_kafka = arguments.len() == 1 || arguments.iter().any(|a| a == "path" || a == "relay");
    let started = if needs_kafka { kafka::ensure()? } else { kafka::Ensured::Running };
    let outcome = lab(arguments);
    started.release()?;
    outcome
}

/// Everything is checked with what can be built in; what is built without it is checked too.
const FEATURES: &str = "wiredesk/onnx";

/// Everything that must hold before a change is done.
fn test() -> Result<()> {
    prerequisites()?;
    run("fmt", cargo(&["fmt", "--all", "--check"]).stdout(Stdio::null()))?;
    // One profile for everything: the C libraries are compiled once.
    let clippy =
        ["clippy", "--release", "--workspace", "--all-targets", "--features", FEATURES, "--", "-D", "warnings"];
    run("clippy", &mut cargo(&clippy))?;
    run("clippy", &mut cargo(&["clippy", "--release", "--package", "wiredesk", "--", "-D", "warnings"]))?;
    run("build", &mut cargo(&["build", "--release", "--workspace", "--all-targets", "--features", FEATURES]))?;
    let kafka = kafka::ensure()?;
    let tests = tests(&kafka);
    kafka.release()?;
    let (passed, failed, skipped) = tests?;
    if has_corpora() {
        lab(&["eval".to_owned()])?;
    }
    run("doc", cargo(&["doc", "--release", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    if skipped > 0 {
        eprintln!(
            "SKIPPED: {skipped} tests that need a real Kafka. Install Java 17 and Maven, or Docker, or set WIREDESK_TEST_BROKERS."
        );
        if std::env::var_os("CI").is_some() {
            bail!("with CI set, skipped tests are a failure");
        }
    }
    if failed > 0 {
        bail!("{failed} tests failed");
    }
    Ok(())
}

/// Where the corpora are, the figures are held against their floors too.
fn has_corpora() -> bool {
    std::env::var_os("WIREDESK_CORPORA").map_or_else(|| root().join("../shared/corpora"), PathBuf::from).is_dir()
}

/// Runs all tests, passes their output on and counts them.
fn tests(kafka: &kafka::Ensured) -> Result<(u64, u64, u64)> {
    eprintln!("── test");
    let mut command =
        cargo(&["test", "--release", "--workspace", "--features", FEATURES, "--no-fail-fast", "--", "--nocapture"]);
    if matches!(kafka, kafka::Ensured::Absent) {
        command.env_remove("CI");
    }
    let output = command.stderr(Stdio::piped()).stdout(Stdio::piped()).output().context("starting the tests")?;
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let (mut passed, mut failed) = (0, 0);
    for line in text.lines().filter_map(|l| l.trim().strip_prefix("test result:")) {
        let number = |word: &str| {
            let part = line.split(';').find(|p| p.contains(word))?;
            part.split_whitespace().find_map(|w| w.parse::<u64>().ok())
        };
        passed += number("passed").unwrap_or(0);
        failed += number("failed").unwrap_or(0);
    }
    let skipped = text.matches("SKIPPED-KAFKA").count() as u64;
    if output.status.success() {
        text.lines()
            .filter(|l| l.contains("test result:") || l.contains("Running ") || l.contains("SKIPPED"))
            .for_each(|l| eprintln!("{l}"));
    } else {
        eprintln!("{text}");
        failed = failed.max(1);
    }
    Ok((passed - skipped.min(passed), failed, skipped))
}

/// What the vendored C libraries are built with, told by name.
fn prerequisites() -> Result<()> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    for (program, name, package) in
        [(compiler.as_str(), "a C compiler", "build-essential"), ("make", "make", "make"), ("perl", "perl", "perl")]
    {
        if Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
            bail!("{name} is needed ({program:?} was not found); on Debian and Ubuntu: apt-get install {package}");
        }
    }
    Ok(())
}
