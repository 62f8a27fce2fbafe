//! The published schema is the one that the types make.

use std::path::PathBuf;

use doorstep_sandbox::admin_schema;
use serde_json::Value;

use crate::support::*;

#[test]
fn the_committed_schema_is_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/sandbox-admin.schema.json");
    let schema = admin_schema();
    if std::env::var_os("DOORSTEP_BLESS").is_some() {
        let text = serde_json::to_string_pretty(&schema).expect("JSON");
        std::fs::write(&path, format!("{text}\n")).expect("written");
    }
    let committed = std::fs::read_to_string(&path).expect("a committed schema");
    let committed: Value = serde_json::from_str(&committed).expect("JSON");
    assert!(
        committed == schema,
        "the schema changed: run with DOORSTEP_BLESS=1 and review the difference"
    );
}

#[tokio::test]
async fn the_schema_is_served() {
    let world = world().await;
    let served = world
        .get(&format!("{}/schema", world.sandbox.admin()))
        .await;
    assert_eq!((served.status, served.body), (200, admin_schema()));
}

#[test]
fn the_guide_names_every_path_and_the_seed() {
    let guide = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/sandbox.md");
    let guide = std::fs::read_to_string(guide).expect("the guide");
    let schema = admin_schema();
    for operation in schema["x-operations"].as_array().expect("operations") {
        let text = |name: &str| operation[name].as_str().expect("text");
        let line = format!("`{} {}`", text("method"), text("path"));
        assert!(guide.contains(&line), "{line}");
    }
    for seeded in [APP, ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, CLEO] {
        assert!(guide.contains(seeded), "{seeded}");
    }
}
