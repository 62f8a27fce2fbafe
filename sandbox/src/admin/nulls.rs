//! `null` in documents: for an optional member it is the same as leaving the member out, unless it has a meaning of its
//! own there, as with `codes.interval`.
//!
//! Which members are optional is read off the schema of the document's type, and the published schema says it, too.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Takes every `null` that stands for an optional member out of a document.
pub(super) fn leave_out<T: JsonSchema>(document: &mut Value) {
    let mut generator = SchemaGenerator::default();
    let schema = generator.subschema_for::<T>().to_value();
    let all = generator.take_definitions(true);
    walk(document, &schema, &all);
}

fn walk(value: &mut Value, schema: &Value, all: &Map<String, Value>) {
    let schema = resolved(schema, all);
    match value {
        Value::Object(members) => {
            members.retain(|name, value| {
                let schema_of = member(schema, name);
                !value.is_null()
                    || !schema_of.is_object()
                    || takes_null(schema_of)
                    || is_required(schema, name)
            });
            for (name, value) in members {
                walk(value, member(schema, name), all);
            }
        }
        Value::Array(items) => {
            let schema = &schema["items"];
            for item in items {
                walk(item, schema, all);
            }
        }
        _ => {}
    }
}

/// The schema itself, not a reference to it or a choice between it and null.
fn resolved<'a>(schema: &'a Value, all: &'a Map<String, Value>) -> &'a Value {
    let chosen = schema["anyOf"]
        .as_array()
        .and_then(|choices| choices.iter().find(|choice| choice["type"] != "null"))
        .unwrap_or(schema);
    chosen["$ref"]
        .as_str()
        .and_then(|path| all.get(path.rsplit('/').next()?))
        .unwrap_or(chosen)
}

/// The schema of a member; no object where there is none of that name.
fn member<'a>(schema: &'a Value, name: &str) -> &'a Value {
    schema["properties"]
        .get(name)
        .unwrap_or(&schema["additionalProperties"])
}

fn is_required(schema: &Value, name: &str) -> bool {
    schema["required"]
        .as_array()
        .is_some_and(|names| names.iter().any(|required| required == name))
}

fn takes_null(schema: &Value) -> bool {
    let lists = |names: &Value| {
        names == "null"
            || names
                .as_array()
                .is_some_and(|names| names.iter().any(|name| name == "null"))
    };
    lists(&schema["type"])
        || schema["anyOf"]
            .as_array()
            .is_some_and(|choices| choices.iter().any(|choice| lists(&choice["type"])))
}

/// Makes the published definitions say that `null` may stand for every optional member of what callers send. Those
/// documents refuse members that they do not know; answers do not, and stay as they are.
pub(super) fn publish(all: &mut Map<String, Value>) {
    for definition in all.values_mut() {
        if definition["additionalProperties"] != false {
            continue;
        }
        let required = definition["required"].clone();
        let Some(members) = definition
            .get_mut("properties")
            .and_then(Value::as_object_mut)
        else {
            continue;
        };
        for (name, member) in members {
            let required = required
                .as_array()
                .is_some_and(|names| names.iter().any(|required| required == name.as_str()));
            if !required {
                allow_null(member);
            }
            if let Some(values) = member.get_mut("additionalProperties") {
                allow_null(values);
            }
        }
    }
}

fn allow_null(schema: &mut Value) {
    if takes_null(schema) {
        return;
    }
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    if let Some(reference) = members.remove("$ref") {
        members.insert(
            "anyOf".to_owned(),
            json!([{ "$ref": reference }, { "type": "null" }]),
        );
    } else if let Some(kind) = members.get_mut("type") {
        *kind = json!([kind.take(), "null"]);
    }
}
