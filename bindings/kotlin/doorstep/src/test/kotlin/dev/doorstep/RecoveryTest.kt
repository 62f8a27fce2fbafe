package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** A reset because a device is lost: what is said in front of the tenant, and what is left on this device. */
internal class RecoveryTest {
    /** A script that keeps what it was told about a recovery. */
    private class Told(private val script: Script) : Transport by script {
        val reasons = ArrayList<String?>()

        override fun send(id: Long, request: HttpRequest, slot: Slot) {
            reasons.add(request.headers.firstOrNull { it.first == "x-recovery" }?.second)
            script.send(id, request, slot)
        }
    }

    private suspend fun lost(doorstep: Doorstep): ResetPasswordFlow =
        doorstep.resetPassword(NAME, because = RecoveryReason.DEVICE_LOST)

    @Test
    fun a_start_that_nobody_confirms_ends_before_a_code_is_sent() = onScript { script, device ->
        script.say("reset.start.ok")
        val flow = lost(device.doorstep())
        val error = failure<DoorstepException.Broken> { flow.start() }
        assertEquals("recovery_unconfirmed" to Landing.FLOW_OVER, error.info.code to error.info.landing)
        val area = assertIs<Area.Configuration>(error.area)
        assertEquals(Setting.DEVICE_LOST, area.setting)
        assertTrue("[device_lost]" in area.advice)
    }

    @Test
    fun it_says_so_once_and_tells_at_the_end_what_was_carried_out() = onScript { script, device ->
        val told = Told(script).also { device.http = Http.Host(it) }
        val flow = lost(device.doorstep())
        script.say("gate.recovery", "reset.challenge.oob", "reset.continue.ok")
        val code = assertIs<ResetPasswordStep.CodeRequired>(flow.start())
        assertIs<ResetPasswordStep.NewPasswordRequired>(code.reply.submit("12345678"))

        val resumed = assertIs<ResumedFlow.ResetPassword>(device.doorstep().resume(flow.id)).flow
        val password = assertIs<ResetPasswordStep.NewPasswordRequired>(resumed.step.value)
        script.say("reset.submit.ok", "reset.poll.succeeded")
        val done = assertIs<ResetPasswordStep.PasswordReset>(password.reply.submit("Gardener-2025!"))
        assertEquals(RecoveryReason.DEVICE_LOST, done.recovery)
        assertEquals(listOf("device_lost") + List(4) { null }, told.reasons)
    }

    private fun Script.say(vararg vectors: String) = vectors.forEach { say(WireVectors.named(it).answer) }

    private companion object {
        const val NAME = "casey@farm.example"
    }
}
