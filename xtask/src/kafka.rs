//! A real Apache Kafka on loopback: jars by Maven, run by the machine's Java;
//! by Docker where those are not there.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::root;

/// Whether there is a Kafka, and whether it is ours to stop.
pub(crate) enum Ensured {
    /// It was there before.
    Running,
    /// It was started for this command.
    Started,
    /// There is none and none can be had.
    Absent,
}

impl Ensured {
    pub(crate) fn release(self) -> Result<()> {
        match self {
            Ensured::Started => down(),
            Ensured::Running | Ensured::Absent => Ok(()),
        }
    }
}

fn folder() -> PathBuf {
    root().join("target/kafka")
}

fn has(program: &str) -> bool {
    Command::new(program)
        .arg("-version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

fn docker_runs() -> bool {
    Command::new("docker").arg("info").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// A running Kafka, started where there is none.
pub(crate) fn ensure() -> Result<Ensured> {
    if std::env::var_os("WIREDESK_TEST_BROKERS").is_some() || running().is_some() {
        return Ok(Ensured::Running);
    }
    let can_run = has("java") && has("mvn") || docker_runs();
    if !can_run {
        return Ok(Ensured::Absent);
    }
    up()?;
    Ok(Ensured::Started)
}

/// The brokers of the Kafka that is running.
fn running() -> Option<String> {
    let brokers = fs::read_to_string(folder().join("brokers")).ok()?.trim().to_owned();
    TcpStream::connect(&brokers).is_ok().then_some(brokers)
}

/// Starts Kafka and waits until it listens.
pub(crate) fn up() -> Result<String> {
    if let Some(brokers) = running() {
        return Ok(brokers);
    }
    if !(has("java") && has("mvn")) {
        if docker_runs() {
            return up_in_docker();
        }
        bail!(
            "Kafka needs Java 17 and Maven (apt-get install openjdk-17-jre-headless maven), or a running Docker; or set WIREDESK_TEST_BROKERS"
        );
    }
    fetch_jars()?;
    let (broker, controller) = (free_port()?, free_port()?);
    let data = folder().join("data");
    // Every start is a fresh broker: tests must not depend on what was before.
    let _ = fs::remove_dir_all(&data);
    fs::create_dir_all(&data)?;
    let properties = folder().join("server.properties");
    fs::write(&properties, server_properties(broker, controller, &data.to_string_lossy()))?;
    let format = java()
        .args(["kafka.tools.StorageTool", "format", "--cluster-id", "4L6g3nShT-eMCtK--X86sw", "--config"])
        .arg(&properties)
        .output()?;
    if !format.status.success() {
        bail!(
            "formatting Kafka's storage failed: {}{}",
            String::from_utf8_lossy(&format.stdout),
            String::from_utf8_lossy(&format.stderr)
        );
    }
    let log = fs::File::create(folder().join("server.log"))?;
    let child = java()
        .arg("kafka.Kafka")
        .arg(&properties)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("starting Kafka")?;
    fs::write(folder().join("pid"), child.id().to_string())?;
    let brokers = format!("127.0.0.1:{broker}");
    wait_for(&brokers)?;
    fs::write(folder().join("brokers"), &brokers)?;
    Ok(brokers)
}

fn wait_for(brokers: &str) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(90);
    while TcpStream::connect(brokers).is_err() {
        if Instant::now() > deadline {
            bail!("Kafka does not listen on {brokers}; its log: {}", folder().join("server.log").display());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn java() -> Command {
    let mut command = Command::new("java");
    command.args(["-Xmx768m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp"]).arg(folder().join("libs/*"));
    command
}

fn fetch_jars() -> Result<()> {
    let libs = folder().join("libs");
    if fs::read_dir(&libs).is_ok_and(|d| d.count() > 40) {
        return Ok(());
    }
    eprintln!("── kafka: fetching jars (once)");
    fs::create_dir_all(&libs)?;
    let status = Command::new("mvn")
        .args(["-B", "-q", "-f"])
        .arg(root().join("tests/kafka/pom.xml"))
        .arg("dependency:copy-dependencies")
        .arg(format!("-DoutputDirectory={}", libs.display()))
        .status()
        .context("starting mvn")?;
    if !status.success() {
        bail!("Maven could not fetch Kafka's jars");
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn server_properties(broker: u16, controller: u16, data: &str) -> String {
    format!(
        "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:{controller}\n\
         listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}\n\
         advertised.listeners=PLAINTEXT://127.0.0.1:{broker}\ncontroller.listener.names=CONTROLLER\n\
         listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\nlog.dirs={data}\n\
         offsets.topic.replication.factor=1\noffsets.topic.num.partitions=4\n\
         transaction.state.log.replication.factor=1\ntransaction.state.log.min.isr=1\ntransaction.state.log.num.partitions=4\n\
         share.coordinator.state.topic.replication.factor=1\nshare.coordinator.state.topic.min.isr=1\n\
         group.initial.rebalance.delay.ms=0\nauto.create.topics.enable=false\nmessage.max.bytes=16777216\n"
    )
}

fn up_in_docker() -> Result<String> {
    let status = Command::new("docker")
        .args(["compose", "-f"])
        .arg(root().join("deploy/compose.yaml"))
        .args(["up", "-d", "--wait", "kafka"])
        .status()?;
    if !status.success() {
        bail!("docker compose could not start Kafka");
    }
    let brokers = "127.0.0.1:9092".to_owned();
    wait_for(&brokers)?;
    fs::create_dir_all(folder())?;
    fs::write(folder().join("brokers"), &brokers)?;
    Ok(brokers)
}

/// Stops the Kafka that [`up`] started.
pub(crate) fn down() -> Result<()> {
    if let Ok(pid) = fs::read_to_string(folder().join("pid")) {
        // Its data is thrown away at the next start, so it need not be asked nicely for long.
        Command::new("kill").arg(pid.trim()).status().context("stopping Kafka")?;
        let brokers = fs::read_to_string(folder().join("brokers")).unwrap_or_default();
        let deadline = Instant::now() + Duration::from_secs(15);
        while TcpStream::connect(brokers.trim()).is_ok() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = fs::remove_file(folder().join("pid"));
    } else if docker_runs() {
        Command::new("docker")
            .args(["compose", "-f"])
            .arg(root().join("deploy/compose.yaml"))
            .args(["rm", "-sf", "kafka"])
            .status()?;
    }
    let _ = fs::remove_file(folder().join("brokers"));
    Ok(())
}
