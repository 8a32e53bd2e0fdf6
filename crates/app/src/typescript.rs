//! The commands' types in TypeScript, for the reference and for the window's client.

use crate::{door::Command, news::News};
use std::{
    any::TypeId,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};
use ts_rs::{Config, TS, TypeVisitor};

/// Types that cross the door and are at home in crates that know nothing of TypeScript.
const SHARED: &str = r#"/** One thing that a check found; `code` is also the key of its text. */
export type Finding = { code: string, field: string, severity: "error" | "warning", params: Record<string, unknown> };

/** Where an answer came from; another one is of a later version. */
export type Source = "spoken" | "record" | "ward" | "scan" | { earlier: { dossier: string, day: string } };

/** Why a command failed. */
export type Failure = { code: string, message_key: string, params: Record<string, unknown>, findings?: Finding[], retryable: boolean };
"#;

/// Numbers cross the door as JSON numbers, which TypeScript calls `number`.
fn config() -> Config {
    Config::new().with_large_int("number")
}

/// What a type says of itself, and of the types that it names.
#[derive(Default)]
pub struct Types {
    /// The type, written out.
    pub inline: String,
    /// The declarations of the types it names, by name.
    pub named: BTreeMap<String, String>,
}

impl Types {
    /// The types of `T`.
    pub(crate) fn of<T: TS + 'static + ?Sized>() -> Self {
        let mut collector = Collector::default();
        T::visit_dependencies(&mut collector);
        Self { inline: pretty(&T::inline(&config())), named: collector.named }
    }
}

#[derive(Default)]
struct Collector {
    seen: BTreeSet<TypeId>,
    named: BTreeMap<String, String>,
}

impl TypeVisitor for Collector {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Only types with a file of their own have a declaration; the others are the language's.
        if T::output_path().is_some() {
            let config = config();
            self.named.insert(T::ident(&config), pretty(&T::decl(&config)));
        }
        T::visit_dependencies(self);
    }
}

/// `ui/src/lib/backend/commands.ts`: every command's types, under its name.
pub fn client(commands: &[Command]) -> String {
    let mut text = format!(
        "// Written from the command table in crates/app; do not edit. To write it anew:\n\
         // UPDATE=1 cargo test -p tan-nha-app reference\n\n{SHARED}\n"
    );
    // Writing to a string cannot fail.
    for declaration in named(commands).values() {
        let _ = writeln!(text, "export {declaration}\n");
    }
    text.push_str("/** Every command: its arguments and its result. */\nexport interface Commands {\n");
    for command in commands {
        let (args, result) = (indent(&command.args().inline), indent(&command.result().inline));
        let _ = writeln!(
            text,
            "  /** {} */\n  \"{}\": {{\n    args: {args};\n    result: {result};\n  }};",
            command.doc, command.name
        );
    }
    text.push_str("}\n\n/** What is told without being asked, by the name of its event. */\n");
    text.push_str(
        "export interface News {\n  progress: Progress;\n  sync: SyncNews;\n  person: PersonNews;\n}\n",
    );
    text
}

fn indent(text: &str) -> String {
    text.replace('\n', "\n    ")
}

/// The declarations that all commands and the news together name.
pub fn named(commands: &[Command]) -> BTreeMap<String, String> {
    commands
        .iter()
        .flat_map(|command| [command.args(), command.result()])
        .chain([Types::of::<News>()])
        .flat_map(|types| types.named)
        .collect()
}

/// Breaks a type into lines where it is long, and turns its comment blocks into comments of one line.
fn pretty(text: &str) -> String {
    let mut lines = String::new();
    let mut depth = 0_usize;
    let mut rest = text.trim();
    while let Some(next) = rest.chars().next() {
        if let Some((comment, after)) = rest.strip_prefix("/**").and_then(|rest| rest.split_once("*/")) {
            let words = comment.replace("\n *", " ");
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            new_line(&mut lines, depth);
            lines.push_str(&format!("/** {words} */"));
            new_line(&mut lines, depth);
            rest = after.trim_start();
            continue;
        }
        rest = &rest[next.len_utf8()..];
        match next {
            '{' => {
                depth += 1;
                lines.push('{');
                if !rest.trim_start().starts_with('}') {
                    new_line(&mut lines, depth);
                }
                rest = rest.trim_start();
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if !lines.ends_with('{') {
                    new_line(&mut lines, depth);
                }
                lines.push('}');
            }
            ',' if depth > 0 && !in_angle_brackets(&lines) => {
                lines.push(',');
                rest = rest.trim_start();
                if !rest.starts_with('}') {
                    new_line(&mut lines, depth);
                }
            }
            '\n' => rest = rest.trim_start(),
            other => lines.push(other),
        }
    }
    lines
}

/// Whether the current line has an open `<`: a comma then parts the arguments of a type.
fn in_angle_brackets(lines: &str) -> bool {
    let line = lines.rsplit('\n').next().unwrap_or(lines);
    line.matches('<').count() > line.matches('>').count()
}

fn new_line(lines: &mut String, depth: usize) {
    let end = lines.trim_end().len();
    lines.truncate(end);
    lines.push('\n');
    lines.extend(std::iter::repeat_n("  ", depth));
}
