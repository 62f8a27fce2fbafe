package dev.doorstep

import dev.doorstep.ffi.Attribute
import dev.doorstep.ffi.AttributeValue

/**
 * Values for the attributes of a new account, each under the service's name for it, such as the one that
 * [RequiredAttribute.name] gave. They do not print: they are personal data.
 *
 * ```
 * attributes { displayName("Ada"); city("London"); number("age", 36) }
 * ```
 */
public class Attributes internal constructor(internal val given: List<Attribute>) {
    override fun toString(): String = "Attributes(${given.size})"

    /** Collects [Attributes]. A value that is given again replaces the one before. */
    public class Builder internal constructor() {
        private val values = LinkedHashMap<String, AttributeValue>()

        public fun displayName(value: String): Unit = text("displayName", value)

        public fun givenName(value: String): Unit = text("givenName", value)

        public fun surname(value: String): Unit = text("surname", value)

        public fun jobTitle(value: String): Unit = text("jobTitle", value)

        public fun streetAddress(value: String): Unit = text("streetAddress", value)

        public fun postalCode(value: String): Unit = text("postalCode", value)

        public fun city(value: String): Unit = text("city", value)

        public fun state(value: String): Unit = text("state", value)

        public fun country(value: String): Unit = text("country", value)

        public fun text(name: String, value: String) {
            values[name] = AttributeValue.Text(value)
        }

        public fun number(name: String, value: Long) {
            values[name] = AttributeValue.Number(value)
        }

        public fun yesOrNo(name: String, value: Boolean) {
            values[name] = AttributeValue.Boolean(value)
        }

        public fun choices(name: String, chosen: List<String>) {
            values[name] = AttributeValue.Choices(chosen)
        }

        internal fun build() = Attributes(values.map { (name, value) -> Attribute(name, value) })
    }
}

/** The attributes that [give] gives. */
public fun attributes(give: Attributes.Builder.() -> Unit): Attributes = Attributes.Builder().apply(give).build()
