package dev.doorstep.sample.models

import dev.doorstep.DoorstepException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch

/** The calls of one screen, one at a time: whether one runs, and what became of the last. */
class Calls(private val scope: CoroutineScope, private val failed: (Trouble) -> Unit = {}) {
    private val running = MutableStateFlow(false)
    private val last = MutableStateFlow<Trouble?>(null)

    /** For a progress bar, and for buttons that wait. */
    val busy: StateFlow<Boolean> get() = running

    /** What went wrong, until the next call begins. */
    val trouble: StateFlow<Trouble?> get() = last

    /** Runs [call], unless one runs already: a second tap is no second call. */
    fun run(call: suspend () -> Unit) {
        if (!running.compareAndSet(expect = false, update = true)) return
        last.value = null
        scope.launch {
            try {
                call()
            } catch (failure: DoorstepException) {
                fail(Trouble.of(failure))
            } finally {
                running.value = false
            }
        }
    }

    /** Shows [trouble] on this screen. */
    fun fail(trouble: Trouble) {
        last.value = trouble
        failed(trouble)
    }

    /** The person has read it. */
    fun clear() {
        last.value = null
    }
}
