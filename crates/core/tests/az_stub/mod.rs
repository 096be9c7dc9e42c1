//! A fake Azure CLI and kubectl, as far as runbooks use them: it keeps a cluster's pools as az prints them, answers
//! queries in the part of JMESPath that runbooks use, and fails on request.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use poolwright::emit::{Dialect, Options, render};
use poolwright::plan::{Cluster, NodePool, OsSku, OsType, Plan, PowerState};
use serde_json::{Map, Value, json};

/// The cluster behind the fake.
struct Service {
    group: String,
    cluster: String,
    pools: Vec<Map<String, Value>>,
    version: Option<String>,
    /// What else az shows of the cluster.
    body: Value,
    /// Pools that kubectl cordoned and drained.
    cordoned: Vec<String>,
    drained: Vec<String>,
    changes: usize,
    /// Changes after which the next one fails.
    limit: Option<usize>,
    /// Queries that were answered so far, and the one that is answered otherwise.
    queries: usize,
    fault: Option<(usize, Fault)>,
    /// The changes that had been made when the fault came.
    changes_at_fault: Option<usize>,
    /// What is changed behind the script's back, after so many changes.
    meddling: Option<(usize, String, String, Value)>,
    /// A query, by its number, after whose answer something is changed behind the script's back: a property of a pool,
    /// or one of the cluster.
    race: Option<(usize, Option<String>, String, Value)>,
    /// How often something was changed; ETags are made of it.
    states: usize,
    /// Queries and what was asked to be done, in order.
    events: Vec<Event>,
    /// The plan's cluster, on which defaults depend.
    of_plan: Cluster,
}

/// What a script does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Query,
    /// A command that changes something, and whether it carries an ETag.
    Change(String, bool),
}

/// How a query can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// az fails.
    Error,
    /// az prints nothing, and succeeds.
    Nothing,
    /// az prints a warning in place of the answer, and succeeds.
    Warning,
    /// The warning has an answer's word in it.
    WarningWithWord,
    /// The warning begins with the word for yes.
    YesAndMore,
    /// The warning begins with the word for no.
    NoAndMore,
    /// az answers with an empty list of pools, or a cluster without properties.
    NoPools,
}

impl Fault {
    pub(crate) const ALL: [Self; 7] = [
        Self::Error,
        Self::Nothing,
        Self::Warning,
        Self::WarningWithWord,
        Self::YesAndMore,
        Self::NoAndMore,
        Self::NoPools,
    ];
}

pub(crate) struct Stub {
    service: Arc<Mutex<Service>>,
    directory: PathBuf,
}

/// Whether a shell is installed.
pub(crate) fn has(shell: &str) -> bool {
    Command::new(shell).args(["-c", ":"]).status().is_ok_and(|status| status.success())
}

impl Stub {
    /// A cluster that is as a plan says.
    pub(crate) fn of(plan: &Plan) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("poolwright-az-{}-{number}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let program = "#!/bin/sh\n{ printf '%s\\036' \"${0##*/}\" \"$@\"; printf '\\004'; } > \"$STUB/ask\"\nanswer=\"$(cat \"$STUB/answer\")\"\nprintf '%s' \"${answer#*:}\"\nexit \"${answer%%:*}\"\n";
        for name in ["az", "kubectl"] {
            let file = directory.join(name);
            fs::write(&file, program).unwrap();
            fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        }
        for pipe in ["ask", "answer"] {
            assert!(Command::new("mkfifo").arg(directory.join(pipe)).status().unwrap().success());
        }
        let mut service = Service {
            group: "rg".to_owned(),
            cluster: "aks".to_owned(),
            pools: Vec::new(),
            version: plan.cluster.kubernetes_version.clone(),
            body: body_of(plan),
            cordoned: Vec::new(),
            drained: Vec::new(),
            changes: 0,
            limit: None,
            queries: 0,
            fault: None,
            changes_at_fault: None,
            meddling: None,
            race: None,
            states: 0,
            events: Vec::new(),
            of_plan: plan.cluster.clone(),
        };
        // The pools are made by the words that add them.
        let mut existing = plan.clone();
        existing.cluster.existing = true;
        existing.cluster.resource_group.clone_from(&service.group);
        existing.cluster.name.clone_from(&service.cluster);
        let text = render(&existing, Dialect::Az, &Options::default()).text();
        let commands: String = text
            .lines()
            .skip_while(|line| !line.starts_with("az "))
            .map(|line| line.trim_end_matches('\\'))
            .collect::<Vec<_>>()
            .join(" ");
        for words in shlex::split(&commands).unwrap().split(|word| word == "&&") {
            service.az(&words[1..].iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
        }
        for pool in plan.pools.iter().filter(|pool| pool.power_state == Some(PowerState::Stopped)) {
            let state = json!({"code": "Stopped"});
            service.named(&pool.name).unwrap().insert("powerState".to_owned(), state);
        }
        for pool in &plan.pools {
            // Images that az no longer makes pools with may be there.
            if let Some(image) = &pool.os_sku {
                let image = json!(poolwright::plan::Keyword::as_str(image));
                service.named(&pool.name).unwrap().insert("osSku".to_owned(), image);
            }
            if let Some(version) = &pool.kubernetes_version {
                service.named(&pool.name).unwrap().insert("orchestratorVersion".to_owned(), json!(version));
            }
        }
        service.touch(None);
        service.events.clear();
        service.group.clone_from(&plan.cluster.resource_group);
        service.cluster.clone_from(&plan.cluster.name);
        service.changes = 0;
        let stub = Self { service: Arc::new(Mutex::new(service)), directory };
        stub.serve();
        stub
    }

    /// Answers until it reads "end".
    fn serve(&self) {
        let (service, directory) = (Arc::clone(&self.service), self.directory.clone());
        // Opened once, for writing too, so that there always is a reader and never an end: opened again for each question, a
        // question could be written to a copy that a process has which another test starts at that moment, and be lost.
        let pipe = fs::OpenOptions::new().read(true).write(true).open(directory.join("ask")).unwrap();
        let mut pipe = BufReader::new(pipe);
        std::thread::spawn(move || {
            loop {
                let mut asked = Vec::new();
                pipe.read_until(4, &mut asked).unwrap();
                let asked = String::from_utf8(asked).unwrap();
                let asked = asked.trim_end_matches('\u{4}');
                if asked == "end" {
                    return;
                }
                let words: Vec<&str> = asked.trim_end_matches('\u{1e}').split('\u{1e}').collect();
                // A fake that panics answers nonetheless, or the script would wait for it forever.
                let mut service = service.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let answer =
                    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| service.answer(&words)));
                drop(service);
                let (code, text) = match answer {
                    Ok(Ok(text)) => (0, text),
                    Ok(Err(text)) => (1, text),
                    Err(_) => (99, "the fake panicked".to_owned()),
                };
                let mut pipe = fs::OpenOptions::new().write(true).open(directory.join("answer")).unwrap();
                write!(pipe, "{code}:{text}").unwrap();
            }
        });
    }

    /// Runs a script in which one query gets a wrong answer. Also returns the number of changes made after it.
    pub(crate) fn run_with_fault(
        &self,
        shell: &str,
        script: &str,
        query: usize,
        fault: Fault,
    ) -> (i32, String, usize) {
        {
            let mut service = self.service.lock().unwrap();
            (service.queries, service.fault, service.changes_at_fault) = (0, Some((query, fault)), None);
        }
        let (code, text) = self.run(shell, script, None);
        let mut service = self.service.lock().unwrap();
        service.fault = None;
        let before = service.changes_at_fault.expect("the query was not asked");
        (code, text, service.changes - before)
    }

    /// Runs a script; after the answer to one query, something is changed behind its back: a property of a pool, or one
    /// of the cluster itself. Also returns the number of changes that the script made after it.
    pub(crate) fn run_with_race(
        &self,
        shell: &str,
        script: &str,
        query: usize,
        pool: Option<&str>,
        (key, value): (&str, Value),
    ) -> (i32, String, usize) {
        {
            let mut service = self.service.lock().unwrap();
            (service.queries, service.changes_at_fault) = (0, None);
            service.race = Some((query, pool.map(str::to_owned), key.to_owned(), value));
        }
        let (code, text) = self.run(shell, script, None);
        let service = self.service.lock().unwrap();
        let before = service.changes_at_fault.expect("the query was not asked");
        (code, text, service.changes - before)
    }

    /// Returns what scripts asked and did since the fake was created.
    pub(crate) fn events(&self) -> Vec<Event> {
        self.service.lock().unwrap().events.clone()
    }

    /// Returns the number of queries answered since the fake was created, or since the last fault.
    pub(crate) fn queries(&self) -> usize {
        self.service.lock().unwrap().queries
    }

    /// Changes a property of a pool behind the script's back, or removes the pool.
    pub(crate) fn meddle(&self, name: &str, change: Option<(&str, Value)>) {
        let mut service = self.service.lock().unwrap();
        match change {
            Some((key, value)) => drop(service.named(name).unwrap().insert(key.to_owned(), value)),
            None => service.pools.retain(|pool| pool["name"] != name),
        }
        service.touch(Some(name));
    }

    /// Changes a property of the cluster behind the script's back, at the path that az prints it at.
    pub(crate) fn meddle_with_cluster(&self, path: &str, value: Value) {
        put(&mut self.service.lock().unwrap().body, path, value);
    }

    /// Has a property of a pool changed behind the script's back, after so many changes.
    pub(crate) fn meddle_after(&self, changes: usize, name: &str, key: &str, value: Value) {
        self.service.lock().unwrap().meddling = Some((changes, name.to_owned(), key.to_owned(), value));
    }

    /// Runs a script; after so many changes the next one fails.
    pub(crate) fn run(&self, shell: &str, script: &str, limit: Option<usize>) -> (i32, String) {
        self.service.lock().unwrap().limit = limit;
        let file = self.directory.join("runbook.sh");
        fs::write(&file, script).unwrap();
        let path = format!("{}:{}", self.directory.display(), std::env::var("PATH").unwrap());
        let output = Command::new(shell)
            .arg("-u")
            .arg(&file)
            .env("PATH", path)
            .env("STUB", &self.directory)
            .env_remove("KUBECTL")
            .env_remove("KUBE_CONTEXT")
            .output()
            .unwrap();
        let text =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code().unwrap_or(-1), text)
    }

    /// What was changed so far, by az and by kubectl.
    pub(crate) fn changes(&self) -> usize {
        self.service.lock().unwrap().changes
    }

    /// The pools as `az aks nodepool list` prints them.
    pub(crate) fn listed(&self) -> String {
        serde_json::to_string(&self.service.lock().unwrap().pools).unwrap()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        let _ = fs::write(self.directory.join("ask"), "end\u{4}");
        let _ = fs::remove_dir_all(&self.directory);
    }
}

impl Service {
    fn answer(&mut self, words: &[&str]) -> Result<String, String> {
        if words[0] == "kubectl" { self.kubectl(&words[1..]) } else { self.az(&words[1..]) }
    }

    /// Answers a query, unless it is the one that goes wrong.
    fn query(&mut self, question: &str, about: &Value) -> Result<String, String> {
        self.queries += 1;
        self.events.push(Event::Query);
        if let Some((_, pool, key, value)) = self.race.take_if(|(query, ..)| *query + 1 == self.queries) {
            self.changes_at_fault = Some(self.changes);
            match &pool {
                Some(name) => drop(self.named(name)?.insert(key, value)),
                None => put(&mut self.body, &key, value),
            }
            self.touch(pool.as_deref());
        }
        match self.fault {
            Some((query, fault)) if query + 1 == self.queries => {
                self.changes_at_fault = Some(self.changes);
                match fault {
                    Fault::Error => Err("ERROR: too many requests".to_owned()),
                    Fault::Nothing => Ok(String::new()),
                    Fault::Warning => Ok("WARNING: the answer is late".to_owned()),
                    Fault::WarningWithWord => {
                        Ok("WARNING: the default will be false in the next release, not true any more"
                            .to_owned())
                    }
                    Fault::YesAndMore => Ok("true values may change: this is a preview".to_owned()),
                    Fault::NoAndMore => Ok("false will be the default in the next release".to_owned()),
                    Fault::NoPools if about.is_array() => Ok(ask(question, &json!([]))),
                    Fault::NoPools => Ok(ask(question, &json!({}))),
                }
            }
            _ => Ok(ask(question, about)),
        }
    }

    /// Gives a pool another ETag; or the cluster and each of its pools ("Use ETags for concurrency control in AKS").
    fn touch(&mut self, pool: Option<&str>) {
        self.states += 1;
        let etag = json!(format!("etag-{}", self.states));
        let is_meant = |one: &&mut Map<String, Value>| pool.is_none_or(|name| one["name"] == name);
        for one in self.pools.iter_mut().filter(is_meant) {
            one.insert("eTag".to_owned(), etag.clone());
        }
        if pool.is_none() {
            self.body["eTag"] = etag;
        }
    }

    /// Refuses a change of what isn't as it was when its ETag was read.
    fn check(&mut self, pool: Option<&str>, if_match: Option<String>) -> Result<(), String> {
        let Some(given) = if_match else { return Ok(()) };
        assert!(!given.is_empty(), "an empty ETag matches everything");
        let etag = match pool {
            Some(name) => self.named(name)?["eTag"].clone(),
            None => self.body["eTag"].clone(),
        };
        if etag == given {
            return Ok(());
        }
        Err("ERROR: (PreconditionFailed) 412 the ETag isn't that of the current state".to_owned())
    }

    /// Sets what AKS sets where nothing was said (az aks nodepool add, azure-cli 2.91.0; API 2026-08-01).
    fn default(&self, pool: &mut Map<String, Value>) {
        let is_spot = pool.get("scaleSetPriority") == Some(&json!("Spot"));
        let is_windows = pool.get("osType") == Some(&json!("Windows"));
        let like = NodePool {
            os_type: Some(if is_windows { OsType::Windows } else { OsType::Linux }),
            os_sku: is_windows.then_some(OsSku::Windows2022),
            ..NodePool::default()
        };
        let version = pool.get("orchestratorVersion").cloned();
        for (key, value) in [
            ("availabilityZones", Value::Null),
            ("count", json!(3)),
            ("currentOrchestratorVersion", version.unwrap_or_default()),
            ("enableAutoScaling", json!(false)),
            ("enableEncryptionAtHost", json!(false)),
            ("enableFips", json!(false)),
            ("enableNodePublicIp", json!(false)),
            ("enableUltraSsd", json!(false)),
            ("kubeletDiskType", json!("OS")),
            ("maxPods", json!(like.max_pods_on(&self.of_plan))),
            ("nodeLabels", Value::Null),
            ("nodeTaints", Value::Null),
            ("osDiskSizeGb", json!(128)),
            ("osDiskType", json!("Managed")),
            ("osSku", json!(if is_windows { "Windows2022" } else { "Ubuntu" })),
            ("osType", json!("Linux")),
            ("powerState", json!({"code": "Running"})),
            ("scaleDownMode", json!("Delete")),
            ("scaleSetEvictionPolicy", if is_spot { json!("Delete") } else { Value::Null }),
            ("scaleSetPriority", Value::Null),
            ("spotMaxPrice", if is_spot { json!(-1.0) } else { Value::Null }),
            ("tags", Value::Null),
            ("typePropertiesType", json!("VirtualMachineScaleSets")),
            ("upgradeSettings", json!({"maxSurge": "10%", "drainTimeoutInMinutes": null})),
            ("workloadRuntime", json!("OCIContainer")),
        ] {
            pool.entry(key.to_owned()).or_insert(value);
        }
    }

    fn change(&mut self) -> Result<(), String> {
        if self.limit.is_some_and(|limit| self.changes >= limit) {
            return Err("the fake fails on request".to_owned());
        }
        self.changes += 1;
        if let Some((_, name, key, value)) = self.meddling.take_if(|(after, ..)| *after == self.changes) {
            self.named(&name)?.insert(key, value);
            self.touch(Some(&name));
        }
        Ok(())
    }

    fn kubectl(&mut self, words: &[&str]) -> Result<String, String> {
        assert!(words.contains(&"--context"), "{words:?}");
        // The verb is before or after the context.
        let verb = if words[0] == "--context" { words[2] } else { words[0] };
        let pool = words.iter().find_map(|word| word.strip_prefix("kubernetes.azure.com/agentpool="));
        let pool = pool.map(str::to_owned);
        self.events.push(Event::Change(format!("kubectl {verb}"), false));
        match (verb, pool) {
            ("cordon", Some(pool)) => {
                self.named(&pool)?;
                self.change()?;
                self.cordoned.push(pool);
            }
            ("drain", Some(pool)) => {
                assert!(self.cordoned.contains(&pool), "{pool} is drained before it is cordoned");
                assert!(words.contains(&"--ignore-daemonsets") && words.contains(&"--delete-emptydir-data"));
                self.change()?;
                self.drained.push(pool);
            }
            ("wait", None) => self.change()?,
            other => panic!("{other:?}"),
        }
        Ok(String::new())
    }

    fn named(&mut self, name: &str) -> Result<&mut Map<String, Value>, String> {
        self.pools.iter_mut().find(|pool| pool["name"] == name).ok_or(format!("no pool is named {name}"))
    }

    fn az(&mut self, words: &[&str]) -> Result<String, String> {
        let first = words.iter().position(|word| word.starts_with("--")).unwrap();
        let mut flags: Vec<(&str, Vec<&str>)> = Vec::new();
        for word in &words[first..] {
            match word.strip_prefix("--") {
                Some(flag) if flag.starts_with(|letter: char| letter.is_ascii_alphabetic()) => {
                    let (flag, value) =
                        flag.split_once('=').map_or((flag, None), |(flag, value)| (flag, Some(value)));
                    flags.push((flag, value.into_iter().collect()));
                }
                _ => flags.last_mut().unwrap().1.push(word),
            }
        }
        let text =
            |flag: &str| flags.iter().find(|(name, _)| *name == flag).map(|(_, values)| values.join(" "));
        let name = text("name").unwrap_or_default();
        let of_cluster = ["show", "upgrade", "update"].iter().any(|verb| words.starts_with(&["aks", verb]));
        let cluster = if of_cluster { text("name") } else { text("cluster-name") };
        assert_eq!((text("resource-group"), cluster), (Some(self.group.clone()), Some(self.cluster.clone())));
        let verb = words[..first].join(" ");
        let is_of_pool = verb.starts_with("aks nodepool ");
        let of = is_of_pool.then_some(name.as_str());
        let if_match = text("if-match");
        let takes_etag = ["aks nodepool update", "aks nodepool delete", "aks update", "aks upgrade"];
        // An upgrade of the image alone ignores it.
        let is_upgrade = verb == "aks nodepool upgrade" && text("node-image-only").is_none();
        assert!(if_match.is_none() || is_upgrade || takes_etag.contains(&verb.as_str()), "{words:?}");
        let is_look = ["aks nodepool list", "aks show"].contains(&verb.as_str());
        if !is_look {
            self.events.push(Event::Change(verb.clone(), if_match.is_some()));
        }
        self.check(of, if_match)?;
        let answer = self.perform(&verb, &name, &flags);
        if !is_look {
            self.touch(of);
        }
        answer
    }

    fn perform(&mut self, verb: &str, name: &str, flags: &[(&str, Vec<&str>)]) -> Result<String, String> {
        let text =
            |flag: &str| flags.iter().find(|(name, _)| *name == flag).map(|(_, values)| values.join(" "));
        match verb {
            "aks nodepool list" => {
                let pools = Value::Array(self.pools.iter().cloned().map(Value::Object).collect());
                return self.query(&text("query").unwrap(), &pools);
            }
            "aks show" => {
                let mut cluster = self.body.clone();
                cluster["kubernetesVersion"] = json!(self.version);
                cluster["provisioningState"] = json!("Succeeded");
                return self.query(&text("query").unwrap(), &cluster);
            }
            "aks nodepool add" => {
                if self.named(name).is_ok() {
                    return Err(format!("{name} is there already"));
                }
                self.change()?;
                let mut pool = Map::new();
                for (key, value) in [
                    ("name", json!(name)),
                    ("mode", json!("User")),
                    ("provisioningState", json!("Succeeded")),
                ] {
                    pool.insert(key.to_owned(), value);
                }
                pool.insert("orchestratorVersion".to_owned(), json!(self.version));
                set(&mut pool, flags);
                self.default(&mut pool);
                self.pools.push(pool);
            }
            "aks nodepool update" | "aks nodepool scale" | "aks nodepool upgrade" => {
                let changed = self.change();
                let pool = self.named(name)?;
                // What fails in the middle leaves behind what was asked for.
                set(pool, flags);
                let state = if changed.is_ok() { "Succeeded" } else { "Failed" };
                pool.insert("provisioningState".to_owned(), json!(state));
                changed?;
            }
            "aks nodepool delete" => {
                let pool = self.named(name)?;
                let is_stopped = pool.get("powerState").is_some_and(|state| state["code"] == "Stopped");
                let runs = pool["count"] != json!(0) && !is_stopped;
                assert!(
                    !runs || self.drained.iter().any(|pool| pool == name),
                    "{name} is deleted before it is drained"
                );
                self.change()?;
                self.pools.retain(|pool| pool["name"] != name);
                self.cordoned.retain(|pool| pool != name);
                self.drained.retain(|pool| pool != name);
                let is_left = self.pools.iter().any(|pool| pool["mode"] == "System");
                assert!(is_left, "no System pool is left without {name}");
            }
            "aks nodepool stop" | "aks nodepool start" => {
                self.change()?;
                let state = if verb == "aks nodepool stop" { "Stopped" } else { "Running" };
                self.named(name)?.insert("powerState".to_owned(), json!({"code": state}));
            }
            "aks update" => {
                self.change()?;
                for (flag, values) in flags {
                    let text = values.join(" ");
                    let tier = || {
                        ["Free", "Standard", "Premium"]
                            .into_iter()
                            .find(|tier| tier.eq_ignore_ascii_case(&text))
                    };
                    let (path, value) = match *flag {
                        "tier" => ("sku.tier", json!(tier().unwrap())),
                        "k8s-support-plan" => ("supportPlan", json!(text)),
                        "auto-upgrade-channel" => ("autoUpgradeProfile.upgradeChannel", json!(text)),
                        "node-os-upgrade-channel" => ("autoUpgradeProfile.nodeOsUpgradeChannel", json!(text)),
                        "network-plugin" => ("networkProfile.networkPlugin", json!(text)),
                        "network-plugin-mode" => ("networkProfile.networkPluginMode", json!(text)),
                        "network-dataplane" => ("networkProfile.networkDataplane", json!(text)),
                        "network-policy" => ("networkProfile.networkPolicy", json!(text)),
                        "pod-cidr" => ("networkProfile.podCidr", json!(text)),
                        "outbound-type" => ("networkProfile.outboundType", json!(text)),
                        "load-balancer-sku" => ("networkProfile.loadBalancerSku", json!(text)),
                        "node-provisioning-mode" => ("nodeProvisioningProfile.mode", json!(text)),
                        "cluster-autoscaler-profile" => {
                            for pair in values {
                                let (key, value) = pair.split_once('=').unwrap();
                                let mut entry = json!({ key: value });
                                as_az_prints(&mut entry);
                                let (key, value) = entry.as_object().unwrap().iter().next().unwrap();
                                put(&mut self.body, &format!("autoScalerProfile.{key}"), value.clone());
                            }
                            continue;
                        }
                        "tags" => {
                            let pairs = values.iter().filter_map(|pair| pair.split_once('='));
                            let map: Map<String, Value> =
                                pairs.map(|(key, value)| (key.to_owned(), json!(value))).collect();
                            ("tags", map.into())
                        }
                        "migrate-vmas-to-vms" => {
                            for pool in &mut self.pools {
                                pool.insert("typePropertiesType".to_owned(), json!("VirtualMachines"));
                            }
                            continue;
                        }
                        "resource-group" | "name" | "yes" | "if-match" => continue,
                        other => panic!("az aks update --{other}"),
                    };
                    put(&mut self.body, path, value);
                }
            }
            "aks upgrade" => {
                self.change()?;
                self.version = text("kubernetes-version");
                if text("control-plane-only").is_none() {
                    // One pool after another.
                    for place in 0..self.pools.len() {
                        self.change()?;
                        self.pools[place].insert("orchestratorVersion".to_owned(), json!(self.version));
                    }
                }
            }
            other => panic!("az {other}"),
        }
        Ok(String::new())
    }
}

/// The cluster of a plan as az shows it.
fn body_of(plan: &Plan) -> Value {
    let text = poolwright::codec::write(plan);
    let mut body = serde_json::from_str::<Value>(&text).unwrap()["cluster"].clone();
    if !body.is_object() {
        body = json!({});
    }
    as_az_prints(&mut body);
    if let Some(tier) = body.get("tier").cloned() {
        put(&mut body, "sku.tier", tier);
    }
    body
}

/// Gives keys the capital letters that az has, but for those of tags, which are the user's.
fn as_az_prints(value: &mut Value) {
    let Value::Object(map) = value else { return };
    for (key, mut value) in std::mem::take(map) {
        if key != "tags" {
            as_az_prints(&mut value);
        }
        let words = key.split('-').enumerate().map(|(place, word)| match place {
            0 => word.to_owned(),
            _ => word[..1].to_uppercase() + &word[1..],
        });
        let key: String = words.collect();
        let key = match key.as_str() {
            "nodeOSUpgradeChannel" => "nodeOsUpgradeChannel",
            "dnsServiceIP" => "dnsServiceIp",
            other => other,
        };
        map.insert(key.to_owned(), value);
    }
}

/// Sets what is at a path of keys.
fn put(at: &mut Value, path: &str, value: Value) {
    let mut at = at;
    for key in path.split('.') {
        if at[key].is_null() {
            at[key] = json!({});
        }
        at = &mut at[key];
    }
    *at = value;
}

/// Sets the properties that flags name.
fn set(pool: &mut Map<String, Value>, flags: &[(&str, Vec<&str>)]) {
    for (flag, values) in flags {
        let text = values.join(" ");
        let number = || json!(text.parse::<i64>().unwrap());
        let (key, value) = match *flag {
            "mode" => ("mode", json!(text)),
            "node-count" => ("count", number()),
            "node-vm-size" => ("vmSize", json!(text)),
            "os-type" => ("osType", json!(text)),
            "os-sku" => ("osSku", json!(text)),
            "node-osdisk-type" => ("osDiskType", json!(text)),
            "node-osdisk-size" => ("osDiskSizeGb", number()),
            "max-pods" => ("maxPods", number()),
            "zones" => ("availabilityZones", json!(values)),
            "kubernetes-version" => ("orchestratorVersion", json!(text)),
            "min-count" => ("minCount", number()),
            "max-count" => ("maxCount", number()),
            "enable-cluster-autoscaler" => ("enableAutoScaling", json!(true)),
            "disable-cluster-autoscaler" => {
                // Only what no autoscaler scales has no bounds.
                pool.remove("minCount");
                pool.remove("maxCount");
                ("enableAutoScaling", json!(false))
            }
            "priority" => ("scaleSetPriority", json!(text)),
            "eviction-policy" => ("scaleSetEvictionPolicy", json!(text)),
            "enable-fips-image" => ("enableFips", json!(true)),
            "enable-secure-boot" | "enable-vtpm" => {
                let key = if *flag == "enable-vtpm" { "enableVtpm" } else { "enableSecureBoot" };
                let profile = pool.entry("securityProfile").or_insert_with(|| json!({}));
                profile[key] = json!(true);
                continue;
            }
            "scale-down-mode" => ("scaleDownMode", json!(text)),
            // az prints every part of an object, and abbreviations in small letters.
            "kubelet-config" => {
                let file = fs::read_to_string(&text).unwrap().replace("SizeMB", "SizeMb");
                let mut config: Map<String, Value> = serde_json::from_str(&file).unwrap();
                for part in ["cpuCfsQuota", "containerLogMaxSizeMb"] {
                    config.entry(part).or_insert(Value::Null);
                }
                ("kubeletConfig", config.into())
            }
            "max-surge" => {
                pool.insert("upgradeSettings".to_owned(), json!({"maxSurge": text}));
                continue;
            }
            "node-taints" => {
                let taints: Vec<&str> = text.split(',').filter(|taint| !taint.is_empty()).collect();
                ("nodeTaints", json!(taints))
            }
            "labels" | "tags" => {
                let pairs = values.iter().filter_map(|pair| pair.split_once('='));
                (
                    if *flag == "tags" { "tags" } else { "nodeLabels" },
                    pairs.map(|(key, value)| (key.to_owned(), json!(value))).collect::<Map<_, _>>().into(),
                )
            }
            "resource-group" | "cluster-name" | "name" | "yes" | "if-match" | "update-cluster-autoscaler" => {
                continue;
            }
            other => panic!("--{other}"),
        };
        pool.insert(key.to_owned(), value);
    }
}

/// The answer to a question in JMESPath, as az prints it with --output tsv.
fn ask(question: &str, about: &Value) -> String {
    let mut reader = Reader { rest: question };
    let node = reader.expression(0);
    assert_eq!(reader.rest.trim(), "", "in {question}");
    match evaluate(&node, about) {
        Value::String(text) => text,
        Value::Array(list) => {
            let lines: Vec<String> = list
                .iter()
                .map(|item| item.as_str().unwrap_or_else(|| panic!("{item} in {question}")).to_owned())
                .collect();
            lines.join("\n")
        }
        // Nothing comes of an object without properties.
        Value::Object(map) if map.is_empty() => String::new(),
        other => panic!("{other} for {question}"),
    }
}

#[derive(Debug)]
enum Node {
    Literal(Value),
    Field(String),
    Within(Box<Node>, Box<Node>),
    Not(Box<Node>),
    /// A filter, and what is asked of each item that it leaves.
    Filter(Box<Node>, Box<Node>, Option<Box<Node>>),
    Several(Vec<Node>),
    Flat(Box<Node>),
    Itself,
    Call(String, Vec<Node>),
    Binary(&'static str, Box<Node>, Box<Node>),
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expression(&mut self, strength: u8) -> Node {
        const OPERATORS: [(&str, u8); 6] = [("||", 1), ("&&", 2), ("==", 3), ("!=", 3), ("<=", 3), (">", 3)];
        let mut left = self.operand();
        'next: loop {
            for (operator, binds) in OPERATORS {
                if binds > strength && self.take(operator) {
                    let right = self.expression(binds);
                    left = Node::Binary(operator, Box::new(left), Box::new(right));
                    continue 'next;
                }
            }
            return left;
        }
    }

    fn operand(&mut self) -> Node {
        if self.take("!") {
            return Node::Not(Box::new(self.operand()));
        }
        let mut node = if self.take("(") {
            let inner = self.expression(0);
            assert!(self.take(")"), "{}", self.rest);
            inner
        } else if self.take("@") || self.rest.starts_with("[?") {
            Node::Itself
        } else if self.take("[") {
            Node::Several(self.items("]"))
        } else if self.take("`") {
            let (text, rest) = self.rest.split_once('`').unwrap();
            self.rest = rest;
            Node::Literal(serde_json::from_str(text).unwrap())
        } else if self.take("'") {
            let (text, rest) = self.rest.split_once('\'').unwrap();
            self.rest = rest;
            Node::Literal(json!(text))
        } else {
            self.name()
        };
        loop {
            if self.take(".") {
                node = Node::Within(Box::new(node), Box::new(self.name()));
            } else if self.take("[?") {
                let condition = Box::new(self.expression(0));
                assert!(self.take("]"), "{}", self.rest);
                let each = self.take(".").then(|| Box::new(self.name()));
                node = Node::Filter(Box::new(node), condition, each);
            } else if self.take("[]") {
                node = Node::Flat(Box::new(node));
            } else {
                return node;
            }
        }
    }

    fn items(&mut self, end: &str) -> Vec<Node> {
        let mut items = Vec::new();
        while !self.take(end) {
            items.push(self.expression(0));
            self.take(",");
        }
        items
    }

    fn name(&mut self) -> Node {
        self.rest = self.rest.trim_start();
        if self.rest.starts_with('"') {
            let mut stream = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
            let name = stream.next().unwrap().unwrap();
            self.rest = &self.rest[stream.byte_offset()..];
            return Node::Field(name);
        }
        let end = self
            .rest
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .unwrap_or(self.rest.len());
        let name = self.rest[..end].to_owned();
        assert!(!name.is_empty(), "no name: {}", self.rest);
        self.rest = &self.rest[end..];
        if !self.take("(") {
            return Node::Field(name);
        }
        Node::Call(name, self.items(")"))
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is) => *is,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
        Value::Number(_) => true,
    }
}

/// Numbers are the same however they are written.
fn is_equal(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}

fn evaluate(node: &Node, at: &Value) -> Value {
    match node {
        Node::Literal(value) => value.clone(),
        Node::Field(name) => at.get(name).cloned().unwrap_or(Value::Null),
        Node::Within(outer, inner) => match evaluate(outer, at) {
            Value::Null => Value::Null,
            outer => evaluate(inner, &outer),
        },
        Node::Not(inner) => json!(!is_true(&evaluate(inner, at))),
        Node::Itself => at.clone(),
        Node::Filter(of, condition, each) => {
            // Anything but a list has no items.
            let Value::Array(list) = evaluate(of, at) else { return Value::Null };
            let items = list.iter().filter(|item| is_true(&evaluate(condition, item)));
            match each {
                None => items.cloned().collect(),
                Some(each) => items.map(|item| evaluate(each, item)).filter(|item| !item.is_null()).collect(),
            }
        }
        Node::Several(_) if at.is_null() => Value::Null,
        Node::Several(nodes) => nodes.iter().map(|node| evaluate(node, at)).collect(),
        Node::Flat(of) => {
            let Value::Array(list) = evaluate(of, at) else { return Value::Null };
            let flat = list.into_iter().flat_map(|item| match item {
                Value::Array(items) => items,
                other => vec![other],
            });
            flat.collect()
        }
        Node::Binary(operator, left, right) => {
            let left = evaluate(left, at);
            match *operator {
                "||" => return if is_true(&left) { left } else { evaluate(right, at) },
                "&&" => return if is_true(&left) { evaluate(right, at) } else { left },
                _ => {}
            }
            let right = evaluate(right, at);
            let numbers = left.as_f64().zip(right.as_f64());
            match *operator {
                "==" => json!(is_equal(&left, &right)),
                "!=" => json!(!is_equal(&left, &right)),
                "<=" => numbers.map_or(Value::Null, |(left, right)| json!(left <= right)),
                _ => numbers.map_or(Value::Null, |(left, right)| json!(left > right)),
            }
        }
        Node::Call(name, arguments) => {
            let arguments: Vec<Value> = arguments.iter().map(|argument| evaluate(argument, at)).collect();
            match (name.as_str(), arguments.as_slice()) {
                ("length", [Value::Array(list)]) => json!(list.len()),
                ("length", [Value::Object(map)]) => json!(map.len()),
                ("keys", [Value::Object(map)]) => map.keys().cloned().collect(),
                ("contains", [Value::Array(list), item]) => json!(list.contains(item)),
                ("starts_with", [Value::String(text), Value::String(begin)]) => {
                    json!(text.starts_with(begin))
                }
                ("join", [Value::String(glue), Value::Array(list)]) => {
                    let texts: Vec<&str> = list.iter().map(|item| item.as_str().unwrap()).collect();
                    json!(texts.join(glue))
                }
                ("to_string", [Value::String(text)]) => json!(text),
                ("to_string", [value]) => json!(value.to_string()),
                other => panic!("{other:?}"),
            }
        }
    }
}
