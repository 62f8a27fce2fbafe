//! Journeys side by side: what gate and provider wrote down of each, and what the person saw.

use doorstep_sandbox::model::GateCall;

use super::journey::Came;
use crate::out;
use crate::paint::Paint;

/// The width of the first column, and of each of the others.
const LABEL: usize = 24;
const COLUMN: usize = 24;

/// A journey that is over.
pub(super) struct Column {
    pub(super) title: &'static str,
    pub(super) came: Came,
    /// What went through the gate, in order.
    pub(super) calls: Vec<GateCall>,
    pub(super) texts: usize,
    pub(super) requests: u32,
    pub(super) milliseconds: f64,
}

impl Column {
    /// What was said and decided about calls of these routes, in order.
    fn decided(&self, is_meant: impl Fn(&GateCall) -> bool) -> Vec<String> {
        let meant = self.calls.iter().filter(|call| is_meant(call));
        let one = |call: &GateCall| {
            let verdict = call.verdict.as_deref()?;
            let decision = call.decision.as_deref()?;
            Some(format!("{verdict} → {}", decision.replace('_', " ")))
        };
        meant.filter_map(one).collect()
    }

    fn tokens(&self) -> String {
        at(&self.decided(|call| call.route == "token"), 0)
    }

    fn texts_asked(&self) -> Vec<String> {
        self.decided(|call| call.channel.as_deref() == Some("sms"))
    }

    fn texts_sent(&self) -> String {
        match self.came.before_the_proof {
            Some(before) => format!("{before}, after the proof {}", self.texts),
            None => self.texts.to_string(),
        }
    }
}

/// Prints the journeys as columns.
pub(super) fn print(columns: &[Column]) {
    let paint = Paint::for_stdout();
    let titles = columns.iter().map(|column| column.title.to_owned());
    out::line(paint.bold(&row("", titles)));
    let line = |label: &str, cell: &dyn Fn(&Column) -> String| {
        out::line(row(label, columns.iter().map(cell)));
    };
    line("tokens asked for", &Column::tokens);
    line("a text asked for", &|column| at(&column.texts_asked(), 0));
    line("the same, with a proof", &|column| {
        at(&column.texts_asked(), 1)
    });
    line("proved besides", &|column| column.came.proved.to_owned());
    line("texts sent", &Column::texts_sent);
    line("contexts in the token", &|column| {
        column.came.contexts.clone()
    });
    line("the person is", &|column| column.came.end.to_owned());
    line("requests", &|column| column.requests.to_string());
    line("ms", &|column| format!("{:.1}", column.milliseconds));
}

fn at(decided: &[String], index: usize) -> String {
    decided
        .get(index)
        .cloned()
        .unwrap_or_else(|| "-".to_owned())
}

fn row(label: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<_> = cells.map(|cell| format!("{cell:<COLUMN$}")).collect();
    let cells = cells.concat();
    format!("  {label:<LABEL$}{cells}").trim_end().to_owned()
}
