package dev.doorstep.sample.models

import dev.doorstep.CodeSent

/** Seconds until another code may be asked for: by the service's word, else after half a minute. */
fun CodeSent.secondsLeft(nowMillis: Long): Int {
    val wait = resendAfter?.inWholeMilliseconds ?: USUAL_WAIT_MILLIS
    val left = sentAtMillis + wait - nowMillis
    return if (left <= 0) 0 else ((left + 999) / 1000).toInt()
}

/** What a screen reader says of [seconds]: it changes every ten, so that nobody is talked to without end. */
fun spokenSeconds(seconds: Int): Int = (seconds + 9) / 10 * 10

private const val USUAL_WAIT_MILLIS = 30_000L
