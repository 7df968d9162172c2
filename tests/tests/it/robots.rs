//! robots.txt by RFC 9309.

use wire_fetch::robots::allows;
use wire_tests::corpus;

#[test]
fn groups_and_the_longest_rule_decide() {
    let robots = b"# for all\nUser-agent: *\nDisallow: /closed\nAllow: /closed/open$\n\nUser-Agent: wiredesk\nuser-agent: other\nDisallow: /*.pdf\nDisallow:\n";
    let check = |agent: &str, path: &str, allowed: bool| {
        assert_eq!(allows(robots, agent, &format!("https://example.org{path}")), allowed, "{agent} {path}");
    };
    check("anyone", "/closed/a", false);
    check("anyone", "/closed/open", true);
    check("anyone", "/closed/open/more", false);
    check("wiredesk", "/closed/a", true);
    check("wiredesk", "/paper.pdf?x=1", false);
    check("WireDesk", "/paper.pdf", false);
    assert!(allows(b"", "wiredesk", "https://example.org/"));
    assert!(allows(b"\xFF\xFE\x00 rubbish", "wiredesk", "https://example.org/"));
}

/// Google's own cases, where they lie beside the checkout. Some of them ask for
/// Google's readings beyond the RFC, so a floor is held, not all of them.
#[test]
fn most_of_googles_cases_come_out_the_same() {
    let Some(folder) = corpus::folder() else { return };
    let text = std::fs::read_to_string(folder.join("feeds/robots_google.jsonl")).expect("the cases");
    let cases: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let same = |case: &&serde_json::Value| {
        let field = |name: &str| case[name].as_str().unwrap_or_default();
        // The text is Latin-1 code points that stand for bytes.
        let robots: Vec<u8> = field("robots").chars().map(|c| u32::from(c) as u8).collect();
        allows(&robots, field("agent"), field("url")) == case["allow"].as_bool().unwrap_or(true)
    };
    let right = cases.iter().filter(same).count();
    let wrong: Vec<String> = cases.iter().filter(|c| !same(c)).map(|c| c.to_string()).collect();
    eprintln!("robots.txt: {right} of {} cases\n{}", cases.len(), wrong.join("\n"));
    assert!(right * 100 >= cases.len() * 97, "{right} of {}", cases.len());
}
