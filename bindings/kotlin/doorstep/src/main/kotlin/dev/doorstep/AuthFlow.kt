package dev.doorstep

import dev.doorstep.ffi.Failure
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.withContext

/**
 * A flow on its way: a sign-in, a sign-up or a password reset.
 *
 * A coroutine that is cancelled while a call runs only stops waiting: the call runs to its end, and [step] shows
 * what came of it after [current]. Only [cancel] ends a flow; see [cancelledWithCaller].
 */
public sealed class AuthFlow<S : Any>(
    /** Names the flow, across process death: the one thing to keep. [Doorstep.resume] takes it. */
    public val id: String,
    /** The flow's id in the service's logs. */
    public val correlationId: String,
) {
    /** The step that the flow stands at, for a screen to follow; null where it has none. */
    public abstract val step: StateFlow<S?>

    /** Whether the present step survives the process. It does not while the device's storage is locked. */
    public abstract val isDurable: Boolean

    /** Whether the answer to an earlier call was lost, so that the service may be a step ahead. Go on as usual. */
    public abstract val isUncertain: Boolean

    /** Begins the flow and gives its first step. Where it has begun already, gives the step it stands at. */
    public abstract suspend fun start(): S

    /** The step that the flow stands at. Sends nothing. */
    public abstract fun current(): S

    /** Ends the flow, in any state, as often as you like. An answer that is on its way is discarded. */
    public abstract suspend fun cancel()
}

/** Runs [call], and ends this flow where the caller is cancelled meanwhile. */
public suspend fun <T> AuthFlow<*>.cancelledWithCaller(call: suspend () -> T): T {
    try {
        return call()
    } catch (cancelled: CancellationException) {
        withContext(NonCancellable) { cancel() }
        throw cancelled
    }
}

/**
 * How a flow moves: what the library says becomes a step of ours, and is published.
 *
 * @param R the library's step
 * @param S ours
 * @param now asks the flow where it stands, where there is a flow to ask
 */
internal class Course<R, S : Any>(private val now: (() -> R)?, private val ours: (R, Course<R, S>) -> S) {
    private val published = MutableStateFlow<S?>(null)

    val step: StateFlow<S?> = published.asStateFlow()

    /** A step that came of a call. A call that failed may have moved the flow, too. */
    suspend fun move(call: suspend () -> R): S = told {
        try {
            publish(call())
        } catch (failure: Failure) {
            look()
            throw failure
        }
    }

    /** The present step of a flow, or what is wrong with asking for it. */
    fun current(now: () -> R): S = told { publish(now()) }

    /** Publishes the present step, if there is one. */
    fun look() {
        try {
            now?.let { publish(it()) }
        } catch (_: Failure) {
            published.value = null
        }
    }

    private fun publish(step: R): S = ours(step, this).also { published.value = it }
}
