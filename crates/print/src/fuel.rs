//! A bound on what a template may do before it is given up. Typst itself ends a loop after ten thousand turns and
//! a call after some depth, but not a loop in a loop in a loop. So each body of a loop and of a function in a
//! template that comes with a procedure first burns a drop of fuel, and when there is none left, it is an error.

use crate::PrintError;
use std::{cell::Cell, sync::LazyLock};
use typst::{
    comemo::Tracked,
    diag::{SourceResult, bail},
    engine::Engine,
    foundations::{Args, CastInfo, Context, Func, NativeFuncData, NativeFuncPtr, Scope, Value},
    syntax::{LinkedNode, SyntaxKind, parse},
};

/// Turns of loops and calls of functions in one print: a hundred times what the longest form needs.
const MOST: u32 = 200_000;

/// The function by which fuel is burned. No template may name it.
const BURN: &str = "burn-fuel";

thread_local! {
    static LEFT: Cell<u32> = const { Cell::new(MOST) };
}

static DATA: NativeFuncData = NativeFuncData {
    function: NativeFuncPtr(&burn),
    name: BURN,
    title: "Burn fuel",
    docs: "Ends a template that does not end.",
    def_site: None,
    keywords: &[],
    contextual: false,
    scope: LazyLock::new(&Scope::new),
    params: LazyLock::new(&Vec::new),
    returns: LazyLock::new(&|| CastInfo::Any),
};

fn burn(_: &mut Engine, _: Tracked<Context>, args: &mut Args) -> SourceResult<Value> {
    match LEFT.get().checked_sub(1) {
        Some(left) => LEFT.set(left),
        None => bail!(args.span, "the template does not end"),
    }
    Ok(Value::None)
}

/// Makes it known to templates.
pub(crate) fn define(scope: &mut Scope) {
    scope.define(BURN, Func::from(&DATA));
}

/// Fills the tank of this thread.
pub(crate) fn fill() {
    LEFT.set(MOST);
}

/// The same template with each body of a loop or function burning fuel; no line moves. One that does not parse
/// comes back as it is, and typst says what is wrong with it.
pub(crate) fn measured(text: &str) -> String {
    let root = parse(text);
    let mut bodies = Vec::new();
    find_bodies(&LinkedNode::new(&root), &mut bodies);
    // From the end, so that what stands before keeps its place; of two ends in one place the inner one first.
    let mut cuts: Vec<(usize, bool)> =
        bodies.iter().flat_map(|body| [(body.start, true), (body.end, false)]).collect();
    cuts.sort_unstable();
    let mut measured = String::with_capacity(text.len() + cuts.len() * 16);
    let mut from = 0;
    for (at, begins) in cuts {
        measured.push_str(&text[from..at]);
        if begins {
            measured.push_str(&format!("{{{BURN}();"));
        } else {
            measured.push('}');
        }
        from = at;
    }
    measured.push_str(&text[from..]);
    measured
}

/// What no template that comes with a procedure may name: what is not measured, and what makes much of nothing.
const BARRED: [&str; 8] = [BURN, "eval", "plugin", "lorem", "range", "std", "sys", "dictionary"];

/// Refuses a template that names what it may not.
pub(crate) fn check(text: &str) -> Result<(), PrintError> {
    match barred(&LinkedNode::new(&parse(text))) {
        None => Ok(()),
        Some((at, name)) => Err(PrintError::Template {
            line: Some(text[..at].matches('\n').count() + 1),
            message: format!("a template may not use `{name}`"),
        }),
    }
}

fn barred(node: &LinkedNode<'_>) -> Option<(usize, &'static str)> {
    if matches!(node.kind(), SyntaxKind::Ident | SyntaxKind::MathIdent) {
        let name = BARRED.into_iter().find(|name| node.leaf_text() == *name)?;
        return Some((node.offset(), name));
    }
    node.children().find_map(|child| barred(&child))
}

fn find_bodies(node: &LinkedNode<'_>, bodies: &mut Vec<std::ops::Range<usize>>) {
    if matches!(node.kind(), SyntaxKind::ForLoop | SyntaxKind::WhileLoop | SyntaxKind::Closure)
        && let Some(body) = node.children().rfind(|child| !child.kind().is_trivia())
    {
        bodies.push(body.range());
    }
    node.children().for_each(|child| find_bodies(&child, bodies));
}
