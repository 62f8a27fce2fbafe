package androidx.lifecycle

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel

/** Stands for AndroidX's own, whose repository this build does not use: what the guide uses of it, in the same shape. */
public abstract class ViewModel {
    internal val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** What Android does when the screen is gone for good. */
    public fun clear(): Unit = scope.cancel()
}

public val ViewModel.viewModelScope: CoroutineScope get() = scope

/** What survives the process, as Android saves it: here, as long as the test lasts. */
public class SavedStateHandle {
    private val values = HashMap<String, Any?>()

    @Suppress("UNCHECKED_CAST")
    public operator fun <T> get(key: String): T? = values[key] as T?

    public operator fun <T> set(key: String, value: T?) {
        values[key] = value
    }

    @Suppress("UNCHECKED_CAST")
    public fun <T> remove(key: String): T? = values.remove(key) as T?
}
