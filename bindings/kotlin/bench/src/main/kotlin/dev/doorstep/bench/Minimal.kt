package dev.doorstep.bench

import dev.doorstep.minimal.Caller
import dev.doorstep.minimal.Host
import dev.doorstep.minimal.Slot
import java.util.concurrent.ConcurrentHashMap

/** The library that does nothing, with a host as [Ours] has one. */
internal class Minimal {
    private val caller = Caller(MemoryHost())
    private val request = ByteArray(1400) { 'b'.code.toByte() }

    /** A call that calls its host [calls] times, and how long it took in nanoseconds. */
    suspend fun step(calls: Int): Long {
        val begun = System.nanoTime()
        val answer = caller.call(request, (calls - 1).toUInt())
        val took = System.nanoTime() - begun
        check(answer.size == Answers.token.size)
        return took
    }
}

private class MemoryHost : Host {
    private val records = ConcurrentHashMap<String, ByteArray>()

    override fun send(id: ULong, request: ByteArray, slot: Slot): Unit = slot.complete(Answers.token)

    override fun save(key: String, bytes: ByteArray) {
        records[key] = bytes
    }
}
