package dev.doorstep

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.time.Duration.Companion.seconds

/** The gate's back-end rules, from Kotlin, against the sandbox whose gate has them. */
internal class BackEndRulesTest {
    private fun onRules(rules: String, test: suspend (Sandbox, Device) -> Unit) =
        onSandbox("--seed", "../../../sandbox/scenarios/$rules.toml", test = test)

    private suspend fun passwordAsked(sandbox: Sandbox, flow: ResetPasswordFlow): NewPasswordReply {
        val mailed = assertIs<ResetPasswordStep.CodeRequired>(flow.start())
        return assertIs<ResetPasswordStep.NewPasswordRequired>(mailed.reply.submit(sandbox.code(BOB))).reply
    }

    private suspend fun heldUp(sandbox: Sandbox, flow: ResetPasswordFlow): ResetPasswordStep.VerificationRequired =
        assertIs<ResetPasswordStep.VerificationRequired>(passwordAsked(sandbox, flow).submit(NEW_PASSWORD))

    @Test
    fun a_reset_takes_a_security_code_after_a_wrong_one_and_another_one() = onRules("rules_reset_code") { sandbox, device ->
        val doorstep = device.doorstep(authority = sandbox.gate)
        val first = heldUp(sandbox, doorstep.resetPassword(BOB))
        val code = assertNotNull(first.challenge.securityCode)
        assertEquals(Channel.Sms to 8, code.channel to code.codeLength)
        assertEquals(5 to 60.seconds, code.triesLeft to code.resendAfter)
        val sent = sandbox.code(BOB_PHONE)

        val wrong = assertIs<ResetPasswordStep.VerificationRequired>(first.reply.submit(if (sent == "00000000") "11111111" else "00000000"))
        assertEquals(2 to 4, wrong.challenge.attempt to wrong.challenge.securityCode?.triesLeft)
        val early = assertIs<ResetPasswordStep.VerificationRequired>(wrong.reply.again())
        assertEquals(sent, sandbox.code(BOB_PHONE), "the wait is not over")
        sandbox.post("/clock", """{"advance_seconds": 61}""")
        val again = assertIs<ResetPasswordStep.VerificationRequired>(early.reply.again())
        assertNotEquals(sent, sandbox.code(BOB_PHONE))
        val void = assertIs<ResetPasswordStep.VerificationRequired>(again.reply.submit(sent))

        val done = assertIs<ResetPasswordStep.PasswordReset>(void.reply.submit(sandbox.code(BOB_PHONE)))
        assertNull(done.recovery)
        assertIs<SignInStep.SignedIn>(done.next.signIn().start())
        assertIs<SignInStep.SignedIn>(doorstep.signIn(BOB, NEW_PASSWORD).start())
    }

    @Test
    fun a_lost_device_ends_sessions_everywhere_and_freezes_other_resets() = onRules("rules_device_lost") { sandbox, device ->
        val elsewhere = Device(sandbox.gate)
        val lost = bob(elsewhere.doorstep())
        val doorstep = device.doorstep(authority = sandbox.gate)
        val here = bob(doorstep)

        val held = heldUp(sandbox, doorstep.resetPassword(BOB, because = RecoveryReason.DEVICE_LOST))
        val done = assertIs<ResetPasswordStep.PasswordReset>(held.reply.submit(sandbox.code(BOB_PHONE)))
        assertEquals(RecoveryReason.DEVICE_LOST, done.recovery)
        assertEquals(emptyList(), doorstep.accounts())
        assertEquals(MisuseKind.SIGNED_OUT, failure<DoorstepException.Misuse> { here.accessToken(TODO) }.now)
        assertEquals(MisuseKind.SIGNED_OUT, failure<DoorstepException.Misuse> { lost.refreshedAccessToken(TODO) }.now)

        val thief = passwordAsked(sandbox, elsewhere.doorstep().resetPassword(BOB))
        assertEquals(Denier.GATE, failure<DoorstepException.Denied> { thief.submit("Thief-2026!") }.by)
        assertIs<SignInStep.SignedIn>(done.next.signIn().start())
        assertEquals(1, doorstep.accounts().size)
        elsewhere.folder.deleteRecursively()
    }

    @Test
    fun a_lost_device_needs_a_gate_that_knows_what_to_do() = onRules("rules_reset_code") { sandbox, device ->
        for (authority in listOf(sandbox.gate, sandbox.tenant)) {
            val flow = device.doorstep(authority = authority).resetPassword(BOB, because = RecoveryReason.DEVICE_LOST)
            val error = failure<DoorstepException.Broken> { flow.start() }
            assertEquals(Setting.DEVICE_LOST, assertIs<Area.Configuration>(error.area).setting)
        }
        assertEquals(0, sandbox.requests("resetpassword/v1.0/challenge"))
    }

    @Test
    fun a_sign_up_lands_in_a_group_whose_policy_is_in_force_at_the_first_sign_in() =
        onRules("rules_sign_up_group") { sandbox, device ->
            val doorstep = device.doorstep(authority = sandbox.gate, signals = Signals())
            doorstep.setConsent(DataUse.DEVICE)
            val mailed = assertIs<SignUpStep.CodeRequired>(doorstep.signUp(DORA, DORA_PASSWORD).start())
            val done = assertIs<SignUpStep.SignedUp>(mailed.reply.submit(sandbox.code(DORA)))
            val choice = assertIs<SignInStep.RegistrationRequired>(done.next.signIn().start())
            val phone = choice.methods.first { it.channel == Channel.Sms }
            val texted = assertIs<SignInStep.RegistrationCodeRequired>(choice.reply.register(phone, DORA_PHONE))
            assertIs<SignInStep.SignedIn>(texted.reply.submit(sandbox.code(DORA_PHONE)))
        }

    @Test
    fun a_second_code_after_a_recovery_says_what_the_first_one_was_for() {
        val seed = File.createTempFile("doorstep", ".toml")
        val rules = File("../../../sandbox/scenarios/rules_reset_code.toml").readText()
        seed.writeText("$rules\n[[policies.conditional_access]]\nname = \"Always\"\nusers = { include = [\"all\"] }\nrequire = \"mfa\"\n")
        onSandbox("--seed", seed.path) { sandbox, device ->
            val held = heldUp(sandbox, device.doorstep(authority = sandbox.gate).resetPassword(BOB))
            val done = assertIs<ResetPasswordStep.PasswordReset>(held.reply.submit(sandbox.code(BOB_PHONE)))
            val choice = assertIs<SignInStep.MfaRequired>(done.next.signIn().start())
            val mailed = assertIs<SignInStep.MfaCodeRequired>(choice.reply.choose(choice.methods.first { it.channel == Channel.Email }))
            assertEquals(CodePurpose.PASSWORD_RESET, mailed.code.repeats)
            assertIs<SignInStep.SignedIn>(mailed.reply.submit(sandbox.code(BOB)))
        }
        seed.delete()
    }

    private companion object {
        const val BOB_PHONE = "+15550100199"
        const val DORA_PHONE = "+15550100333"
        const val NEW_PASSWORD = "Carpenter-77"
    }
}
