//! The commands that create a plan, in the order that all dialects of commands share.

use super::deployment;
use super::machines;
use super::missing::{self, Missing};
use super::pool_update::PoolUpdate;
use super::resources::Resources;
use super::shell::{Argument, Command, File, missing_names};
use super::snippet::{Gap, Snippet, Step, Steps};
use super::values::{Setting, gap, is_local_subnet, note_on_open_count, of_cluster, of_pool};
use super::{Heading, Options, header};
use crate::operations::matrix::{How, how};
use crate::operations::{Change, Operation};
use crate::plan::{Keyword, Mode, NodePool, Plan, Value};
use crate::quote::comment::Language;

/// A command's name, and the switches that it always has.
pub(super) type Verb = (&'static str, &'static [&'static str]);

/// A property of a pool and three flags that set it: of the command that creates the cluster with its first pool, of the
/// one that adds a pool, and of the one that updates a pool. The third is used for the first pool only, right after it is
/// created, if the first flag is missing. A missing flag is an empty text.
pub(super) type Row = (&'static str, &'static str, &'static str, &'static str);

/// Properties that one flag sets together: the key of the flag's row, their keys, and the value.
pub(super) type Joined = (&'static str, &'static [&'static str], Argument);

/// The commands and flags of a dialect.
pub(super) struct CommandSet {
    /// The language of the comments.
    pub(super) comments: Language,
    /// The tool that the words are written for.
    pub(super) needs: &'static str,
    /// Creates a resource group.
    pub(super) create_group: Verb,
    /// Creates a cluster with a pool.
    pub(super) create: Verb,
    /// Adds a pool.
    pub(super) add: Verb,
    /// Updates a pool.
    pub(super) update: Verb,
    /// Turns on the static egress gateway of a cluster that exists.
    pub(super) enable_egress_gateway: Verb,
    /// Shows a pool.
    pub(super) show: Verb,
    /// Deletes a pool.
    pub(super) delete: Verb,
    /// Deletes a resource group.
    pub(super) delete_group: Verb,
    /// The resource group that a cluster or pool is in.
    pub(super) resource_group: &'static str,
    /// The cluster that a pool is in.
    pub(super) cluster: &'static str,
    /// The name of what a command is about.
    pub(super) name: &'static str,
    /// The region.
    pub(super) location: &'static str,
    /// The mode, for the command that updates a pool.
    pub(super) mode: &'static str,
    /// The password of the administrator of Windows nodes.
    pub(super) password: &'static str,
    /// Properties of a cluster, and their flags.
    pub(super) of_cluster: &'static [(&'static str, &'static str)],
    /// Properties of a pool, and their flags.
    pub(super) of_pool: &'static [Row],
    /// What a pool gets without a word, when it is created with the cluster.
    pub(super) implied_first: &'static [(&'static str, &'static str)],
    /// What a pool gets without a word, when it is added.
    pub(super) implied_added: &'static [(&'static str, &'static str)],
    /// Why a property can be said of every pool but the first.
    pub(super) out_of_reach: &'static str,
    /// Why a property cannot be said at all.
    pub(super) absent: fn(&str) -> &'static str,
    /// A property as its flag takes it; what cannot be said of it is added to the list.
    pub(super) argument: fn(&Setting, &mut Vec<String>) -> Option<Argument>,
    /// What creating the cluster leads to that the plan does not say.
    pub(super) side_effects: fn(&Plan) -> Vec<Gap>,
    /// Why a command is not written, because the tool would not take it as it is meant; nothing where it would.
    pub(super) withheld: fn(&Command) -> Vec<Gap>,
    /// The properties of a pool that the flags of one row set together: the row's key, their keys, and the value.
    /// Nothing where the tool has a flag for each, or can't say all of them.
    pub(super) joined: fn(&NodePool) -> Option<Joined>,
    /// How a new pool of virtual machines gets its VM sizes, where the tool has commands for that.
    pub(super) machines: fn(&NodePool) -> Option<machines::Creation>,
    /// How the scale profiles of a pool become those of another, where the tool has commands for that.
    pub(super) update_machines: fn(&NodePool, &NodePool) -> Option<machines::Update>,
    /// A property of a new pool that the tool refuses as the pool is, and why.
    pub(super) refuses: fn(&NodePool) -> Option<(&'static str, &'static str)>,
    /// Updates a pool by its resource: read, changed and written. `None` where the tool can't name a key.
    pub(super) update_resource: fn(&PoolUpdate<'_>) -> Option<Command>,
    /// Deploys a template into a resource group.
    pub(super) deploy: Verb,
    /// The file of the template.
    pub(super) template: &'static str,
    /// The password of the administrator of Windows nodes, for a template.
    pub(super) deploy_password: &'static str,
    /// Lays commands out as text.
    pub(super) lay_out: fn(&[Command], &mut Snippet),
}

/// What is said where only the resource of a pool can be changed, whose address has the cluster's name.
const NEEDS_NAME: &str = "The node pool: this change is made in its resource, for which the plan needs the cluster\u{2019}s name. Enter it.";

/// A pool with its place in the plan; `None` for the cluster.
pub(super) type At<'a> = Option<(usize, &'a NodePool)>;

/// The commands of a text while they are collected, and what they leave out.
pub(super) struct Script<'a> {
    pub(super) words: &'static CommandSet,
    pub(super) plan: &'a Plan,
    /// What `kubectl` does before. A text for all at once only names it: the tools of Azure may be where no `kubectl`
    /// is.
    first: Vec<Command>,
    commands: Vec<Command>,
    /// Whether a command is left out without which no later one has anything to act on.
    is_over: bool,
    /// Whether a pool is changed by one command that can be run again if it fails: several, of which some are done, could
    /// not.
    pub(super) is_resumable: bool,
    /// Whether the cluster is known to have the static egress gateway, or an earlier command turns it on.
    has_egress_gateway: bool,
    gaps: Vec<Gap>,
    /// Sentences about what the plan leaves open.
    notes: Vec<String>,
}

impl<'a> Script<'a> {
    pub(super) fn new(words: &'static CommandSet, plan: &'a Plan) -> Self {
        Self {
            words,
            plan,
            first: Vec::new(),
            commands: Vec::new(),
            is_over: false,
            is_resumable: false,
            has_egress_gateway: plan.baseline.as_deref().is_some_and(has_egress_gateway),
            gaps: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Returns the script in the form in which each pool is created and changed by one command that can be run again.
    pub(super) fn resumable(mut self) -> Self {
        self.is_resumable = true;
        self
    }

    /// Notes that the cluster has the static egress gateway, if `is_known`: then no command turns it on.
    pub(super) fn note_egress_gateway(&mut self, is_known: bool) {
        self.has_egress_gateway |= is_known;
    }

    /// Turns on the static egress gateway for a Gateway pool.
    fn enable_egress_gateway(&mut self, pool: &NodePool) {
        if pool.mode != Some(Mode::Gateway) || self.has_egress_gateway {
            return;
        }
        self.has_egress_gateway = true;
        let verb = self.words.enable_egress_gateway;
        let name = &self.plan.cluster.name;
        let enable = self.on_cluster(verb).that("Turn on the static egress gateway of the cluster", name);
        self.finish(enable, verb);
    }

    /// Returns how a new pool of virtual machines gets its VM sizes.
    fn machines(&self, pool: &NodePool) -> Option<machines::Creation> {
        let creation = (self.words.machines)(pool)?;
        (!self.is_resumable || creation.others.is_empty()).then_some(creation)
    }

    /// Returns the commands as text, under a header.
    pub(super) fn snippet(self, about: &str, options: &Options<'_>) -> Snippet {
        let mut out = Snippet { gaps: self.gaps, ..Snippet::default() };
        out.gaps.extend(missing_names(&self.commands).map(Missing::gap));
        if self.commands.is_empty() {
            return out;
        }
        let about = std::iter::once(about.to_owned()).chain(self.notes).collect::<Vec<_>>().join(" ");
        header(
            self.words.comments,
            &Heading { about: &about, commands: &[], options },
            self.words.needs,
            &self.first,
            &mut out,
        );
        (self.words.lay_out)(&self.commands, &mut out);
        out
    }

    /// Returns the commands themselves, and what they leave out.
    pub(super) fn into_commands(self) -> (Vec<Command>, Vec<Gap>) {
        (self.commands, self.gaps)
    }

    /// Returns each command as a text of its own.
    pub(super) fn steps(self) -> Steps {
        let step = |command: &Command| {
            let mut snippet = Snippet::default();
            (self.words.lay_out)(std::slice::from_ref(command), &mut snippet);
            let (does, to) = &command.does;
            Step { title: format!("{does} {to}"), lines: snippet.lines, comments: self.words.comments }
        };
        let steps = self.first.iter().chain(&self.commands).map(step).collect();
        Steps {
            steps,
            gaps: self.gaps.into_iter().chain(missing_names(&self.commands).map(Missing::gap)).collect(),
        }
    }

    /// Adds the commands that create the resource group and the cluster with its first pool.
    pub(super) fn create(&mut self) {
        let (words, cluster) = (self.words, &self.plan.cluster);
        let mut group =
            Command::new(words.create_group.0).that("Create the resource group", &cluster.resource_group);
        self.named(&mut group, words.name, Missing::ResourceGroup);
        self.named(&mut group, words.location, Missing::Location);
        self.finish(group, words.create_group);

        let before = self.gaps.len();
        let mut create = Command::new(words.create.0).that("Create the cluster", &cluster.name);
        self.named(&mut create, words.resource_group, Missing::ResourceGroup);
        self.named(&mut create, words.name, Missing::Cluster);
        self.named(&mut create, words.location, Missing::Location);
        for said in of_cluster(self.plan).into_iter().filter(|said| !said.is_nothing()) {
            match words.of_cluster.iter().find(|(key, _)| *key == said.key) {
                Some((_, flag)) => self.say(&mut create, flag, None, &said),
                None if said.is_default => {}
                None => self.cannot(None, said.key, (words.absent)(said.key)),
            }
        }
        // Where there is no word for it, the tool asks by itself.
        if cluster.windows_admin.is_some() && !words.password.is_empty() {
            create.push(words.password, Argument::Password);
        }

        let first = self.plan.first_pool().and_then(|place| Some((place, self.plan.pools.get(place)?)));
        self.has_egress_gateway = true;
        self.notes.extend(first.and_then(|(_, pool)| note_on_open_count(pool)));
        let mut others = Vec::new();
        let mut update = first.map(|(_, pool)| {
            self.on_pool(words.update, &pool.name).that("Set the rest of the node pool", &pool.name)
        });
        let bare = update.as_ref().map_or(0, |update| update.arguments.len());
        if let (Some(at), Some(update)) = (first, &mut update) {
            let said = self.joined(at.1, &mut create, |row| row.1);
            let machines = self.machines(at.1);
            let is_machines = |key: &str| machines.is_some() && machines::KEYS.contains(&key);
            let left =
                of_pool(at.1).into_iter().filter(|one| !said.contains(&one.key) && !is_machines(one.key));
            left.for_each(|said| self.first(&mut create, update, at, &said));
            if let Some(machines) = machines {
                machines.flags.into_iter().for_each(|(flag, argument)| create.push(flag, argument));
                others = self.scales(at.1, &machines.others);
            }
            if let Some((key, why)) = (words.refuses)(at.1) {
                self.cannot(Some(at), key, why);
            }
        }
        let update = update.filter(|update| update.arguments.len() > bare);
        let parts = [Some((create, words.create)), update.map(|update| (update, words.update))];
        let parts: Vec<(Command, Verb)> = parts.into_iter().flatten().chain(others).collect();
        let is_deployed = self.finish_or_deploy(parts, before, |plan| {
            let mut resources = Resources::new(plan);
            resources.create(&Vec::from_iter(plan.first_pool()));
            resources
        });
        if !is_deployed {
            self.gaps.extend((words.side_effects)(self.plan));
        }
    }

    /// Says the properties that one flag of a row sets together, if the tool has such a flag: the keys that are said.
    fn joined(
        &self,
        pool: &NodePool,
        command: &mut Command,
        flag: fn(&Row) -> &'static str,
    ) -> &'static [&'static str] {
        let Some((key, keys, argument)) = (self.words.joined)(pool) else { return &[] };
        let has_any = of_pool(pool).iter().any(|said| keys.contains(&said.key) && !said.is_nothing());
        let flag = self.words.of_pool.iter().find(|(name, ..)| *name == key).map_or("", flag);
        if !has_any || flag.is_empty() {
            return &[];
        }
        command.push(flag, argument);
        keys
    }

    /// Adds commands, or the deployment of resources where these leave less out than the commands: whether it is the
    /// deployment. `before` is the number of gaps before the commands were written.
    pub(super) fn finish_or_deploy<'r>(
        &mut self,
        parts: Vec<(Command, Verb)>,
        before: usize,
        declare: impl FnOnce(&'a Plan) -> Resources<'r>,
    ) -> bool {
        let withheld: usize = parts.iter().map(|(command, _)| (self.words.withheld)(command).len()).sum();
        let left_out = self.gaps.len().saturating_sub(before) + withheld;
        if left_out > 0
            && let Some((first, _)) = parts.first()
        {
            let does = first.does.clone();
            let mut resources = declare(self.plan);
            // A template in a script has the names in it.
            if !missing::is_unnamed(&self.plan.cluster) && resources.gaps.len() < left_out {
                let deploy = self.deployment(&resources, does);
                if (self.words.withheld)(&deploy).is_empty() {
                    let notes = resources.notes();
                    self.gaps.truncate(before);
                    self.gaps.extend(resources.gaps);
                    self.notes.extend(
                        notes.into_iter().filter(|note| !self.notes.contains(note)).collect::<Vec<_>>(),
                    );
                    self.finish(deploy, self.words.deploy);
                    return true;
                }
            }
        }
        for (command, verb) in parts {
            self.finish(command, verb);
        }
        false
    }

    /// Adds the commands of an operation on a pool, or the update of the pool's resource where that leaves less out:
    /// whether it is the resource. `before` is the number of gaps before the commands were written.
    pub(super) fn finish_or_merge(
        &mut self,
        parts: Vec<(Command, Verb)>,
        before: usize,
        operation: &Operation,
        changes: &[Change],
    ) -> bool {
        let words = self.words;
        // A count or a version has an operation of its own, which says so.
        let goes_elsewhere =
            changes.iter().any(|change| matches!(how(change.key), How::Scale | How::Upgrade | How::Power));
        let withheld: usize = parts.iter().map(|(command, _)| (words.withheld)(command).len()).sum();
        let left_out = self.gaps.len().saturating_sub(before) + withheld;
        if left_out > 0 && !goes_elsewhere && self.plan.cluster.name.is_empty() {
            self.gaps.truncate(before);
            self.gaps.push(Snippet::gap(NEEDS_NAME.to_owned()));
            return true;
        }
        if left_out > 0
            && !goes_elsewhere
            && let Some((first, _)) = parts.first()
            && let Some(update) = PoolUpdate::new(self.plan, operation, changes)
            && update.gaps.len() < left_out
            && !update.sets.is_empty()
            && let Some(written) = (words.update_resource)(&update)
        {
            let (does, to) = &first.does;
            let mut command = Command::new(written.name).that(does, to);
            self.named(&mut command, words.resource_group, Missing::ResourceGroup);
            command.arguments.extend(written.arguments);
            if (words.withheld)(&command).is_empty() {
                self.gaps.truncate(before);
                self.gaps.extend(update.gaps.iter().cloned());
                if command.is_program() {
                    let of = operation.pool().unwrap_or_default();
                    self.notes.extend(update.wholes().map(|object| {
                        format!("Sets {object} of the node pool {of} as a whole: the plan knows of nothing else in it.")
                    }));
                }
                let verb = (command.name, &[][..]);
                self.finish(command, verb);
                return true;
            }
        }
        for (command, verb) in parts {
            self.finish(command, verb);
        }
        false
    }

    /// Says the properties that one flag sets together, if one of them changes.
    pub(super) fn joined_changes(
        &self,
        after: &NodePool,
        changes: &[Change],
        command: &mut Command,
    ) -> &'static [&'static str] {
        let Some((key, keys, argument)) = (self.words.joined)(after) else { return &[] };
        let flag = self.words.of_pool.iter().find(|(name, ..)| *name == key).map_or("", |row| row.3);
        // What is taken back is said by a resource only.
        let is_taken_back = |change: &&Change| change.value.is_none();
        let mut mine = changes.iter().filter(|change| keys.contains(&change.key)).peekable();
        if flag.is_empty() || mine.peek().is_none() || mine.any(|change| is_taken_back(&change)) {
            return &[];
        }
        command.push(flag, argument);
        keys
    }

    /// Returns the number of gaps so far.
    pub(super) fn gap_count(&self) -> usize {
        self.gaps.len()
    }

    /// Takes back the last command and the gaps since then.
    pub(super) fn take_back(&mut self, gaps: usize) {
        self.gaps.truncate(gaps);
        self.drop_last_command();
    }

    /// Takes back the last command.
    pub(super) fn drop_last_command(&mut self) {
        self.commands.pop();
    }

    /// Returns the command that deploys resources.
    fn deployment(&mut self, resources: &Resources<'_>, does: (&'static str, String)) -> Command {
        let words = self.words;
        let mut deploy = Command::new(words.deploy.0);
        deploy.does = does;
        let group = Setting::free("resourceGroup", Value::Text(self.plan.cluster.resource_group.clone()));
        deploy.push_some(words.resource_group, (words.argument)(&group, &mut Vec::new()));
        let pool = match resources.list.as_slice() {
            [only] => only.pool.as_deref(),
            _ => None,
        };
        let file = File { name: deployment::file_name(pool), text: deployment::template(resources) };
        deploy.push(words.template, Argument::File(file));
        if deployment::asks_for_password(resources) && !words.password.is_empty() {
            deploy.push(words.deploy_password, Argument::Password);
        }
        deploy
    }

    /// A property of the pool that is created with the cluster.
    fn first(
        &mut self,
        create: &mut Command,
        update: &mut Command,
        (place, pool): (usize, &NodePool),
        said: &Setting,
    ) {
        let (words, key) = (self.words, said.key);
        let at = Some((place, pool));
        if said.is_nothing() || is_implied(words.implied_first, said) {
            return;
        }
        if key == "orchestratorVersion" {
            if pool.kubernetes_version != self.plan.cluster.kubernetes_version {
                let create = words.create.0;
                let why = format!(
                    "is the cluster's version for the pool that {create} creates; use one version for both"
                );
                self.cannot(at, key, &why);
            }
            return;
        }
        match words.of_pool.iter().find(|(name, ..)| *name == key) {
            // The pool is new, and has the default.
            Some((_, "", ..)) | None if said.is_default => {}
            Some((_, "", _, "")) => self.cannot(at, key, words.out_of_reach),
            Some((_, "", _, flag)) => self.say(update, flag, at, said),
            Some((_, flag, ..)) => self.say(create, flag, at, said),
            None => self.cannot(at, key, (words.absent)(key)),
        }
    }

    /// Adds the command that creates one more pool.
    pub(super) fn add(&mut self, place: usize, pool: &NodePool) {
        let words = self.words;
        let at = Some((place, pool));
        self.enable_egress_gateway(pool);
        self.notes.extend(note_on_open_count(pool));
        let before = self.gaps.len();
        let mut add = self.in_cluster(words.add).that("Add the node pool", &pool.name);
        let mut said = of_pool(pool);
        let joined = self.joined(pool, &mut add, |row| row.2);
        let machines = self.machines(pool);
        let is_machines = |key: &str| machines.is_some() && machines::KEYS.contains(&key);
        said.retain(|said| !joined.contains(&said.key) && !is_machines(said.key));
        let is_silent = |said: &&Setting| said.is_nothing() || is_implied(words.implied_added, said);
        for said in said.iter().filter(|said| !is_silent(said)) {
            match words.of_pool.iter().find(|(name, ..)| *name == said.key) {
                Some((_, _, flag, _)) => self.say(&mut add, flag, at, said),
                None if said.is_default => {}
                None => self.cannot(at, said.key, (words.absent)(said.key)),
            }
        }
        if let Some((key, why)) = (words.refuses)(pool) {
            self.cannot(at, key, why);
        }
        let mut others = Vec::new();
        if let Some(machines) = machines {
            machines.flags.into_iter().for_each(|(flag, argument)| add.push(flag, argument));
            others = self.scales(pool, &machines.others);
        }
        let parts = std::iter::once((add, words.add)).chain(others).collect();
        self.finish_or_deploy(parts, before, |plan| {
            let mut resources = Resources::new(plan);
            resources.add(place, pool);
            resources
        });
    }

    /// Adds the command that shows a pool.
    pub(super) fn show(&mut self, pool: &str) {
        let show = self.on_pool(self.words.show, pool).that("Show the node pool", pool);
        self.finish(show, self.words.show);
    }

    /// Adds the command that sets the mode of a pool.
    pub(super) fn set_mode(&mut self, pool: &str, mode: &Mode) {
        let words = self.words;
        let mut update = self.on_pool(words.update, pool).that("Set the mode of the node pool", pool);
        let said = Setting::word("mode", mode.as_str(), Mode::KNOWN);
        self.say(&mut update, words.mode, None, &said);
        self.finish(update, words.update);
    }

    /// Adds the command that deletes a pool.
    pub(super) fn delete(&mut self, pool: &str) {
        let delete = self.on_pool(self.words.delete, pool).that("Delete the node pool", pool);
        self.finish(delete, self.words.delete);
    }

    /// Adds the command that deletes the resource group with everything in it.
    pub(super) fn delete_group(&mut self) {
        let words = self.words;
        let group = &self.plan.cluster.resource_group;
        let mut delete = Command::new(words.delete_group.0).that("Delete the resource group", group);
        self.named(&mut delete, words.name, Missing::ResourceGroup);
        self.finish(delete, words.delete_group);
    }

    /// Moves the pods off a pool's nodes, which deleting it does not do.
    pub(super) fn drain(&mut self, pool: &str) {
        // The label of a pool's nodes ("Use labels in AKS", reserved labels; its older twin is plain agentpool).
        let selector = || Argument::Text(format!("kubernetes.azure.com/agentpool={pool}"));
        let mut cordon = Command::new("kubectl cordon").that("Cordon the node pool", pool);
        cordon.push("--selector", selector());
        let mut drain = Command::new("kubectl drain").that("Drain the node pool", pool);
        drain.push("--selector", selector());
        drain.push("--ignore-daemonsets", Argument::Switch);
        drain.push("--delete-emptydir-data", Argument::Switch);
        self.first.extend([cordon, drain]);
    }

    /// Returns a command about the cluster itself.
    pub(super) fn on_cluster(&mut self, verb: Verb) -> Command {
        let words = self.words;
        let mut command = Command::new(verb.0);
        self.named(&mut command, words.resource_group, Missing::ResourceGroup);
        self.named(&mut command, words.name, Missing::Cluster);
        command
    }

    /// Returns the command that shows a pool.
    pub(super) fn show_verb(&self) -> Verb {
        self.words.show
    }

    /// Returns the command that updates a pool.
    pub(super) fn update_verb(&self) -> Verb {
        self.words.update
    }

    /// Returns a pool with its place in the plan.
    pub(super) fn place_of(&self, pool: &NodePool) -> At<'a> {
        let pools = self.plan.pools.iter().enumerate();
        pools.into_iter().find(|(_, other)| other.name == pool.name)
    }

    /// Returns a command about something in the cluster.
    pub(super) fn in_cluster(&mut self, verb: Verb) -> Command {
        let words = self.words;
        let mut command = Command::new(verb.0);
        self.named(&mut command, words.resource_group, Missing::ResourceGroup);
        self.named(&mut command, words.cluster, Missing::Cluster);
        command
    }

    pub(super) fn on_pool(&mut self, verb: Verb, pool: &str) -> Command {
        let mut command = self.in_cluster(verb);
        self.text(&mut command, self.words.name, "name", pool);
        command
    }

    pub(super) fn finish(&mut self, mut command: Command, verb: Verb) {
        verb.1.iter().for_each(|switch| command.push(switch, Argument::Switch));
        let withheld = (self.words.withheld)(&command);
        if !withheld.is_empty() {
            self.gaps.extend(withheld);
            if [self.words.create_group.0, self.words.create.0].contains(&verb.0) {
                self.is_over = true;
                self.commands.clear();
            }
        } else if !self.is_over {
            self.commands.push(command);
        }
    }

    /// Returns whether there is no command, because none could be written.
    pub(super) fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// Says a name of the cluster, or has the text ask for it.
    fn named(&mut self, command: &mut Command, flag: &'static str, name: Missing) {
        let cluster = &self.plan.cluster;
        if name.is_in(cluster) {
            return command.push(flag, Argument::Missing(name));
        }
        match name {
            Missing::ResourceGroup => self.text(command, flag, "resourceGroup", &cluster.resource_group),
            Missing::Cluster => self.text(command, flag, "name", &cluster.name),
            Missing::Location => self.text(command, flag, "location", &cluster.location),
        }
    }

    fn text(&mut self, command: &mut Command, flag: &'static str, key: &'static str, text: &str) {
        self.say(command, flag, None, &Setting::free(key, Value::Text(text.to_owned())));
    }

    pub(super) fn say(&mut self, command: &mut Command, flag: &'static str, at: At<'_>, said: &Setting) {
        if is_local_subnet(said) {
            return self.cannot(at, said.key, "names a subnet of the plan; enter its resource ID");
        }
        let mut whys = Vec::new();
        if let Some(argument) = (self.words.argument)(said, &mut whys) {
            command.push(flag, argument);
        }
        whys.iter().for_each(|why| self.cannot(at, said.key, why));
    }

    /// Adds gaps about what the commands lead to that the plan doesn't state.
    pub(super) fn add_gaps(&mut self, gaps: Vec<Gap>) {
        self.gaps.extend(gaps);
    }

    pub(super) fn cannot(&mut self, at: At<'_>, key: &'static str, why: &str) {
        self.gaps.push(gap(at, key, why));
    }
}

/// Returns whether a cluster that exists is known to have the static egress gateway.
pub(super) fn has_egress_gateway(current: &Plan) -> bool {
    *current.cluster.static_egress_gateway || current.has_gateway_pool()
}

/// Returns whether a value says no more than a command does by itself.
fn is_implied(implied: &[(&str, &str)], said: &Setting) -> bool {
    matches!(&said.value, Value::Text(text) if implied.contains(&(said.key, text)))
}
