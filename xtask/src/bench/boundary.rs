//! What the boundary costs: programs in Kotlin (bindings/kotlin/bench) that hold the library as it is shipped beside
//! one that does nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Figure, programs};
use crate::bindings::{self, Built};
use crate::{sh, size};

/// Java machines that are started for each library: the first call is measured once in each.
const STARTS: usize = 15;

/// The figures of `rows`, or why there are none here.
pub(super) fn figures(rows: &[&str]) -> Result<Vec<Figure>, String> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(reason) = bindings::java_missing() {
        return Ok(rows
            .iter()
            .map(|row| Figure::left_out(row, &reason))
            .collect());
    }
    let java = Java::build()?;
    let mut figures = programs::read(&sh::read(java.run("Steps").stderr(Stdio::inherit()))?)?;
    figures.extend(java.first_calls()?);
    figures.retain(|figure| rows.contains(&figure.row.as_str()));
    Ok(figures)
}

/// How the programs are started.
struct Java {
    class_path: String,
    /// Holds both libraries.
    libraries: PathBuf,
}

impl Java {
    fn build() -> Result<Self, String> {
        let built = bindings::build()?;
        let libraries = built.out.with_file_name("bench");
        put(&size::build("doorstep-ffi", &[])?, &libraries)?;
        let minimal = size::build("doorstep-minimal", &[])?;
        put(&minimal, &libraries)?;
        let generated = built.generated.with_file_name("kotlin-minimal");
        bindings::generate("kotlin", &minimal, &generated)?;
        Ok(Self {
            class_path: class_path(&built, &libraries)?,
            libraries,
        })
    }

    fn run(&self, program: &str) -> Command {
        let mut command = sh::command("java", ["-Djna.nosys=true"]);
        let libraries = self.libraries.display();
        command
            .arg(format!("-Djna.library.path={libraries}"))
            .args(["-cp", &self.class_path])
            .arg(format!("dev.doorstep.bench.{program}"));
        command
    }

    /// Both libraries in turns, each as often first as second.
    fn first_calls(&self) -> Result<[Figure; 2], String> {
        let (mut ours, mut minimal) = (Vec::new(), Vec::new());
        for start in 0..STARTS {
            let mut pair = [("ours", &mut ours), ("minimal", &mut minimal)];
            if start % 2 == 1 {
                pair.reverse();
            }
            for (name, firsts) in pair {
                let line = sh::read(self.run("First").arg(name))?;
                firsts.push(First::of(&line).ok_or_else(|| format!("no figures: `{line}`"))?);
            }
        }
        let of = |take: fn(&First) -> f64| {
            let all = |firsts: &[First]| firsts.iter().map(take).collect::<Vec<f64>>();
            (all(&ours), all(&minimal))
        };
        Ok([
            figure("ffi-load", of(|first| first.millis)),
            figure("ffi-memory", of(|first| first.kilobytes)),
        ])
    }
}

/// What one process told of its first call.
#[derive(Debug, PartialEq)]
struct First {
    millis: f64,
    kilobytes: f64,
}

impl First {
    fn of(line: &str) -> Option<Self> {
        let (nanos, kilobytes) = line.trim().split_once(' ')?;
        let nanos: f64 = nanos.parse().ok()?;
        Some(Self {
            millis: nanos / 1e6,
            kilobytes: kilobytes.parse().ok()?,
        })
    }
}

/// The medians; the spread is that of the quarters in the middle, by the peer's median.
fn figure(row: &str, (mut own, mut peers): (Vec<f64>, Vec<f64>)) -> Figure {
    own.sort_by(f64::total_cmp);
    peers.sort_by(f64::total_cmp);
    let middle = |sorted: &[f64]| sorted[sorted.len() / 2];
    let peer = middle(&peers);
    let quarter = own.len() / 4;
    Figure {
        row: row.to_owned(),
        value: middle(&own),
        peer: Some(peer),
        left_out: None,
        spread: Some([own[quarter] / peer, own[own.len() - 1 - quarter] / peer]),
    }
}

/// Has Maven compile the programs and tell their class path.
fn class_path(built: &Built, folder: &Path) -> Result<String, String> {
    let list = folder.join("class-path");
    let output = format!("-Dmdep.outputFile={}", list.display());
    let goals = [
        "--quiet",
        "-Pbench",
        "-pl",
        "bench",
        "-am",
        &output,
        "compile",
        "dependency:build-classpath",
    ];
    sh::run(&mut bindings::maven(built, Path::new(""), &goals))?;
    let others =
        std::fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))?;
    let own = built.out.join("doorstep-bench/classes");
    Ok(format!("{}:{}", own.display(), others.trim()))
}

fn put(library: &Path, folder: &Path) -> sh::Outcome {
    let name = library.file_name().unwrap_or_default();
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::copy(library, folder.join(name)))
        .map(|_| ())
        .map_err(|error| format!("{}: {error}", library.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_call_is_two_numbers() {
        let first = First {
            millis: 1.5,
            kilobytes: 20.0,
        };
        assert_eq!(First::of("1500000 20\n"), Some(first));
        assert_eq!(First::of("soon"), None);
    }

    #[test]
    fn a_figure_is_the_median_with_the_middle_half_around_it() {
        let figure = figure("a", (vec![9.0, 2.0, 3.0, 4.0, 0.0], vec![2.0, 2.0, 1.0]));
        assert_eq!((figure.value, figure.peer), (3.0, Some(2.0)));
        assert_eq!(figure.spread, Some([1.0, 2.0]));
    }
}
