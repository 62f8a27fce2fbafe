package dev.doorstep

import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.test.Test
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** The log is the process's: one test has it. */
internal class LogTest {
    @Test
    fun the_log_tells_of_calls_and_of_hooks_that_fail_but_no_secret() = onSandbox { _, device ->
        Doorstep.warmUp()
        val lines = ConcurrentLinkedQueue<Pair<LogLevel, String>>()
        val listening = AtomicBoolean(true)
        assertTrue(DoorstepLog.install(LogLevel.DEBUG) { level, line -> if (listening.get()) lines.add(level to line) })
        assertFalse(DoorstepLog.install(LogLevel.DEBUG) { _, _ -> })
        bob(device.doorstep())
        device.records = object : Records by device.records {
            override fun list(prefix: String): List<String> = error("told to the log")
        }
        failure<DoorstepException.Broken> { device.doorstep().accounts() }
        eventually { lines.any { (level, line) -> level == LogLevel.WARN && "told to the log" in line } }
        assertTrue(lines.any { (_, line) -> "called the service" in line })
        assertFalse(lines.any { (_, line) -> BOB in line || BOB_PASSWORD in line })
        listening.set(false)
    }
}
