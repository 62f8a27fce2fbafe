package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.fail

/** Ten thousand steps, and afterwards no more than before: not of objects, memory or threads. */
internal class LeakTest {
    @Test
    fun ten_thousand_steps_leave_nothing_behind() = onScript { script, device ->
        device.records = MemoryRecords()
        val doorstep = device.doorstep()
        repeat(ROUNDS) { round(script, device, doorstep) }
        // The JVM's own compiler comes and goes in the native heap. What leaks grows every time.
        val grown = List(WINDOWS) {
            val before = Footprint.settled()
            repeat(ROUNDS) { round(script, device, doorstep) }
            val after = Footprint.settled()
            println("after another ${ROUNDS * STEPS} steps: before $before, after $after")
            grown(before, after) ?: return@onScript assertEquals(emptyList(), doorstep.pending())
        }
        fail(grown.joinToString("\n"))
    }

    /** What there is more of, or nothing. */
    private fun grown(before: Footprint, after: Footprint): String? = when {
        after.objects > before.objects + 10 -> "objects: $before, $after"
        after.threads > before.threads + 4 -> "threads: $before, $after"
        after.javaHeap >= before.javaHeap + 2 * MEGABYTE -> "the JVM's heap: $before, $after"
        after.nativeHeap >= before.nativeHeap + 4 * MEGABYTE -> "the native heap: $before, $after"
        after.resident >= before.resident + 32 * MEGABYTE -> "resident: $before, $after"
        else -> null
    }

    /** Five steps: the password asked for, refused, taken, a second factor chosen, a wrong code. Then it is cancelled. */
    private suspend fun round(script: Script, device: Device, doorstep: Doorstep) {
        script.say(*answers)
        val flow = doorstep.signIn("casey@farm.example")
        val asked = assertIs<SignInStep.PasswordRequired>(flow.start())
        failure<DoorstepException.Fixable> { asked.reply.submit("wrong") }
        val choice = assertIs<SignInStep.MfaRequired>(asked.reply.submit("right"))
        val code = assertIs<SignInStep.MfaCodeRequired>(choice.reply.choose(choice.methods.last()))
        failure<DoorstepException.Fixable> { code.reply.submit("12345678") }
        flow.cancel()
        device.forgetEvents()
    }

    private companion object {
        const val STEPS = 5
        const val ROUNDS = 1_000
        const val WINDOWS = 3
        const val MEGABYTE = 1024L * 1024

        val answers = listOf(
            "initiate.ok", "challenge.password", "token.wrong_password", "token.mfa_required",
            "introspect.two", "mfa.challenge.sms", "token.wrong_second_code",
        ).map { WireVectors.named(it).answer }.toTypedArray()
    }
}
