package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue

/** Every flow, once over each of the two HTTP stacks. */
internal abstract class FlowsTest(private val stack: () -> Http) {
    private fun flowTest(test: suspend (Sandbox, Device) -> Unit) = onSandbox { sandbox, device ->
        device.http = stack()
        test(sandbox, device)
    }

    @Test
    fun a_password_and_a_second_factor_end_in_an_account() = flowTest { sandbox, device ->
        val flow = device.doorstep().signIn(ADA, scopes = TODO)
        assertNull(flow.step.value)
        val choice = adaAtSecondFactor(flow)
        assertSame<SignInStep?>(choice, flow.step.value)
        assertEquals(listOf(Channel.Email, Channel.Sms), choice.methods.map { it.channel })
        val asked = assertIs<SignInStep.MfaCodeRequired>(choice.reply.choose(choice.methods[1]))
        assertEquals(8, asked.code.length)
        val done = assertIs<SignInStep.SignedIn>(asked.reply.submit(sandbox.code("+15550100123")))
        assertEquals("Ada", done.account.name)
        assertEquals(ADA, done.account.username)
        assertEquals("\"${done.account.id.objectId}\"", done.account.claim("oid"))
        assertTrue(done.account.isDurable)
        assertIs<SignInStep.SignedIn>(flow.step.value)
    }

    @Test
    fun a_code_by_mail_ends_in_an_account() = flowTest { sandbox, device ->
        val step = assertIs<SignInStep.CodeRequired>(device.doorstep().signIn(CLEO).start())
        assertEquals(Channel.Email, step.code.channel)
        val account = assertIs<SignInStep.SignedIn>(step.reply.submit(sandbox.code(CLEO))).account
        assertEquals(CLEO, account.username)
    }

    @Test
    fun a_sign_up_with_attributes_leads_on_to_a_sign_in() = flowTest { sandbox, device ->
        val flow = device.doorstep(ATTRIBUTES_APP).signUp(DORA, scopes = TODO)
        val code = assertIs<SignUpStep.CodeRequired>(flow.start())
        val password = assertIs<SignUpStep.PasswordRequired>(code.reply.submit(sandbox.code(DORA)))
        val asked = assertIs<SignUpStep.AttributesRequired>(password.reply.submit(DORA_PASSWORD))
        assertEquals(listOf("displayName", "city", "age"), asked.attributes.map { it.name })
        assertEquals(AttributeKind.Number, asked.attributes.last().kind)
        val given = attributes { displayName("Dora"); city("Bergen"); number("age", 36) }
        val done = assertIs<SignUpStep.SignedUp>(asked.reply.submit(given))
        val account = assertIs<SignInStep.SignedIn>(done.next.signIn().start()).account
        assertEquals("Dora", account.name)
    }

    @Test
    fun a_reset_leads_on_to_a_sign_in_with_the_new_password() = flowTest { sandbox, device ->
        val doorstep = device.doorstep()
        val code = assertIs<ResetPasswordStep.CodeRequired>(doorstep.resetPassword(BOB, TODO).start())
        val asked = assertIs<ResetPasswordStep.NewPasswordRequired>(code.reply.submit(sandbox.code(BOB)))
        val done = assertIs<ResetPasswordStep.PasswordReset>(asked.reply.submit("Gardener-2025!"))
        assertIs<SignInStep.SignedIn>(done.next.signIn().start())
        assertIs<SignInStep.SignedIn>(doorstep.signIn(BOB, "Gardener-2025!").start())
    }

    @Test
    fun a_registration_in_the_middle_of_a_sign_in() = flowTest { sandbox, device ->
        val flow = device.doorstep().signIn(BOB, BOB_PASSWORD, TODO, context = 3)
        val choice = assertIs<SignInStep.RegistrationRequired>(flow.start())
        val phone = choice.methods.first { it.channel == Channel.Sms }
        val asked = assertIs<SignInStep.RegistrationCodeRequired>(choice.reply.register(phone, "+15550100777"))
        val done = asked.reply.submit(sandbox.code("+15550100777"))
        assertIs<SignInStep.SignedIn>(done)
    }

    @Test
    fun tokens_come_from_memory_and_by_refresh_until_the_sign_out() = flowTest { _, device ->
        val doorstep = device.doorstep()
        val account = bob(doorstep)
        val token = account.accessToken()
        assertTrue("api://todo/ToDo.Read" in token.scopes || "ToDo.Read" in token.scopes, token.scopes.toString())
        assertEquals(token.token, account.accessToken().token)
        assertNotEquals(token.token, account.refreshedAccessToken().token)
        assertEquals(listOf(account), doorstep.accounts())
        assertNull(doorstep.currentAccount())
        doorstep.setCurrent(account)
        assertEquals(account, device.doorstep().currentAccount())
        account.signOut()
        assertEquals(emptyList(), doorstep.accounts())
        assertEquals(MisuseKind.SIGNED_OUT, failure<DoorstepException.Misuse> { account.accessToken() }.now)
    }

    @Test
    fun a_journey_through_the_browser_can_begin_and_a_foreign_callback_is_not_taken() = flowTest { _, device ->
        val doorstep = device.doorstep(mfa = false)
        val flow = doorstep.signIn(ADA, ADA_PASSWORD, TODO)
        val step = assertIs<SignInStep.BrowserRequired>(flow.start())
        assertEquals(BrowserReasonKind.MISSING_MFA_CAPABILITY, step.reason.kind)
        val address = step.reply.authorizationUrl(prompt = "login")
        assertTrue("code_challenge=" in address && "prompt=login" in address, "PKCE and prompt")
        val foreign = failure<DoorstepException.Misuse> { step.reply.complete("doorstep://callback?code=c&state=no") }
        assertEquals(MisuseKind.STALE_STEP, foreign.now)
        assertIs<SignInStep.BrowserRequired>(flow.step.value)
    }

    @Test
    fun a_lost_answer_is_told_and_the_request_never_repeated() = flowTest { sandbox, device ->
        val step = assertIs<SignInStep.PasswordRequired>(device.doorstep().signIn(BOB).start())
        sandbox.put("/faults", """{"faults":[{"endpoint":"oauth2/v2.0/token","drop":true,"when":"after"}]}""")
        val error = failure<DoorstepException.Later> { step.reply.submit(BOB_PASSWORD) }
        assertEquals(Reason.NO_ANSWER, error.reason)
        assertEquals(1, sandbox.requests("oauth2/v2.0/token"))
    }

    @Test
    fun an_answer_that_is_too_large_is_not_taken_in() = flowTest { sandbox, device ->
        sandbox.put("/faults", """{"faults":[{"endpoint":"oauth2/v2.0/initiate","status":200,"body":"huge"}]}""")
        val error = failure<DoorstepException.Broken> { device.doorstep().signIn(BOB).start() }
        assertEquals("body_too_large", error.info.code)
    }
}

internal class HostTransportTest : FlowsTest({ Http.Host() })

internal class RustTransportTest : FlowsTest({ Http.Rust() })
