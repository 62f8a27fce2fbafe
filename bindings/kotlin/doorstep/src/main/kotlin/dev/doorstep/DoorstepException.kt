package dev.doorstep

import dev.doorstep.ffi.Failure
import dev.doorstep.ffi.InternalException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** Why a call failed, by the reaction that it calls for. There are five, and there will be no sixth. */
public sealed class DoorstepException(public val info: ErrorInfo) : Exception(info.sentence()) {
    /** The person can correct it: show [problem] at the field and let them try again. */
    public class Fixable internal constructor(public val problem: Problem, info: ErrorInfo) : DoorstepException(info)

    /** Time can correct it: wait, for [retryAfter] where that is known, then do the same again. */
    public class Later internal constructor(
        public val reason: Reason,
        public val retryAfter: Duration?,
        info: ErrorInfo,
    ) : DoorstepException(info)

    /** The app's screen is stale: show what [now] says. */
    public class Misuse internal constructor(public val now: MisuseKind, info: ErrorInfo) : DoorstepException(info)

    /** Somebody decided against it: stop and explain. */
    public class Denied internal constructor(public val by: Denier, info: ErrorInfo) : DoorstepException(info)

    /** Somebody must look into it: log it, and tell the person that it is not their fault. */
    public class Broken internal constructor(public val area: Area, info: ErrorInfo) : DoorstepException(info)
}

/** What an error says to logs and to support. But for [hostReason], it holds no personal data. */
public class ErrorInfo internal constructor(
    /** Stable, in snake case: key string tables and alerts by it. */
    public val code: String,
    /** One sentence in English for developers. */
    public val summary: String,
    /** Whether the flow goes on. */
    public val landing: Landing,
    /** The flow's id in the service's logs. */
    public val correlationId: String?,
    /** The first of the service's error numbers (the digits of `AADSTS…`). */
    public val serverCode: Long?,
    /** The service's `suberror`, when it is a plain word. */
    public val suberror: String?,
    /** The service's time of the error, as it wrote it. */
    public val timestamp: String?,
    /** The names of the attributes that it is about. */
    public val attributes: List<String>,
    /** The first line of what the app's own transport, vault or records threw meanwhile. */
    public val hostReason: String?,
) {
    internal fun sentence(): String {
        val details = listOfNotNull(
            code,
            serverCode?.let { "AADSTS$it" },
            correlationId?.let { "correlation id $it" },
            hostReason,
        )
        return "$summary (${details.joinToString()})"
    }

    override fun toString(): String = sentence()
}

/** Runs a call of the library; what it throws is a [DoorstepException]. */
internal inline fun <T> told(call: () -> T): T {
    try {
        return call()
    } catch (failure: Failure) {
        throw failure.told()
    } catch (panic: InternalException) {
        throw defect(panic)
    }
}

internal fun defect(cause: Throwable): DoorstepException {
    val info = ErrorInfo(
        code = "defect",
        summary = "The library failed inside.",
        landing = Landing.FLOW_OVER,
        correlationId = null,
        serverCode = null,
        suberror = null,
        timestamp = null,
        attributes = emptyList(),
        hostReason = null,
    )
    return DoorstepException.Broken(Area.Internal, info).apply { initCause(cause) }
}

internal fun Failure.told(): DoorstepException = when (this) {
    is Failure.Fixable -> DoorstepException.Fixable(problem.mirrored(), info.told())
    is Failure.Later ->
        DoorstepException.Later(reason.mirrored(), retryAfterMillis?.toLong()?.milliseconds, info.told())
    is Failure.Misuse -> DoorstepException.Misuse(now.mirrored(), info.told())
    is Failure.Denied -> DoorstepException.Denied(by.mirrored(), info.told())
    is Failure.Broken -> DoorstepException.Broken(area.told(), info.told())
}

private fun dev.doorstep.ffi.ErrorInfo.told() = ErrorInfo(
    code = code,
    summary = summary,
    landing = landing.mirrored(),
    correlationId = correlationId,
    serverCode = serverCode?.toLong(),
    suberror = suberror,
    timestamp = timestamp,
    attributes = attributes,
    hostReason = hostReason,
)

private fun dev.doorstep.ffi.Area.told(): Area = when (this) {
    is dev.doorstep.ffi.Area.Configuration -> Area.Configuration(setting.mirrored(), advice)
    is dev.doorstep.ffi.Area.Server -> Area.Server
    is dev.doorstep.ffi.Area.Api -> Area.Api
    is dev.doorstep.ffi.Area.Edge -> Area.Edge
    is dev.doorstep.ffi.Area.Storage -> Area.Storage
    is dev.doorstep.ffi.Area.Internal -> Area.Internal
}

/** The entry of the same name: a test holds the two enums together. */
internal inline fun <reified T : Enum<T>> Enum<*>.mirrored(): T = enumValueOf(name)
