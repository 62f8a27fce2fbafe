/** From nothing to the end of the first call, of the library that is named: `ours` or `minimal`. */
@file:JvmName("First")

package dev.doorstep.bench

import kotlinx.coroutines.runBlocking
import java.io.File

/** Prints the nanoseconds to the first call, and the resident kilobytes that loading and one sign-in add. */
internal fun main(arguments: Array<String>) = runBlocking {
    val before = resident()
    val begun = System.nanoTime()
    val minimal = if (arguments.single() == "minimal") Minimal() else null
    val ours = if (minimal == null) Ours() else null
    val took = System.nanoTime() - begun
    minimal?.step(1)
    ours?.account()
    println("$took ${resident() - before}")
}

private fun resident(): Long {
    val line = File("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }
    return line.filter(Char::isDigit).toLong()
}
