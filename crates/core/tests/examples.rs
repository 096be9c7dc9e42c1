//! The plans that come with the product do what the commands of Microsoft's article "Manage system node pools" do,
//! in az and in PowerShell. Commands are compared as data, not as text.

use std::collections::BTreeMap;

use poolwright::codec;
use poolwright::emit::{Dialect, Options, render, render_operation};
use poolwright::operations::Operation;
use poolwright::plan::{Mode, Plan};

fn example(name: &str) -> Plan {
    let path = format!("{}/../../examples/{name}.plan.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let document = codec::read(&text).unwrap();
    assert!(document.notes.is_empty(), "{name}: {:?}", document.notes);
    let written = codec::write(&document.plan);
    assert_eq!(codec::read(&written).unwrap().plan, document.plan, "{name}");
    document.plan
}

/// A command's name, and its flags with their values.
type Call = (String, BTreeMap<String, String>);

/// The commands of an az text.
fn az(text: &str) -> Vec<Call> {
    let commands = text.lines().skip_while(|line| !line.starts_with("az ")).take_while(|line| *line != ")");
    let joined = commands.map(|line| line.trim_end_matches('\\')).collect::<Vec<_>>().join(" ");
    let words = shlex::split(&joined).unwrap();
    words.split(|word| word == "&&").map(|words| call(words, "--")).collect()
}

/// The commands of a PowerShell text. The parameters of a table are written behind the command that takes them.
fn powershell(text: &str) -> Vec<Call> {
    let mut joined = String::new();
    let mut table: Option<String> = None;
    for line in text.lines().map(str::trim) {
        match (&mut table, line.split_once(" = ")) {
            (None, Some((_, "@{"))) => table = Some(String::new()),
            (Some(parameters), Some((name, value))) => {
                let value = match value {
                    "$true" => String::new(),
                    list if list.starts_with("@(") => list[2..list.len() - 1].to_owned(),
                    value => value.to_owned(),
                };
                *parameters += &format!(" -{} {value}", name.trim());
            }
            (Some(_), None) if line == "}" => {}
            (Some(parameters), None) => {
                joined += &format!("{}{parameters}\n", line.split_once(" @").unwrap().0);
                table = None;
            }
            (None, _) => joined += &format!("{line}\n"),
        }
    }
    let commands =
        joined.lines().map(str::trim).filter(|line| line.contains("-Az") && !line.starts_with('#'));
    // The examples hold no quote inside a text, so that the quotes can be read as a shell's.
    commands.map(|line| call(&shlex::split(line).unwrap(), "-")).collect()
}

fn call(words: &[String], dash: &str) -> Call {
    let is_flag = |word: &&String| {
        word.starts_with(dash) && word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let first = words.iter().position(|word| is_flag(&word)).unwrap_or(words.len());
    let mut flags = BTreeMap::new();
    let mut flag = String::new();
    for word in &words[first..] {
        if is_flag(&word) {
            flag.clone_from(word);
            flags.insert(flag.clone(), String::new());
        } else {
            let value: &mut String = flags.get_mut(&flag).unwrap();
            *value = format!("{value} {word}").trim().to_owned();
        }
    }
    (words[..first].join(" "), flags)
}

fn calls(name: &str) -> [Vec<Call>; 2] {
    let plan = example(name);
    let text = |dialect| render(&plan, dialect, &Options::default()).text();
    [az(&text(Dialect::Az)), powershell(&text(Dialect::PowerShell))]
}

/// That a command of that name is there, with at least these flags.
fn assert_call(calls: &[Call], name: &str, wanted: &[(&str, &str)]) {
    let fits = |(command, flags): &Call| {
        command == name
            && wanted.iter().all(|(flag, value)| flags.get(*flag).is_some_and(|found| found == value))
    };
    assert!(calls.iter().any(fits), "no {name} with {wanted:?} in {calls:#?}");
}

fn names(calls: &[Call]) -> Vec<&str> {
    calls.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn one_system_pool() {
    let [az, powershell] = calls("system-pool");
    assert_eq!(names(&az), ["az group create", "az aks create"]);
    assert_call(&az, "az group create", &[("--name", "myResourceGroup"), ("--location", "eastus")]);
    assert_call(
        &az,
        "az aks create",
        &[("--resource-group", "myResourceGroup"), ("--name", "myAKSCluster"), ("--node-count", "2")],
    );
    assert_eq!(names(&powershell), ["New-AzResourceGroup", "New-AzAksCluster"]);
    assert_call(&powershell, "New-AzResourceGroup", &[("-Name", "myResourceGroup"), ("-Location", "eastus")]);
    assert_call(
        &powershell,
        "New-AzAksCluster",
        &[
            ("-ResourceGroupName", "myResourceGroup"),
            ("-Name", "myAKSCluster"),
            ("-NodeCount", "2"),
            ("-NodePoolMode", "System"),
        ],
    );
    assert!(powershell[1].1.keys().any(|flag| flag.starts_with("-GenerateSshKey")));
}

#[test]
fn a_dedicated_system_pool_is_added() {
    const TAINT: &str = "CriticalAddonsOnly=true:NoSchedule";
    let [az, powershell] = calls("dedicated-system-pool");
    assert_eq!(names(&az), ["az group create", "az aks create", "az aks nodepool add"]);
    assert_call(
        &az,
        "az aks nodepool add",
        &[
            ("--resource-group", "myResourceGroup"),
            ("--cluster-name", "myAKSCluster"),
            ("--name", "systempool"),
            ("--node-count", "3"),
            ("--node-taints", TAINT),
            ("--mode", "System"),
        ],
    );
    assert_eq!(names(&powershell), ["New-AzResourceGroup", "New-AzAksCluster", "New-AzAksNodePool"]);
    assert_call(
        &powershell,
        "New-AzAksNodePool",
        &[
            ("-ResourceGroupName", "myResourceGroup"),
            ("-ClusterName", "myAKSCluster"),
            ("-Name", "systempool"),
            ("-Count", "3"),
            ("-NodeTaint", TAINT),
            ("-Mode", "System"),
            ("-VmSetType", "VirtualMachineScaleSets"),
        ],
    );
}

#[test]
fn a_user_pool_is_added() {
    let [az, powershell] = calls("user-pool");
    assert_call(
        &az,
        "az aks nodepool add",
        &[("--name", "mynodepool"), ("--mode", "User"), ("--labels", "team=web")],
    );
    assert_call(&powershell, "New-AzAksNodePool", &[("-Name", "mynodepool"), ("-Mode", "User")]);
}

#[test]
fn a_windows_pool_is_added() {
    let [az, powershell] = calls("windows-pool");
    assert_call(
        &az,
        "az aks create",
        &[("--windows-admin-username", "azureuser"), ("--network-plugin", "azure")],
    );
    assert_call(
        &az,
        "az aks nodepool add",
        &[("--name", "npwin"), ("--os-type", "Windows"), ("--os-sku", "Windows2022")],
    );
    assert_call(
        &powershell,
        "New-AzAksNodePool",
        &[
            ("-Name", "npwin"),
            ("-OsType", "Windows"),
            ("-OsSKU", "Windows2022"),
            ("-VmSetType", "VirtualMachineScaleSets"),
        ],
    );
}

#[test]
fn a_spot_pool_is_added() {
    let [az, powershell] = calls("spot-pool");
    let wanted = [
        ("--priority", "Spot"),
        ("--eviction-policy", "Delete"),
        ("--enable-cluster-autoscaler", ""),
        ("--min-count", "0"),
        ("--max-count", "10"),
        ("--node-count", "0"),
        ("--mode", "User"),
    ];
    assert_call(&az, "az aks nodepool add", &wanted);
    assert!(az[2].1.contains_key("--spot-max-price=-1"), "{az:?}");
    assert_call(
        &powershell,
        "New-AzAksNodePool",
        &[
            ("-ScaleSetPriority", "Spot"),
            ("-ScaleSetEvictionPolicy", "Delete"),
            ("-SpotMaxPrice", "-1"),
            ("-Count", "0"),
        ],
    );
}

#[test]
fn everything_is_read_without_a_note() {
    let [az, _] = calls("everything");
    assert_call(
        &az,
        "az aks create",
        &[("--kubernetes-version", "1.34"), ("--tier", "standard"), ("--zones", "1 2 3")],
    );
}

/// The rest of the article: showing a pool, changing its mode, deleting it, cleaning up.
#[test]
fn the_operations_of_the_article() {
    let plan = example("user-pool");
    let name = || "mynodepool".to_owned();
    let text = |operation: &Operation, dialect| {
        render_operation(&plan, operation, dialect, &Options::default()).unwrap().text()
    };
    let of_pool = [
        ("--resource-group", "myResourceGroup"),
        ("--cluster-name", "myAKSCluster"),
        ("--name", "mynodepool"),
    ];
    let of_node_pool = [
        ("-ResourceGroupName", "myResourceGroup"),
        ("-ClusterName", "myAKSCluster"),
        ("-Name", "mynodepool"),
    ];
    let known = [
        (Operation::ShowPool(name()), "az aks nodepool show", None, "Get-AzAksNodePool", None),
        (
            Operation::SetMode(name(), Mode::System),
            "az aks nodepool update",
            Some(("--mode", "System")),
            "Update-AzAksNodePool",
            Some(("-Mode", "System")),
        ),
        (
            Operation::SetMode(name(), Mode::User),
            "az aks nodepool update",
            Some(("--mode", "User")),
            "Update-AzAksNodePool",
            Some(("-Mode", "User")),
        ),
        (
            Operation::DeletePool(name()),
            "az aks nodepool delete",
            None,
            "Remove-AzAksNodePool",
            Some(("-Force", "")),
        ),
    ];
    let exactly = |flags: &[(&str, &str)]| {
        flags.iter().map(|(flag, value)| ((*flag).to_owned(), (*value).to_owned())).collect()
    };
    for (operation, command, more, cmdlet, also) in known {
        let wanted: BTreeMap<String, String> = exactly(&of_pool.into_iter().chain(more).collect::<Vec<_>>());
        let mut words = az(&text(&operation, Dialect::Az));
        assert_eq!(words.remove(0), (command.to_owned(), wanted));
        let looks: Vec<&str> = words.iter().map(|(command, _)| command.as_str()).collect();
        let look = match operation {
            Operation::ShowPool(_) => None,
            Operation::DeletePool(_) => Some("az aks nodepool list"),
            _ => Some("az aks nodepool show"),
        };
        assert_eq!(looks, look.into_iter().collect::<Vec<_>>());
        let wanted: BTreeMap<String, String> =
            exactly(&of_node_pool.into_iter().chain(also).collect::<Vec<_>>());
        let mut words = powershell(&text(&operation, Dialect::PowerShell));
        assert_eq!(words.remove(0), (cmdlet.to_owned(), wanted));
        // What it has come to is looked at, and nothing else is done.
        assert!(words.iter().all(|(cmdlet, _)| cmdlet == "Get-AzAksNodePool"), "{words:?}");
    }
    let group = exactly(&[("--name", "myResourceGroup"), ("--yes", "")]);
    assert_eq!(az(&text(&Operation::DeleteGroup, Dialect::Az)), [("az group delete".to_owned(), group)]);
    let group = exactly(&[("-Name", "myResourceGroup"), ("-Force", "")]);
    assert_eq!(
        powershell(&text(&Operation::DeleteGroup, Dialect::PowerShell)),
        [("Remove-AzResourceGroup".to_owned(), group)]
    );
}
