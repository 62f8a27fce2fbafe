package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds

/** A challenge from in front of the tenant, as a step of each kind of flow. */
internal class VerificationTest {
    /** A script that keeps the proofs that it was shown. */
    private class Shown(private val script: Script) : Transport by script {
        val proofs = ArrayList<String?>()

        override fun send(id: Long, request: HttpRequest, slot: Slot) {
            proofs.add(request.headers.firstOrNull { it.first == "x-risk-proof" }?.second)
            script.send(id, request, slot)
        }
    }

    /** Casey's sign-in, whose password waits for a proof. */
    private suspend fun held(script: Script, device: Device): Pair<SignInFlow, SignInStep.VerificationRequired> {
        script.say("initiate.ok", "challenge.password", "gate.challenge_token")
        val flow = device.doorstep().signIn(NAME)
        val password = assertIs<SignInStep.PasswordRequired>(flow.start())
        return flow to assertIs<SignInStep.VerificationRequired>(password.reply.submit("Builder-2024!"))
    }

    @Test
    fun a_proof_sends_the_call_that_waited_onceMore() = onScript { script, device ->
        val shown = Shown(script).also { device.http = Http.Host(it) }
        val (flow, step) = held(script, device)
        assertEquals("tmx", step.challenge.provider)
        assertEquals("""{"page":"p-1"}""", step.challenge.payload)
        assertEquals(1, step.challenge.attempt)
        assertFalse("p-1" in "${step.challenge}", "a payload is not printed")
        assertFalse(flow.isDurable)
        assertSame<SignInStep?>(step, flow.step.value)

        script.say("gate.challenge_token")
        val again = assertIs<SignInStep.VerificationRequired>(step.reply.submit("proof-1"))
        assertEquals(2, again.challenge.attempt)
        script.say("token.mfa_required", "introspect.two")
        assertIs<SignInStep.MfaRequired>(again.reply.submit("proof-2"))
        assertEquals(listOf(null, "proof-1", "proof-2"), shown.proofs.drop(2).take(3))
    }

    @Test
    fun going_back_leads_to_the_step_before_and_sends_nothing() = onScript { script, device ->
        val shown = Shown(script).also { device.http = Http.Host(it) }
        val (flow, step) = held(script, device)
        assertEquals(Problem.INVALID_PROOF, failure<DoorstepException.Fixable> { step.reply.submit("two words") }.problem)
        assertIs<SignInStep.PasswordRequired>(step.reply.goBack())
        assertTrue(flow.isDurable)
        val stale = failure<DoorstepException.Misuse> { step.reply.submit("proof-1") }
        assertEquals(MisuseKind.STALE_STEP, stale.now)
        assertEquals(3, shown.proofs.size)
    }

    @Test
    fun a_sign_up_and_a_reset_are_held_up_at_their_first_call() = onScript { script, device ->
        script.say("gate.challenge_sign_up")
        val signUp = device.doorstep().signUp(NAME)
        val asked = assertIs<SignUpStep.VerificationRequired>(signUp.start())
        val beginning = failure<DoorstepException.Misuse> { asked.reply.goBack() }
        assertEquals(MisuseKind.NOT_STARTED, beginning.now)
        script.say("gate.challenge_sign_up", "sign_up.start.ok_bare", "sign_up.challenge.oob")
        val onceMore = assertIs<SignUpStep.VerificationRequired>(signUp.start())
        assertIs<SignUpStep.CodeRequired>(onceMore.reply.submit("proof-1"))

        script.say("gate.challenge_reset", "reset.start.ok", "reset.challenge.oob")
        val held = assertIs<ResetPasswordStep.VerificationRequired>(device.doorstep().resetPassword(NAME).start())
        assertIs<ResetPasswordStep.CodeRequired>(held.reply.submit("proof-1"))
    }

    @Test
    fun a_security_code_is_told_of_and_can_be_asked_for_again() = onScript { script, device ->
        val shown = Shown(script).also { device.http = Http.Host(it) }
        script.say("reset.start.ok", "reset.challenge.oob", "reset.continue.ok", "gate.security_code")
        val first = assertIs<ResetPasswordStep.CodeRequired>(device.doorstep().resetPassword(NAME).start())
        val password = assertIs<ResetPasswordStep.NewPasswordRequired>(first.reply.submit("12345678"))
        val step = assertIs<ResetPasswordStep.VerificationRequired>(password.reply.submit("Gardener-2025!"))
        val code = assertNotNull(step.challenge.securityCode)
        assertEquals(listOf<Any?>(Channel.Sms, "+1 ***55", 8, 5), listOf(code.channel, code.hint, code.codeLength, code.triesLeft))
        assertEquals(60.seconds, code.resendAfter)
        assertFalse("***55" in "${step.challenge} $code", "where it went is not printed")

        script.say("gate.security_code_part")
        val wrong = assertIs<ResetPasswordStep.VerificationRequired>(step.reply.submit("11111111"))
        assertEquals(2 to 4, wrong.challenge.attempt to wrong.challenge.securityCode?.triesLeft)
        script.say("gate.security_code")
        val again = assertIs<ResetPasswordStep.VerificationRequired>(wrong.reply.again())
        assertEquals(1, again.challenge.attempt)
        script.say("reset.submit.ok", "reset.poll.succeeded")
        val done = assertIs<ResetPasswordStep.PasswordReset>(again.reply.submit("22222222"))
        assertNull(done.recovery)
        assertEquals(listOf(null, "11111111", null, "22222222"), shown.proofs.drop(3).dropLast(1))
    }

    @Test
    fun a_sign_in_and_a_sign_up_ask_again_without_a_proof() = onScript { script, device ->
        val (_, step) = held(script, device)
        assertNull(step.challenge.securityCode)
        script.say("token.mfa_required", "introspect.two")
        assertIs<SignInStep.MfaRequired>(step.reply.again())
        assertEquals(MisuseKind.STALE_STEP, failure<DoorstepException.Misuse> { step.reply.again() }.now)

        script.say("gate.challenge_sign_up", "sign_up.start.ok_bare", "sign_up.challenge.oob")
        val asked = assertIs<SignUpStep.VerificationRequired>(device.doorstep().signUp(NAME).start())
        assertIs<SignUpStep.CodeRequired>(asked.reply.again())
    }

    @Test
    fun a_context_that_is_none_is_a_setting_to_change() = onScript { _, device ->
        for (context in listOf(0, 100, -1, 259)) {
            val error = failure<DoorstepException.Broken> { device.doorstep(stepUpContext = context) }
            assertEquals(Setting.STEP_UP_CONTEXT, assertIs<Area.Configuration>(error.area).setting)
        }
    }

    private fun Script.say(vararg vectors: String) = vectors.forEach { say(WireVectors.named(it).answer) }

    private companion object {
        const val NAME = "casey@farm.example"
    }
}
