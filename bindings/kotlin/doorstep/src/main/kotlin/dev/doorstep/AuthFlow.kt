package dev.doorstep

import dev.doorstep.ffi.Call
import dev.doorstep.ffi.Failure
import dev.doorstep.ffi.Flow
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.isActive
import kotlinx.coroutines.withContext
import dev.doorstep.ffi.Step as RawStep

/**
 * A flow on its way: a sign-in, a sign-up or a password reset.
 *
 * A coroutine that is cancelled while a call runs only stops waiting: the call runs to its end, and [step] shows
 * what came of it. Only [cancel] ends a flow; see [cancelledWithCaller].
 */
public sealed class AuthFlow<S : Any> {
    internal abstract val led: Led<S>

    /** Names the flow, across process death: the one thing to keep. [Doorstep.resume] takes it. */
    public val id: String get() = led.id

    /** The flow's id in the service's logs. */
    public val correlationId: String get() = led.correlationId

    /** The step that the flow stands at, for a screen to follow; null where it has none. */
    public val step: StateFlow<S?> get() = led.course.step

    /** Whether the present step survives the process. It does not while the device's storage is locked. */
    public val isDurable: Boolean get() = led.isDurable

    /** Whether the answer to an earlier call was lost, so that the service may be a step ahead. Go on as usual. */
    public val isUncertain: Boolean get() = led.isUncertain

    /** Begins the flow and gives its first step. Where it has begun already, gives the step it stands at. */
    public suspend fun start(): S = led.start()

    /** The step that the flow stands at. Sends nothing. */
    public fun current(): S = led.current()

    /** Ends the flow, in any state, as often as you like. An answer that is on its way is discarded. */
    public suspend fun cancel(): Unit = led.cancel()

    internal fun look(): Unit = led.course.look()
}

/**
 * Runs [call], and ends this flow where the caller is cancelled meanwhile. A cancellation inside [call] alone, such as
 * that of a timeout there, ends nothing.
 */
public suspend fun <T> AuthFlow<*>.cancelledWithCaller(call: suspend () -> T): T {
    try {
        return call()
    } catch (cancelled: CancellationException) {
        if (!currentCoroutineContext().isActive) {
            try {
                withContext(NonCancellable) { cancel() }
            } catch (failure: DoorstepException) {
                cancelled.addSuppressed(failure)
            }
        }
        throw cancelled
    }
}

/** Where calls run to their end, whoever stops waiting for them. */
private val calls = CoroutineScope(SupervisorJob() + Dispatchers.Default)

/** A flow with the course of its steps. */
internal class Led<S : Any>(private val raw: Flow, ours: (RawStep, Course<S>) -> S) {
    val id: String = raw.id()
    val correlationId: String = raw.correlationId()
    val isDurable: Boolean get() = raw.isDurable()
    val isUncertain: Boolean get() = raw.isUncertain()
    val course = Course(raw::current, ours)

    suspend fun start(): S = course.move(raw::start)

    fun current(): S = course.current(raw::current)

    suspend fun cancel() {
        told { raw.cancel().done() }
        course.look()
    }
}

/**
 * How a flow moves: what the library says becomes a step of ours, and is published.
 *
 * @param S our step
 * @param now asks the flow where it stands, where there is a flow to ask
 * @param behind is called after each call, for a flow of another kind that moves along
 */
internal class Course<S : Any>(
    private val now: (() -> RawStep)?,
    private val ours: (RawStep, Course<S>) -> S,
    private val behind: () -> Unit = {},
) {
    private val published = MutableStateFlow<S?>(null)

    val step: StateFlow<S?> = published.asStateFlow()

    /**
     * A step that came of a call, published whether the caller still waits for it or not. A call that failed may have
     * moved the flow, too.
     */
    suspend fun move(call: () -> Call): S = told {
        currentCoroutineContext().ensureActive()
        // Begun before the caller waits: a secret that the call takes is wiped once the caller is gone.
        calls.async(start = CoroutineStart.UNDISPATCHED) {
            try {
                publish(call().step())
            } catch (failure: Failure) {
                look()
                throw failure
            } finally {
                behind()
            }
        }.await()
    }

    /** The present step of a flow, or what is wrong with asking for it. */
    fun current(now: () -> RawStep): S = told { publish(now()) }

    /** Publishes the present step, if there is one. */
    fun look() {
        try {
            now?.let { publish(it()) }
        } catch (_: Failure) {
            published.value = null
        }
    }

    private fun publish(step: RawStep): S = ours(step, this).also { published.value = it }
}
