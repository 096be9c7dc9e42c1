//! The link: every link that was written can be read forever, and any other text gives a plan or a clear error.

use crate::any_plan::any_plan;
use miniz_oxide::deflate::compress_to_vec;
use poolwright::codec::{
    self, LinkError, MAX_FRAGMENT, MAX_INFLATED, MAX_POOLS, PRESETS, plan_to_json, read_link, write_link,
};
use poolwright::plan::presets::user_pool;
use poolwright::plan::{NodePool, Plan};
use poolwright::to_json::compact;
use proptest::prelude::*;

const TAKEN: &str = "plan files, ARM templates, Terraform plans and states as JSON, and the output of az aks show, az aks nodepool list, Get-AzAksNodePool | ConvertTo-Json and kubectl get nodes";

/// The fragment of bytes that are not deflated here.
fn encoded(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1)).collect();
    let number =
        |bits: &[u8]| (0..6).fold(0, |sum, place| sum << 1 | bits.get(place).copied().unwrap_or_default());
    std::iter::once('1')
        .chain(bits.chunks(6).map(|bits| char::from(ALPHABET[usize::from(number(bits))])))
        .collect()
}

/// The fragment of any text.
fn link_of(text: &str) -> String {
    encoded(&compress_to_vec(text.as_bytes(), 6))
}

#[track_caller]
fn refused(link: &str, sentence: &str) {
    assert_eq!(read_link(link).unwrap_err().to_string(), sentence);
}

fn preset() -> Plan {
    PRESETS[0].plan()
}

// Each line is a fragment and the canonical JSON of its plan. Lines are added, by hand, and never changed.
#[test]
fn golden_links_can_be_read_forever() {
    for line in include_str!("golden_links.txt").lines() {
        let (link, json) = line.split_once('\t').unwrap();
        let document = read_link(link).unwrap();
        assert_eq!(compact(&plan_to_json(&document.plan)), json, "{link}");
    }
}

#[test]
fn a_link_is_read_in_every_form_it_travels_in() {
    let fragment = write_link(&preset()).unwrap();
    let (start, end) = fragment.split_at(70);
    for link in [
        fragment.clone(),
        format!("#{fragment}"),
        format!("https://example.org/poolwright/#{fragment}"),
        format!("  https://example.org/#{fragment}\n"),
        format!("<https://example.org/#{fragment}>"),
        format!("[the plan](https://example.org/#{fragment})."),
        format!("https://example.org/#{fragment}, which we agreed on"),
        format!("https://example.org/#{fragment}&utm_source=chat"),
        format!("https://example.org/%23{fragment}"),
        format!("https://safe.example.com/?url=https%3A%2F%2Fexample.org%2F%23{fragment}&data=x"),
        format!("https://example.org/#{}", fragment.replace('-', "%2D").replace('_', "%5f")),
        format!("https://example.org/#{start}\r\n{end}"),
        format!("https://example.org/#{fragment}=="),
    ] {
        let document = read_link(&link).unwrap();
        assert_eq!((document.plan, document.notes), (preset(), Vec::new()), "{link}");
    }
}

#[test]
fn other_texts_give_a_message() {
    let good = write_link(&preset()).unwrap();
    let empty = "The link has no plan after the #.";
    let cut = "The link is cut short: its end is missing. Copy the whole link again.";
    let damaged = "The link is damaged: it can't be decompressed. Copy the whole link again.";
    for nothing in
        ["", "#", " \n", "https://example.org/", "https://example.org/#", "https://example.org/%23"]
    {
        refused(nothing, empty);
    }
    refused(
        "#2abc",
        "This version of Poolwright can't read the link: it begins with \"2\", and links begin with \"1\".",
    );
    refused(
        "#é",
        "This version of Poolwright can't read the link: it begins with \"é\", and links begin with \"1\".",
    );
    refused("#1", cut);
    refused("#1A", cut);
    refused(
        "#1*",
        "The link is damaged: it contains \"*\". Links have only letters, digits, - and _. Copy the whole link again.",
    );
    let (start, end) = good.split_at(60);
    refused(
        &format!("#{start}\u{202e}{end}"),
        "The link is damaged: it contains \"\\u202e\". Links have only letters, digits, - and _. Copy the whole link again.",
    );
    refused(&format!("#{good}AAAA"), damaged);
    refused("#1____", damaged);
    refused(&format!("#1{}", &good[3..]), damaged);
    refused(
        &encoded(&compress_to_vec(b"\xff\xfe", 6)),
        "The link is damaged: its content isn't text. Copy the whole link again.",
    );
    refused(
        &link_of(""),
        &format!("The link doesn't contain a plan: the text is empty. Poolwright reads {TAKEN}."),
    );
    refused(
        &link_of("[]"),
        &format!(
            "The link doesn't contain a plan: A list isn\u{2019}t supported input. Poolwright reads {TAKEN}."
        ),
    );
    refused(
        &link_of("{\"version\": 1"),
        "The link doesn't contain a plan: the text ends too early at line 1, column 14: a bracket or quote isn't closed. Copy the \
         whole text again.",
    );
    refused(
        &link_of(r#"{"version": 2}"#),
        "The link doesn't contain a plan: the plan has version 2; this Poolwright reads version 1. Open it with a newer Poolwright.",
    );
    for end in 1..good.len() {
        refused(&good[..end], cut);
    }
}

#[test]
fn a_link_has_limits_when_it_is_read() {
    refused(
        &format!("https://example.org/#1{}", "A".repeat(MAX_FRAGMENT)),
        "The link has 16385 characters after the #, and links have at most 16384. It was not opened.",
    );
    // A few bytes that unpack to very many.
    let bomb = encoded(&compress_to_vec(&vec![b' '; 8 * 1024 * 1024], 9));
    assert!(bomb.len() < MAX_FRAGMENT);
    refused(
        &bomb,
        "The link decompresses to more than 256 KB, which is more than a plan can have. It was not opened.",
    );
    let padded =
        |size: usize| link_of(&format!("{}{}", r#"{"version":1,"pools":[]}"#, " ".repeat(size - 24)));
    assert!(read_link(&padded(MAX_INFLATED)).is_ok());
    assert_eq!(read_link(&padded(MAX_INFLATED + 1)), Err(LinkError::TooBig));
    let pools = |count: usize| format!("[{}]", vec!["{}"; count].join(","));
    assert_eq!(
        read_link(&link_of(&format!(r#"{{"version":1,"pools":{}}}"#, pools(100)))).unwrap().plan.pools.len(),
        100
    );
    for text in [
        format!(r#"{{"version":1,"pools":{}}}"#, pools(101)),
        format!(r#"{{"version":1,"pools":[],"baseline":{{"pools":{}}}}}"#, pools(101)),
    ] {
        refused(
            &link_of(&text),
            "The plan has 101 node pools; a link carries at most 100, as many as a cluster can have.",
        );
    }
}

#[test]
fn a_link_has_limits_when_it_is_made() {
    let of_pools = |pools: Vec<NodePool>| Plan { pools, ..Plan::default() };
    let many = of_pools(vec![user_pool("apps", 0, 9); MAX_POOLS]);
    assert_eq!(read_link(&write_link(&many).unwrap()).unwrap().plan, many);
    let too_many = write_link(&of_pools(vec![NodePool::default(); MAX_POOLS + 1])).unwrap_err();
    assert_eq!(
        too_many.to_string(),
        "The plan has 101 node pools; a link carries at most 100, as many as a cluster can have."
    );
    // What does not repeat cannot be compressed.
    let noise = |seed: u64, length: usize| {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 33) as u8 % 26)
        };
        (0..length).map(|_| next()).collect::<String>()
    };
    let of_size =
        |length: usize| of_pools(vec![NodePool { vm_size: Some(noise(1, length)), ..NodePool::default() }]);
    assert!(write_link(&of_size(18_000)).is_ok());
    assert!(matches!(write_link(&of_size(30_000)), Err(LinkError::TooLong { characters: 20_000..30_000 })));
    assert_eq!(
        LinkError::TooLong { characters: 20_000 }.to_string(),
        "The plan doesn't fit into a link: it needs 20000 characters, and a link has at most 16384. Share it as a plan file."
    );
    assert_eq!(
        write_link(&of_size(MAX_INFLATED)).unwrap_err().to_string(),
        "The plan doesn't fit into a link: it has 262194 bytes, and a link can have at most 262144. Share it as a plan file."
    );
}

// What is written today; a change here makes links longer or shorter, and must not make old ones unreadable.
#[test]
fn a_link_leaves_out_what_looks_like_a_secret_at_every_depth() {
    let text = r#"{"version": 1, "cluster": {}, "pools": [{"name": "apps", "mode": "User", "vmSize": "Standard_D4ds_v5",
        "nodeLabels": {"token": "kept"}, "kubeletConfig": {"cpuManagerPolicy": "static", "apiToken": "hunter1"},
        "newProfile": {"list": [{"adminPassword": "hunter2", "size": 7}], "pem": "-----BEGIN PRIVATE KEY-----hunter3"},
        "clientSecret": "hunter4"}]}"#;
    let plan = codec::read(text).unwrap().plan;
    let linked = read_link(&write_link(&plan).unwrap()).unwrap().plan;
    let before = compact(&plan_to_json(&plan));
    let after = compact(&plan_to_json(&linked));
    assert_eq!(before.matches("hunter").count(), 4, "{before}");
    assert!(!after.contains("hunter"), "{after}");
    for kept in ["cpuManagerPolicy", "\"size\":7", "\"token\":\"kept\""] {
        assert!(after.contains(kept), "{after}");
    }
    assert_eq!(
        codec::secrets(&plan),
        [
            "apps: kubeletConfig.apiToken",
            "apps: newProfile.list.adminPassword",
            "apps: newProfile.pem",
            "apps: clientSecret"
        ]
    );
}

#[test]
fn links_of_the_presets_are_short() {
    let lengths: Vec<_> = PRESETS.iter().map(|preset| write_link(&preset.plan()).unwrap().len()).collect();
    assert!(lengths.iter().all(|length| *length <= 450), "{lengths:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_written_is_read_back(plan in any_plan()) {
        let Ok(link) = write_link(&plan) else { return Err(TestCaseError::reject("too long")) };
        prop_assert_eq!(read_link(&link).unwrap().plan, plan);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_random_fragment_is_a_plan_or_a_sentence(fragment in "1[A-Za-z0-9_-]{0,120}|.{0,40}") {
        if let Err(error) = read_link(&fragment) {
            prop_assert!(error.to_string().ends_with('.'));
        }
    }

    #[test]
    fn random_bytes_are_a_plan_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Err(error) = read_link(&encoded(&bytes)) {
            prop_assert!(error.to_string().ends_with('.'));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_mutated_link_is_a_plan_or_a_sentence(preset in 0..PRESETS.len(), at in any::<prop::sample::Index>(), with in "[A-Za-z0-9_-]{0,2}|.") {
        let mut link: Vec<char> = write_link(&PRESETS[preset].plan()).unwrap().chars().collect();
        let at = at.index(link.len());
        link.splice(at..=at, with.chars());
        if let Err(error) = read_link(&link.into_iter().collect::<String>()) {
            prop_assert!(error.to_string().ends_with('.'));
        }
    }
}
