//! A look at every page and every open dialog: by rules (axe, WCAG 2.2 AA, no rule disabled), by eye (pictures of
//! both sizes), and at twice the size.

use crate::Hands;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};
use tan_nha_test_support::{LAPTOP, Size, TABLET};

/// What both sizes leave at 200 %, as far as the window can be made so small: nothing may lie beside the screen.
const TWICE_AS_LARGE: [Size; 2] = [(640, 560), (400, 640)];

/// Which pages were looked at, and what was found.
pub struct Inspection {
    axe: String,
    seen: BTreeSet<String>,
    faults: Vec<String>,
}

impl Inspection {
    /// Nothing looked at yet.
    #[expect(clippy::new_without_default, reason = "it reads a file, which a default should not")]
    pub fn new() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(&file).expect("axe, which npm installs with the page");
        Self { axe, seen: BTreeSet::new(), faults: Vec::new() }
    }

    /// Looks at the page that is shown, as a laptop and as an upright tablet show it.
    pub fn look(&mut self, hands: &Hands, size_after: Size) {
        let page = page_shown(hands);
        for size in [LAPTOP, TABLET] {
            hands.window().resize(size);
            hands.settle();
            // First, because motion is over then, and colours can be judged.
            hands.window().painted_screenshot(&name_of(&page));
            for fault in self.faults_of(hands) {
                self.faults.push(format!("{page} at {size:?}: {fault}"));
            }
        }
        for size in TWICE_AS_LARGE {
            hands.window().resize(size);
            let beside = "const { scrollWidth, clientWidth } = document.documentElement, main = document.querySelector('main');
                return scrollWidth > clientWidth || (main !== null && main.scrollWidth > main.clientWidth)";
            if hands.window().run(beside, &[]) == true {
                self.faults.push(format!("{page} at {size:?}: something lies beside the screen"));
            }
        }
        hands.window().resize(size_after);
        self.seen.insert(page);
    }

    fn faults_of(&self, hands: &Hands) -> Vec<String> {
        let window = hands.window();
        if window.run("return typeof axe", &[]) == "undefined" {
            window.run(&self.axe, &[]);
        }
        let found = window.run_async(
            "const [done] = arguments;
            const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            // The one rule of 2.2 that axe leaves off by itself.
            const rules = { 'target-size': { enabled: true } };
            axe.run(document, { runOnly: { type: 'tag', values }, rules })
                .then(({ violations }) => done(violations.flatMap(({ id, help, nodes }) =>
                    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`))),
                    error => done([String(error)]))",
            &[],
        );
        found
            .as_array()
            .into_iter()
            .flatten()
            .map(|fault| fault.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Says that every page that the app has was looked at and that nothing was found.
    ///
    /// # Panics
    /// When a page was left out, or has a fault.
    pub fn assert_whole(&self, hands: &Hands) {
        let pages = hands.window().run("return [...__routes.routes, ...__routes.gates]", &[]);
        let pages: BTreeSet<String> = serde_json::from_value(pages).expect("a list of addresses");
        let left_out: Vec<_> = pages.difference(&self.seen).collect();
        assert!(left_out.is_empty(), "nobody looked at {left_out:?}");
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n\n"));
    }
}

/// The page's address as the router has it (`/citizens/:id`), or the gate that stands before all pages.
fn page_shown(hands: &Hands) -> String {
    let window = hands.window();
    if window.run("return document.querySelector('#main') === null", &[]) == Value::Bool(true) {
        let unlocking = window.run("return document.querySelector('#unlock-pin-control') !== null", &[]);
        return if unlocking == Value::Bool(true) { "unlock" } else { "start" }.to_owned();
    }
    let address = hands.address();
    let route = window.run(
        "const [address] = arguments, parts = address.split('/');
        const fits = route => {
            const wanted = route.split('/');
            return wanted.length === parts.length
                && wanted.every((part, index) => part.startsWith(':') || part === parts[index]);
        };
        const placeholders = route => route.split(':').length;
        return __routes.routes.filter(fits).sort((a, b) => placeholders(a) - placeholders(b))[0] ?? null",
        &[json!(address)],
    );
    let page = route.as_str().map_or_else(|| format!("no page at {address}"), str::to_owned);
    let dialog =
        window.run("return document.querySelector('[role=dialog], [role=alertdialog]') !== null", &[]);
    if dialog == Value::Bool(true) { format!("{page} dialog") } else { page }
}

fn name_of(page: &str) -> String {
    match page {
        "/" => "today".to_owned(),
        page => page.trim_start_matches('/').replace(['/', ' '], "-").replace(':', ""),
    }
}
