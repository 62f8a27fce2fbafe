package dev.doorstep.sample.models

import dev.doorstep.Area
import dev.doorstep.Denier
import dev.doorstep.DoorstepException
import dev.doorstep.Landing
import dev.doorstep.MisuseKind
import dev.doorstep.Problem
import dev.doorstep.Reason
import dev.doorstep.Setting

/** What a screen says when a call failed: which sentence, what to do next, and what support asks for. */
class Trouble(
    val kind: TroubleKind,
    /** The way on that is offered beside the sentence. */
    val remedy: Remedy? = null,
    /** Which sentence of its kind: the password's rule that was broken, for instance. */
    val problem: Problem? = null,
    /** When trying again makes sense, in milliseconds since 1970. */
    val retryAtMillis: Long? = null,
    /** Stable, for support and for string tables. */
    val code: String,
    /** The flow's id in the service's logs. */
    val correlationId: String? = null,
    /** The attributes that were refused. */
    val attributes: List<String> = emptyList(),
    /** Whether the flow is over, so that there is no step to go back to. */
    val isOver: Boolean = false,
) {
    /** What "copy" puts on the clipboard. It holds nothing about the person. */
    val reference: String get() = listOfNotNull(code, correlationId).joinToString(" ")

    companion object {
        /** What [failure] means to the person who looks at the screen. */
        fun of(failure: DoorstepException, nowMillis: Long = System.currentTimeMillis()): Trouble {
            val kind = kindOf(failure)
            val wait = (failure as? DoorstepException.Later)?.retryAfter
            return Trouble(
                kind = kind,
                remedy = remedyOf(failure, kind),
                problem = (failure as? DoorstepException.Fixable)?.problem,
                retryAtMillis = wait?.let { nowMillis + it.inWholeMilliseconds },
                code = failure.info.code,
                correlationId = failure.info.correlationId,
                attributes = failure.info.attributes,
                isOver = failure.info.landing == Landing.FLOW_OVER || failure.isAtTheBeginning(),
            )
        }

        /** Something of the app's own, without the service. */
        fun local(kind: TroubleKind, remedy: Remedy? = null) = Trouble(kind, remedy, code = kind.name.lowercase())
    }
}

/** Which sentence. Each has a text in every language. */
enum class TroubleKind {
    WRONG_PASSWORD, WRONG_CODE, NO_ACCOUNT, ACCOUNT_EXISTS, PASSWORD_RULE, ADDRESS, CONTACT, METHOD_BLOCKED, ATTRIBUTES,
    MUST_RESET, BROWSER_CANCELLED, OTHER_INPUT,
    OFFLINE, THROTTLED, LOCKED_OUT, TOO_MANY_CODES, WAIT, STORE_LOCKED, SERVER, RISK_AWAY,
    EXPIRED, SIGNED_OUT, STALE, DENIED, RISK, NO_RECOVERY, BROKEN, NO_BROWSER, API,
}

/** The way on that a screen offers. */
enum class Remedy { RESET_PASSWORD, SIGN_UP, SIGN_IN, START_OVER }

private fun DoorstepException.isAtTheBeginning() = this is DoorstepException.Misuse && now == MisuseKind.NOT_STARTED

private fun kindOf(failure: DoorstepException): TroubleKind = when (failure) {
    is DoorstepException.Fixable -> kindOf(failure.problem)
    is DoorstepException.Later -> when (failure.reason) {
        Reason.OFFLINE, Reason.NO_ANSWER -> TroubleKind.OFFLINE
        Reason.THROTTLED -> TroubleKind.THROTTLED
        Reason.LOCKED_OUT -> TroubleKind.LOCKED_OUT
        Reason.TOO_MANY_CODES -> TroubleKind.TOO_MANY_CODES
        Reason.RESEND_TOO_SOON, Reason.STILL_CHANGING -> TroubleKind.WAIT
        Reason.STORE_LOCKED -> TroubleKind.STORE_LOCKED
        Reason.RISK_UNAVAILABLE -> TroubleKind.RISK_AWAY
        else -> TroubleKind.SERVER
    }
    is DoorstepException.Misuse -> when (failure.now) {
        MisuseKind.EXPIRED, MisuseKind.FINISHED, MisuseKind.CANCELLED -> TroubleKind.EXPIRED
        MisuseKind.SIGNED_OUT -> TroubleKind.SIGNED_OUT
        else -> TroubleKind.STALE
    }
    is DoorstepException.Denied -> if (failure.by == Denier.POLICY) TroubleKind.DENIED else TroubleKind.RISK
    is DoorstepException.Broken -> kindOf(failure.area)
}

private fun kindOf(area: Area): TroubleKind {
    val setting = (area as? Area.Configuration)?.setting
    return if (setting == Setting.DEVICE_LOST) TroubleKind.NO_RECOVERY else TroubleKind.BROKEN
}

private fun kindOf(problem: Problem): TroubleKind = when (problem) {
    Problem.WRONG_PASSWORD -> TroubleKind.WRONG_PASSWORD
    Problem.WRONG_CODE, Problem.BLANK_CODE -> TroubleKind.WRONG_CODE
    Problem.USER_NOT_FOUND -> TroubleKind.NO_ACCOUNT
    Problem.USER_EXISTS -> TroubleKind.ACCOUNT_EXISTS
    Problem.PASSWORD_TOO_WEAK, Problem.PASSWORD_TOO_SHORT, Problem.PASSWORD_TOO_LONG, Problem.PASSWORD_RECENTLY_USED,
    Problem.PASSWORD_BANNED, Problem.PASSWORD_INVALID, Problem.PASSWORD_NOT_CHANGED, Problem.BLANK_PASSWORD,
    -> TroubleKind.PASSWORD_RULE
    Problem.PASSWORD_RESET_REQUIRED, Problem.NO_PASSWORD -> TroubleKind.MUST_RESET
    Problem.INVALID_USERNAME -> TroubleKind.ADDRESS
    Problem.BLANK_CONTACT, Problem.CONTACT_REJECTED, Problem.CONTACT_DISALLOWED -> TroubleKind.CONTACT
    Problem.METHOD_BLOCKED, Problem.UNKNOWN_METHOD -> TroubleKind.METHOD_BLOCKED
    Problem.ATTRIBUTES_MISSING, Problem.ATTRIBUTES_REJECTED -> TroubleKind.ATTRIBUTES
    Problem.BROWSER_CANCELLED, Problem.BROWSER_CODE_REJECTED -> TroubleKind.BROWSER_CANCELLED
    else -> TroubleKind.OTHER_INPUT
}

private fun remedyOf(failure: DoorstepException, kind: TroubleKind): Remedy? = when (kind) {
    TroubleKind.WRONG_PASSWORD, TroubleKind.MUST_RESET, TroubleKind.LOCKED_OUT -> Remedy.RESET_PASSWORD
    TroubleKind.NO_ACCOUNT -> Remedy.SIGN_UP
    TroubleKind.ACCOUNT_EXISTS, TroubleKind.SIGNED_OUT -> Remedy.SIGN_IN
    else -> Remedy.START_OVER.takeIf { failure.info.landing == Landing.FLOW_OVER }
}
