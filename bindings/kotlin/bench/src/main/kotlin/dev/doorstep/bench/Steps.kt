/** What calls cost in a process that is warm. */
@file:JvmName("Steps")

package dev.doorstep.bench

import kotlinx.coroutines.runBlocking

private const val WARM_UP = 3000
private const val ROUNDS = 9
private const val STEPS = 300
private const val TOKENS = 2000

private const val NANOS_A_MICRO = 1e3
private const val NANOS_A_MILLI = 1e6

internal fun main() = runBlocking {
    val (ours, minimal) = Ours() to Minimal()
    ours.step()
    ours.step()
    val calls = ours.calls()
    repeat(WARM_UP) {
        ours.step()
        minimal.step(calls)
    }
    val rounds = List(ROUNDS) { round(ours, minimal, calls) }
    tell("ffi-step", rounds.map { it.first }, rounds.map { it.second })
    tell("ffi-step-calls", listOf(calls.toDouble()))
    val account = ours.account()
    repeat(WARM_UP) { account.accessToken() }
    tell("ffi-token-p99", List(ROUNDS) { tokens { account.accessToken() } })
}

/** The medians of one round in microseconds. The two take turns, each as often first as second. */
private suspend fun round(ours: Ours, minimal: Minimal, calls: Int): Pair<Double, Double> {
    val (own, peer) = LongArray(STEPS) to LongArray(STEPS)
    repeat(STEPS) {
        if (it % 2 == 0) own[it] = ours.step()
        peer[it] = minimal.step(calls)
        if (it % 2 == 1) own[it] = ours.step()
        check(ours.calls() == calls) { "${ours.calls()} calls of the host, not $calls" }
    }
    return own.median() / NANOS_A_MICRO to peer.median() / NANOS_A_MICRO
}

private suspend fun tokens(token: suspend () -> Any): Double {
    val took = LongArray(TOKENS) {
        val begun = System.nanoTime()
        token()
        System.nanoTime() - begun
    }
    return took.quantile(0.99) / NANOS_A_MILLI
}
