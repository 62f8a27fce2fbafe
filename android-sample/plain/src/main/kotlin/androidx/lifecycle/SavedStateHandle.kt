package androidx.lifecycle

/** Stands for AndroidX's own, in the same shape: what survives the process, here as long as a test lasts. */
class SavedStateHandle {
    private val values = HashMap<String, Any?>()

    @Suppress("UNCHECKED_CAST")
    operator fun <T> get(key: String): T? = values[key] as T?

    operator fun <T> set(key: String, value: T?) {
        values[key] = value
    }

    @Suppress("UNCHECKED_CAST")
    fun <T> remove(key: String): T? = values.remove(key) as T?

    /** What a device would write down: a test looks for secrets in it. */
    fun keys(): Set<String> = values.keys
}
