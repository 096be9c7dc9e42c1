//! Readers of the little Bicep and HCL that snippets are made of. They know nothing of the product, and fail on
//! anything that such a text should not hold: an interpolation, an unknown escape, a word that isn't an identifier.

pub(crate) mod powershell;

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// A quoted text, as it was meant.
    Text(String),
    /// Anything that is not quoted.
    Bare(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    pub(crate) fn get(&self, key: &str) -> &Tree {
        let found = self.entries().iter().find(|(name, _)| name == key);
        &found.unwrap_or_else(|| panic!("no {key} in {self:?}")).1
    }

    pub(crate) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { panic!("{self:?} isn't a text") }
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        let Self::List(list) = self else { panic!("{self:?} isn't a list") };
        list.iter().map(|item| item.text().to_owned()).collect()
    }

    pub(crate) fn entries(&self) -> &[(String, Tree)] {
        if let Self::Object(entries) = self { entries } else { panic!("{self:?} isn't an object") }
    }
}

/// A place in a text.
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn need(&mut self, token: &str) {
        assert!(self.eat(token), "no {token:?} before {:?}", self.rest.lines().next());
    }

    fn next(&mut self) -> char {
        let next = self.rest.chars().next().expect("the text ends too early");
        self.rest = &self.rest[next.len_utf8()..];
        next
    }

    fn until(&mut self, end: impl Fn(char) -> bool) -> &'a str {
        let (found, rest) = self.rest.split_at(self.rest.find(end).unwrap_or(self.rest.len()));
        self.rest = rest;
        found
    }

    fn word(&mut self) -> &'a str {
        let word = self.until(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        assert!(word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'), "no word: {:?}", self.rest);
        word
    }

    /// Skips blanks, line breaks and comments that begin with a mark and end with their line.
    fn skip(&mut self, mark: &str) {
        loop {
            self.until(|c| c != ' ' && c != '\n');
            if !self.rest.starts_with(mark) {
                return;
            }
            self.until(|c| c == '\n');
        }
    }

    fn number(&mut self, digits: usize) -> char {
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap()
    }
}

/// A resource or a module of a Bicep file.
#[derive(Debug)]
pub(crate) struct Resource {
    pub(crate) symbol: String,
    pub(crate) kind: String,
    pub(crate) is_existing: bool,
    pub(crate) body: Tree,
}

/// A Bicep file.
#[derive(Debug, Default)]
pub(crate) struct Bicep {
    /// The parameters, with what decorates them, but without their defaults.
    pub(crate) parameters: Vec<String>,
    /// The defaults of parameters, by name.
    pub(crate) defaults: Vec<(String, Tree)>,
    /// Resources and modules.
    pub(crate) resources: Vec<Resource>,
}

pub(crate) fn bicep(text: &str) -> Bicep {
    let mut cursor = Cursor { rest: text };
    let mut file = Bicep::default();
    loop {
        cursor.skip("//");
        if cursor.rest.is_empty() {
            return file;
        }
        if cursor.eat("@") {
            file.parameters.push(cursor.until(|c| c == '\n').to_owned());
            continue;
        }
        if cursor.eat("param ") {
            let name = cursor.word().to_owned();
            cursor.need(" ");
            let kind = cursor.word();
            file.parameters.push(format!("param {name} {kind}"));
            if cursor.eat(" = ") {
                file.defaults.push((name, bicep_value(&mut cursor)));
            }
            continue;
        }
        if !cursor.eat("module ") {
            cursor.need("resource ");
        }
        let symbol = cursor.word().to_owned();
        cursor.need(" ");
        let kind = bicep_text(&mut cursor);
        let is_existing = cursor.eat(" existing");
        cursor.need(" = ");
        let body = bicep_value(&mut cursor);
        file.resources.push(Resource { symbol, kind, is_existing, body });
    }
}

/// The one text that is put together of others.
const NODE_RESOURCE_GROUP: &str = "take('MC_${resourceGroup().name}_${clusterName}_${location}', 80)";

fn bicep_value(cursor: &mut Cursor<'_>) -> Tree {
    match cursor.rest.chars().next().unwrap() {
        '\'' => Tree::Text(bicep_text(cursor)),
        '[' => {
            cursor.next();
            let mut list = Vec::new();
            loop {
                cursor.skip("//");
                if cursor.eat("]") {
                    return Tree::List(list);
                }
                list.push(bicep_value(cursor));
            }
        }
        '{' => {
            cursor.next();
            let mut entries = Vec::new();
            loop {
                cursor.skip("//");
                if cursor.eat("}") {
                    return Tree::Object(entries);
                }
                let key = if cursor.rest.starts_with('\'') {
                    bicep_text(cursor)
                } else {
                    let word = cursor.word();
                    assert!(!["true", "false", "null"].contains(&word), "{word} isn't a name");
                    word.to_owned()
                };
                cursor.need(": ");
                entries.push((key, bicep_value(cursor)));
            }
        }
        _ if cursor.eat(NODE_RESOURCE_GROUP) => Tree::Bare(NODE_RESOURCE_GROUP.to_owned()),
        _ if cursor.eat("json(") => {
            let number = bicep_text(cursor);
            cursor.need(")");
            Tree::Bare(number)
        }
        _ => {
            let bare = cursor.until(|c| c == '\n');
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-.()".contains(c);
            assert!(!bare.is_empty() && bare.chars().all(is_plain), "{bare:?}");
            assert!(!bare.contains('.') || bare == "resourceGroup().location", "no number is {bare}");
            Tree::Bare(bare.to_owned())
        }
    }
}

fn bicep_text(cursor: &mut Cursor<'_>) -> String {
    let mut text = String::new();
    cursor.need("'");
    assert!(!cursor.rest.starts_with("''"), "a text of several lines");
    loop {
        match cursor.next() {
            '\'' => return text,
            '\n' => panic!("a line ends in a text: {text:?}"),
            '$' if cursor.rest.starts_with('{') => panic!("an interpolation: {:?}", cursor.rest),
            '\\' => match cursor.next() {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                plain @ ('\\' | '\'' | '$') => text.push(plain),
                'u' => {
                    cursor.need("{");
                    let digits = cursor.rest.find('}').unwrap();
                    text.push(cursor.number(digits));
                    cursor.need("}");
                }
                other => panic!("no escape: {other:?}"),
            },
            other => text.push(other),
        }
    }
}

/// A block of HCL.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: String,
    pub(crate) labels: Vec<String>,
    pub(crate) arguments: Tree,
    pub(crate) blocks: Vec<Block>,
}

impl Block {
    /// The only block of that kind and those labels.
    pub(crate) fn block(&self, kind: &str, labels: &[&str]) -> &Block {
        let mut found = self.blocks.iter().filter(|block| block.kind == kind && block.labels == labels);
        let first = found.next().unwrap_or_else(|| panic!("no {kind} {labels:?} in {self:?}"));
        assert!(found.next().is_none(), "two of {kind} {labels:?}");
        first
    }
}

/// A Terraform configuration, as a block without a kind.
pub(crate) fn hcl(text: &str) -> Block {
    let mut cursor = Cursor { rest: text };
    let (arguments, blocks) = hcl_body(&mut cursor, "");
    Block { kind: String::new(), labels: Vec::new(), arguments, blocks }
}

/// What a block holds, to its end.
fn hcl_body(cursor: &mut Cursor<'_>, end: &str) -> (Tree, Vec<Block>) {
    let (mut arguments, mut blocks) = (Vec::new(), Vec::new());
    loop {
        cursor.skip("#");
        if if end.is_empty() { cursor.rest.is_empty() } else { cursor.eat(end) } {
            return (Tree::Object(arguments), blocks);
        }
        let word = cursor.word().to_owned();
        let blanks = cursor.until(|c| c != ' ');
        assert!(!blanks.is_empty(), "{:?}", cursor.rest);
        if cursor.eat("= ") {
            assert!(arguments.iter().all(|(name, _)| *name != word), "{word} twice");
            arguments.push((word, hcl_value(cursor)));
            continue;
        }
        let mut labels = Vec::new();
        while cursor.rest.starts_with('"') {
            labels.push(hcl_text(cursor));
            cursor.need(" ");
        }
        cursor.need("{");
        let (inner, inside) = hcl_body(cursor, "}");
        blocks.push(Block { kind: word, labels, arguments: inner, blocks: inside });
    }
}

fn hcl_value(cursor: &mut Cursor<'_>) -> Tree {
    match cursor.rest.chars().next().unwrap() {
        '"' => Tree::Text(hcl_text(cursor)),
        '[' => {
            cursor.next();
            let mut list = Vec::new();
            if cursor.rest.starts_with('\n') {
                // One item a line, each with a comma.
                loop {
                    cursor.skip("#");
                    if cursor.eat("]") {
                        return Tree::List(list);
                    }
                    list.push(hcl_value(cursor));
                    cursor.need(",");
                }
            }
            while !cursor.eat("]") {
                if !list.is_empty() {
                    cursor.need(", ");
                }
                list.push(hcl_value(cursor));
            }
            Tree::List(list)
        }
        '{' => {
            cursor.next();
            let mut entries = Vec::new();
            loop {
                cursor.skip("#");
                if cursor.eat("}") {
                    return Tree::Object(entries);
                }
                let key =
                    if cursor.rest.starts_with('"') { hcl_text(cursor) } else { cursor.word().to_owned() };
                cursor.until(|c| c != ' ');
                cursor.need("= ");
                entries.push((key, hcl_value(cursor)));
            }
        }
        _ => {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
            let mut bare = cursor.until(|c| !is_plain(c)).to_owned();
            while cursor.eat("[0]") {
                bare += "[0]";
                bare += cursor.until(|c| !is_plain(c));
            }
            assert!(!bare.is_empty(), "no value: {:?}", cursor.rest);
            Tree::Bare(bare)
        }
    }
}

/// The references that a text may begin with.
const REFERENCES: [&str; 2] = [
    "${data.azurerm_kubernetes_cluster.aks.id}/agentPools/",
    "${data.azurerm_subscription.current.id}/resourceGroups/",
];

fn hcl_text(cursor: &mut Cursor<'_>) -> String {
    let mut text = String::new();
    cursor.need("\"");
    if let Some(reference) = REFERENCES.into_iter().find(|reference| cursor.eat(reference)) {
        text.push_str(reference);
    }
    loop {
        match cursor.next() {
            '"' => return text,
            '\n' => panic!("a line ends in a text: {text:?}"),
            sign @ ('$' | '%') => {
                assert!(!cursor.rest.starts_with('{'), "an interpolation: {:?}", cursor.rest);
                // Two signs before a brace are one sign, and the brace is literal.
                let escaped = cursor.rest.starts_with(sign) && cursor.rest[1..].starts_with('{');
                if escaped {
                    cursor.next();
                    cursor.next();
                }
                text.push(sign);
                text.push_str(if escaped { "{" } else { "" });
            }
            '\\' => match cursor.next() {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                plain @ ('\\' | '"') => text.push(plain),
                'u' => text.push(cursor.number(4)),
                'U' => text.push(cursor.number(8)),
                other => panic!("no escape: {other:?}"),
            },
            other => text.push(other),
        }
    }
}
