//! The lines of a text with ids that stay the same for as long as a line does, so that only what changed is drawn again.
//! Lines come in blocks: a command, or what empty lines separate.

use std::sync::Arc;

use poolwright::emit::{Line, SpanKind};

/// A line on the page.
#[derive(Clone, Debug)]
pub struct LineRow {
    pub id: u32,
    pub line: Line,
    /// Whether it is marked as changed.
    pub is_changed: bool,
}

/// Lines are equal if they are the same rows.
impl PartialEq for LineRow {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// The lines of a command, or lines up to an empty one.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub id: u32,
    pub lines: Vec<Arc<LineRow>>,
}

/// Returns the spans of a line as they are drawn: blanks, which have no color, belong to what is before them, and
/// neighbors of one kind are one. Ten thousand labels are one element.
pub fn drawn<'a, K: Copy + PartialEq>(spans: impl Iterator<Item = (K, &'a str)>) -> Vec<(K, String)> {
    let mut drawn: Vec<(K, String)> = Vec::new();
    for (kind, text) in spans {
        let is_blank = text.bytes().all(|byte| byte == b' ');
        match drawn.last_mut() {
            Some(last) if is_blank || last.0 == kind => last.1.push_str(text),
            _ => drawn.push((kind, text.to_owned())),
        }
    }
    drawn
}

/// The blocks of a text.
#[derive(Clone, Debug, Default)]
pub struct SnippetRows {
    pub blocks: Vec<Block>,
    next_id: u32,
}

/// How many lines on a line is looked for.
const NEAR: usize = 8;

impl SnippetRows {
    /// Takes over a text: blocks and lines that were there keep their ids. New lines are marked if there was a text.
    pub fn update(&mut self, lines: Vec<Line>) {
        let old = std::mem::take(&mut self.blocks);
        let is_change = !old.is_empty();
        let new = split(lines);
        let same = |block: &Block, lines: &[Line]| {
            block.lines.len() == lines.len()
                && block.lines.iter().zip(lines).all(|(row, line)| row.line == *line)
        };
        let head = old.iter().zip(&new).take_while(|(block, lines)| same(block, lines)).count();
        let most = old.len().min(new.len()) - head;
        let backwards = old.iter().rev().zip(new.iter().rev());
        let tail = backwards.take(most).take_while(|(block, lines)| same(block, lines)).count();
        let (changed_end, old_len) = (new.len() - tail, old.len());
        let mut old = old.into_iter();
        self.blocks.extend(old.by_ref().take(head));
        let mut gone: Vec<Block> = old.by_ref().take(old_len - head - tail).collect();
        let is_in_place = gone.len() == changed_end - head;
        for lines in new.into_iter().take(changed_end).skip(head) {
            // Where no block was added or removed, a changed block stays; elsewhere only equal ones do.
            let known = if is_in_place { Some(0) } else { gone.iter().position(|block| same(block, &lines)) };
            let block = match known.filter(|at| *at < gone.len()) {
                Some(at) => {
                    let mut block = gone.remove(at);
                    let old = std::mem::take(&mut block.lines);
                    block.lines = self.diff(old, lines, is_change);
                    block
                }
                None => Block { id: self.id(), lines: self.diff(Vec::new(), lines, is_change) },
            };
            self.blocks.push(block);
        }
        self.blocks.extend(old);
    }

    fn id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    fn diff(&mut self, old: Vec<Arc<LineRow>>, lines: Vec<Line>, is_change: bool) -> Vec<Arc<LineRow>> {
        // A line that is a few lines further on has lost those before it; one that is not there is new.
        let mut old = old.into_iter();
        let rows = lines.into_iter().map(|line| {
            let known = old.as_slice().iter().take(NEAR).position(|row| row.line == line);
            known.and_then(|at| old.nth(at)).unwrap_or_else(|| {
                // A comment is about the plan; the command is what changes.
                let is_comment = line.first().is_some_and(|first| first.kind == SpanKind::Comment);
                Arc::new(LineRow { id: self.id(), line, is_changed: is_change && !is_comment })
            })
        });
        rows.collect()
    }
}

/// Splits lines into blocks. A block starts with a command, or after empty lines.
fn split(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut blocks: Vec<Vec<Line>> = Vec::new();
    let mut is_end = true;
    for line in lines {
        let first = line.iter().find(|span| !span.text.is_empty());
        let is_start = first.is_some_and(|span| is_end || span.kind == SpanKind::Command);
        is_end = first.is_none();
        match blocks.last_mut() {
            Some(block) if !is_start => block.push(line),
            _ => blocks.push(vec![line]),
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use poolwright::emit::Span;

    fn lines(text: &str) -> Vec<Line> {
        let span = |line: &str| vec![Span { kind: SpanKind::Plain, text: line.to_owned().into() }];
        text.lines().map(span).collect()
    }

    fn ids(rows: &SnippetRows) -> Vec<(u32, Vec<u32>)> {
        rows.blocks.iter().map(|block| (block.id, block.lines.iter().map(|row| row.id).collect())).collect()
    }

    fn text(rows: &SnippetRows) -> String {
        let lines = rows.blocks.iter().flat_map(|block| &block.lines);
        lines.map(|row| row.line.iter().map(|span| &*span.text).collect::<String>() + "\n").collect()
    }

    #[test]
    fn one_changed_line_is_one_new_row_in_the_same_block() {
        let mut rows = SnippetRows::default();
        rows.update(lines("a\nb\n\nc\nd\n\ne"));
        let before = ids(&rows);
        assert_eq!(before.len(), 3);
        rows.update(lines("a\nb\n\nc\nD\n\ne"));
        let after = ids(&rows);
        assert_eq!(text(&rows), "a\nb\n\nc\nD\n\ne\n");
        let differ: usize = before.iter().zip(&after).filter(|(one, other)| one != other).count();
        assert_eq!(differ, 1);
        assert_eq!(
            before.iter().map(|one| one.0).collect::<Vec<_>>(),
            after.iter().map(|one| one.0).collect::<Vec<_>>()
        );
        let changed = rows.blocks.iter().flat_map(|block| &block.lines).filter(|row| row.is_changed).count();
        assert_eq!(changed, 1);
    }

    #[test]
    fn values_side_by_side_are_drawn_as_one() {
        let line =
            [('p', "  "), ('f', "--zones"), ('p', " "), ('v', "1"), ('p', " "), ('v', "2"), ('p', " \\")];
        let all = drawn(line.into_iter());
        assert_eq!(
            all,
            [('p', "  "), ('f', "--zones "), ('v', "1 2"), ('p', " \\")]
                .map(|(kind, text)| (kind, text.to_owned()))
        );
        assert!(drawn(std::iter::empty::<(char, &str)>()).is_empty());
    }

    #[test]
    fn blocks_come_and_go() {
        let mut rows = SnippetRows::default();
        for shown in ["a\n\nb\n\nc", "a\n\nc", "a\n\nx\n\nb\n\nc", "", "z", "\n\nz\n\n\nq"] {
            rows.update(lines(shown));
            assert_eq!(
                text(&rows),
                lines(shown)
                    .iter()
                    .map(|line| line.iter().map(|span| &*span.text).collect::<String>() + "\n")
                    .collect::<String>()
            );
            let mut all: Vec<u32> =
                rows.blocks.iter().flat_map(|block| block.lines.iter().map(|row| row.id)).collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "ids are unique");
        }
    }
}
