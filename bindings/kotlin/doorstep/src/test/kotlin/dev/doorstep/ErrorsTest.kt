package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds

/** Each of the five errors crosses with what it carries. */
internal class ErrorsTest {
    @Test
    fun fixable_says_what_to_correct_and_leaves_the_reply_good() = onSandbox { _, device ->
        val flow = device.doorstep().signIn(BOB)
        val step = assertIs<SignInStep.PasswordRequired>(flow.start())
        val error = failure<DoorstepException.Fixable> { step.reply.submit("wrong") }
        assertEquals(Problem.WRONG_PASSWORD, error.problem)
        assertEquals("wrong_password", error.info.code)
        assertEquals(50126, error.info.serverCode)
        assertEquals(flow.correlationId, error.info.correlationId)
        assertEquals(Landing.SAME_STEP, error.info.landing)
        assertNotNull(error.info.timestamp)
        assertNull(error.info.hostReason)
        assertTrue("AADSTS50126" in error.message.orEmpty(), error.message)
        assertIs<SignInStep.SignedIn>(step.reply.submit(BOB_PASSWORD))
    }

    @Test
    fun fixable_names_the_attributes_and_the_rule_of_a_password() = onSandbox { sandbox, device ->
        val flow = device.doorstep(ATTRIBUTES_APP).signUp(DORA)
        val code = assertIs<SignUpStep.CodeRequired>(flow.start())
        val password = assertIs<SignUpStep.PasswordRequired>(code.reply.submit(sandbox.code(DORA)))
        val short = failure<DoorstepException.Fixable> { password.reply.submit("a-B3") }
        assertEquals(Problem.PASSWORD_TOO_SHORT, short.problem)
        val asked = assertIs<SignUpStep.AttributesRequired>(password.reply.submit(DORA_PASSWORD))
        val given = attributes { displayName("Dora"); city("Bergen"); text("age", "old") }
        val refused = failure<DoorstepException.Fixable> { asked.reply.submit(given) }
        assertEquals(Problem.ATTRIBUTES_REJECTED, refused.problem)
        assertEquals(listOf("age"), refused.info.attributes)
    }

    @Test
    fun later_says_what_to_wait_for_and_how_long() = onSandbox { _, device ->
        val step = assertIs<SignInStep.CodeRequired>(device.doorstep().signIn(CLEO).start())
        val error = failure<DoorstepException.Later> { step.reply.resend() }
        assertEquals(Reason.RESEND_TOO_SOON, error.reason)
        val wait = assertNotNull(error.retryAfter)
        assertTrue(wait > 200.seconds && wait <= 300.seconds, "$wait")
    }

    @Test
    fun later_says_that_the_service_asks_for_fewer_requests() = onSandbox { sandbox, device ->
        val fault = """{"endpoint":"oauth2/v2.0/initiate","status":429,"retry_after":17}"""
        sandbox.put("/faults", """{"faults":[$fault]}""")
        val error = failure<DoorstepException.Later> { device.doorstep().signIn(BOB).start() }
        assertEquals(Reason.THROTTLED, error.reason)
        assertEquals(17.seconds, error.retryAfter)
    }

    @Test
    fun later_offline_is_told_by_both_stacks() = onSandbox { _, device ->
        for (http in listOf(Http.Host(), Http.Rust())) {
            device.http = http
            val doorstep = device.doorstep(authority = "http://127.0.0.1:1/contoso.onmicrosoft.com")
            assertEquals(Reason.OFFLINE, failure<DoorstepException.Later> { doorstep.signIn(BOB).start() }.reason)
        }
    }

    @Test
    fun misuse_says_how_things_stand() = onSandbox { _, device ->
        val doorstep = device.doorstep()
        val flow = doorstep.signIn(BOB)
        assertEquals(MisuseKind.NOT_STARTED, assertFailsWith<DoorstepException.Misuse> { flow.current() }.now)
        for (id in listOf("no id at all", "a1a1a1a1-5555-4666-8777-888888888888")) {
            assertEquals(MisuseKind.FINISHED, failure<DoorstepException.Misuse> { doorstep.resume(id) }.now)
        }
    }

    @Test
    fun denied_says_who_decided() = onSandbox { _, device ->
        val body = """{"error":"access_denied","error_codes":[53003],"error_description":"AADSTS53003: no."}"""
        device.http = Http.Host(Canned(400, body))
        val error = failure<DoorstepException.Denied> { device.doorstep().signIn(BOB).start() }
        assertEquals(Denier.POLICY, error.by)
        assertEquals(53003, error.info.serverCode)
        assertEquals(Landing.FLOW_OVER, error.info.landing)
    }

    @Test
    fun broken_names_the_setting_and_what_to_change() = onSandbox { _, device ->
        fun area(make: () -> Any) =
            assertIs<Area.Configuration>(assertFailsWith<DoorstepException.Broken> { make() }.area)

        val authority = area { device.doorstep(authority = "contoso") }
        assertEquals(Setting.AUTHORITY, authority.setting)
        assertTrue("ciamlogin.com" in authority.advice, authority.advice)
        assertEquals(Setting.CLIENT_ID, area { device.doorstep(clientId = "app") }.setting)
        assertEquals(Setting.REDIRECT_URI, area { device.doorstep(redirectUri = "javascript:x") }.setting)
        val doorstep = device.doorstep()
        assertEquals(Setting.SCOPES, area { doorstep.signIn(BOB, scopes = listOf("\"")) }.setting)
        assertEquals(Setting.SCOPES, area { doorstep.signIn(BOB, context = 100) }.setting)
    }

    @Test
    fun broken_names_where_to_look() = onSandbox { sandbox, device ->
        sandbox.put("/faults", """{"faults":[{"endpoint":"oauth2/v2.0/initiate","status":200,"body":"html"}]}""")
        val error = failure<DoorstepException.Broken> { device.doorstep().signIn(BOB).start() }
        assertEquals(Area.Edge, error.area)
        val account = bob(device.doorstep())
        val challenge = failure<DoorstepException.Broken> {
            device.doorstep().stepUp(account, listOf("Bearer error=\"insufficient_claims\", claims=\"%%%\""))
        }
        assertEquals(Area.Api, challenge.area)
    }
}

/** A host that gives every request the same answer, at once and on the calling thread. */
internal class Canned(private val status: Int, private val body: String) : Transport {
    override fun send(id: Long, request: HttpRequest, slot: Slot) {
        slot.complete(HttpResponse(status, listOf("content-type" to "application/json"), body.toByteArray()))
    }

    override fun abort(id: Long) = Unit
}
