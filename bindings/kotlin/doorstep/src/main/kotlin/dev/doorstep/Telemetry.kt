package dev.doorstep

import dev.doorstep.ffi.LogSink
import dev.doorstep.ffi.setLogSink
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import dev.doorstep.ffi.Event as RawEvent

/** Takes in what happens, on a thread of its own, one event at a time and in their order. */
public fun interface EventListener {
    public fun onEvent(event: Event)
}

/** Something that happened. It holds no personal data, no token and no text of the service's. */
public sealed interface Event {
    /** A call to the service ended. */
    public data class CallFinished(
        /** What was asked, such as `redeem_password`. */
        public val call: String,
        /** What came of it: a name such as `granted`, or the code of an error. */
        public val outcome: String,
        public val status: StatusClass,
        public val latency: Duration,
        /** How many repetitions there were, each of a request that never left the device. */
        public val retries: Int,
        public val correlationId: String,
    ) : Event

    /** A flow came to a step. */
    public data class StepShown(
        public val flow: FlowKind,
        public val step: StepKind,
        public val correlationId: String,
    ) : Event

    /** A flow ended: `signed_in`, `cancelled`, or the code of an error. */
    public data class FlowEnded(
        public val flow: FlowKind,
        public val outcome: String,
        public val correlationId: String,
    ) : Event

    /** Saved records could not be read and were set aside. */
    public data class RecordsSetAside(public val why: SetAside, public val count: Long) : Event

    /** A risk provider was called, or would have been if it were not at rest. */
    public data class RiskHookCalled(
        /** Which call: `begin`, `ready`, `check`, `attach`. */
        public val hook: String,
        /** What came of it, such as `allow`; or why nothing did: `late`, `failed`, `resting`, `other_session`, `bad_header`. */
        public val outcome: String,
        public val latency: Duration,
        /** Null before there is a flow. */
        public val correlationId: String?,
    ) : Event

    /** An access token was handed out. */
    public data class TokenGiven(public val from: TokenSource) : Event
}

/** The kind of an HTTP status, by its first digit. */
public enum class StatusClass { NONE, SUCCESS, REDIRECTION, CLIENT_ERROR, SERVER_ERROR, UNKNOWN, OTHER }

/** Why records were set aside. */
public enum class SetAside { DAMAGED, KEY_INVALIDATED, OTHER }

/** Where an access token came from. */
public enum class TokenSource { CACHE, REFRESH, OTHER }

/** How much a line of the log matters. */
public enum class LogLevel { ERROR, WARN, INFO, DEBUG }

/** The library's log, which goes nowhere unless it is asked for. */
public object DoorstepLog {
    /**
     * Sends the log of the whole process, up to [level], to [write], on a thread of its own. The first one stays until
     * the process ends: false where there is one already. Lines hold no secret and no personal data, but for what the
     * app's own transport, vault and records threw.
     */
    public fun install(level: LogLevel, write: (LogLevel, String) -> Unit): Boolean = setLogSink(
        level.mirrored(),
        object : LogSink {
            override fun log(level: dev.doorstep.ffi.LogLevel, line: String) = write(level.mirrored(), line)
        },
    )
}

/** An [EventListener], as the library calls it. */
internal class RawEvents(private val host: EventListener) : dev.doorstep.ffi.EventSink {
    override fun record(event: RawEvent): Unit = host.onEvent(event.told())
}

private fun RawEvent.told(): Event = when (this) {
    is RawEvent.CallFinished -> Event.CallFinished(
        call,
        outcome,
        status.mirrored(),
        latencyMillis.toLong().milliseconds,
        retries.toInt(),
        correlationId,
    )
    is RawEvent.StepShown -> Event.StepShown(flow.mirrored(), step.mirrored(), correlationId)
    is RawEvent.FlowEnded -> Event.FlowEnded(flow.mirrored(), outcome, correlationId)
    is RawEvent.RecordsSetAside -> Event.RecordsSetAside(why.mirrored(), count.toLong())
    is RawEvent.RiskHookCalled -> Event.RiskHookCalled(hook, outcome, latencyMillis.toLong().milliseconds, correlationId)
    is RawEvent.TokenGiven -> Event.TokenGiven(from.mirrored())
}
