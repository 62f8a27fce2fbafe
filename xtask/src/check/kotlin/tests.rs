use super::*;

#[test]
fn public_declarations_are_found_with_those_around_them() {
    let text = r#"
package dev.doorstep

/** A flow. public fun is not code here. */
public sealed class Flow<S : Any>(
    /** Its name. */
    public val id: String,
) {
    public abstract val step: S?
    private val hidden = 1

    public suspend fun start(again: Boolean = false): S = told {
        public_looking()
    }

    public class Inner internal constructor(public val a: Int) : Flow<Int>("x") {
        public fun deep(): Int {
            return 1
        }
    }

    internal companion object {
        public const val SECRET: Int = 1
    }

    public fun after(): Unit = Unit
}

internal class Hidden {
    public fun unseen(): Int = 1
}

public enum class Word {
    /** First. */
    ONE,
    TWO,
}

public enum class Short { A, B }

public fun free(): Int = 1
"#;
    assert_eq!(
        declarations(text),
        [
            "public sealed class Flow<S : Any>( public val id: String, )",
            "Flow: public abstract val step: S?",
            "Flow: public suspend fun start(again: Boolean = false): S",
            "Flow: public class Inner internal constructor(public val a: Int) : Flow<Int>(\"x\")",
            "Flow.Inner: public fun deep(): Int",
            "Flow: public fun after(): Unit",
            "public enum class Word {",
            "enum Word: ONE",
            "enum Word: TWO",
            "public enum class Short { A, B }",
            "public fun free(): Int",
        ]
    );
}

#[test]
fn the_surface_of_the_tree_is_not_empty() {
    let surface = surface().unwrap();
    assert!(
        surface.contains("public class Doorstep("),
        "the entry is missing"
    );
    assert!(
        surface.contains("SignInStep: public class PasswordRequired"),
        "a step is missing"
    );
    assert!(!surface.contains("RawVault"), "something internal is in it");
}
