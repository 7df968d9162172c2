//! `wiredesk try`: one page through extract and annotate.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Parser;
use serde::Serialize;
use url::Url;
use wire_annotate::Annotator;
use wire_extract::{Extraction, Page, Rule};
use wire_fetch::{Client, Request};
use wire_model::{Annotations, Article};

use super::render::{self, Style};
use crate::clock;
use crate::config::Network;

#[derive(Parser)]
pub(super) struct Args {
    /// An http address or an HTML file.
    page: String,
    /// The article and its annotations as JSON.
    #[arg(long)]
    json: bool,
    /// The address of a file, for its relative links and its date.
    #[arg(long)]
    url: Option<Url>,
    /// Also show what lies outside the story.
    #[arg(long)]
    all: bool,
    /// Private ranges that may be connected to, such as 127.0.0.0/8.
    #[arg(long, value_parser = super::network)]
    allow: Vec<Network>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Shown<'a> {
    article: &'a Article,
    annotations: &'a Annotations,
}

pub(super) fn try_page(args: &Args) -> anyhow::Result<ExitCode> {
    super::start_logging("warn");
    let is_address = args.page.starts_with("http://") || args.page.starts_with("https://");
    let (bytes, page) = if is_address { fetch(args)? } else { read(args)? };
    let extraction = match wire_extract::extract(&bytes, &page) {
        Ok(extraction) => extraction,
        Err(reason) => bail!("{} is not an article: {reason}", args.page),
    };
    let annotations = Annotator::new().annotate(&extraction.article);
    if args.json {
        let shown = Shown { article: &extraction.article, annotations: &annotations };
        super::print_line(&serde_json::to_string_pretty(&shown)?);
        return Ok(ExitCode::SUCCESS);
    }
    let style = Style::detect();
    super::print_line(&render::head(&extraction.article, style));
    super::print_line(&render::marked_body(&extraction.article, &annotations, style));
    super::print_line("");
    super::print_line(&render::lists(&annotations, style));
    super::print_line(&decisions(&extraction, args.all));
    Ok(ExitCode::SUCCESS)
}

fn decisions(extraction: &Extraction, all: bool) -> String {
    let cut = extraction.decisions.iter().filter(|d| d.rule != Rule::Story && (all || d.rule != Rule::Outside));
    let lines: Vec<String> = cut
        .map(|d| {
            format!(
                "  {:<28} {}",
                d.rule.as_str(),
                d.text.chars().filter(|c| !c.is_control()).take(100).collect::<String>()
            )
        })
        .collect();
    let outside = extraction.decisions.iter().filter(|d| d.rule == Rule::Outside).count();
    let hint = if all || outside == 0 {
        String::new()
    } else {
        format!("\n  ({outside} more lines lie outside the story; --all shows them)")
    };
    format!("cut, with the rule that decided:\n{}{hint}", lines.join("\n"))
}

fn read(args: &Args) -> anyhow::Result<(Vec<u8>, Page)> {
    let bytes = std::fs::read(Path::new(&args.page)).with_context(|| format!("reading {}", args.page))?;
    // It was fetched at some time before now.
    Ok((bytes, Page { url: args.url.clone(), fetched: Some(clock::now()), ..Page::default() }))
}

fn fetch(args: &Args) -> anyhow::Result<(Vec<u8>, Page)> {
    let url = Url::parse(&args.page).with_context(|| format!("{:?} is no address", args.page))?;
    let client = Client::new(super::client_config(&args.allow))?;
    let request = Request {
        url: &url,
        validators: None,
        accept: "text/html, */*;q=0.1",
        max_bytes: 32 << 20,
        obey_robots: true,
        group: None,
        headers: &[],
    };
    let response = super::runtime()?.block_on(client.get(&request))?;
    if !(200..300).contains(&response.status) {
        bail!("{url} answered with status {}", response.status);
    }
    Ok((
        response.body.to_vec(),
        Page {
            url: Some(response.final_url),
            content_type: response.content_type,
            fetched: Some(clock::now()),
            ..Page::default()
        },
    ))
}
