package dev.doorstep.sample.models

import dev.doorstep.CodeSent
import kotlin.time.Duration

/** A code that a screen asks for, whoever had it sent. */
class AskedCode(
    /** How many characters it has, where that was said. */
    val length: Int?,
    /** When the wait for another one began, in milliseconds since 1970. */
    val sinceMillis: Long,
    /** How long that is, where it was said. */
    private val resendAfter: Duration?,
    /** Whether there can be another one at all. */
    val isResendable: Boolean = true,
    /** The same as long as what was typed may stay in the field. */
    val field: Any = sinceMillis,
) {
    /** Seconds until another code may be asked for: by the sender's word, else after half a minute. */
    fun secondsLeft(nowMillis: Long): Int {
        val wait = resendAfter?.inWholeMilliseconds ?: USUAL_WAIT_MILLIS
        val left = sinceMillis + wait - nowMillis
        return if (left <= 0) 0 else ((left + 999) / 1000).toInt()
    }

    private companion object {
        const val USUAL_WAIT_MILLIS = 30_000L
    }
}

/** The service's own code, as a screen asks for it. */
fun CodeSent.asked() = AskedCode(length, sentAtMillis, resendAfter)

/** What a screen reader says of [seconds]: it changes every ten, so that nobody is talked to without end. */
fun spokenSeconds(seconds: Int): Int = (seconds + 9) / 10 * 10
