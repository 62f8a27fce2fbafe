package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Risk signals from Kotlin, against the sandbox. */
internal class SignalsTest {
    private val provider = FakeProvider()
    private val watching = Watching()

    private fun Device.with(signals: Signals): Doorstep {
        http = Http.Host(watching)
        return doorstep(signals = signals)
    }

    private fun signals(onFailure: FailPolicy = FailPolicy.CLOSED, check: Long = 20_000) = Signals(
        provider,
        onFailure,
        budgets = RiskBudgets(20.seconds, 20.seconds, 20.seconds, check.milliseconds),
    )

    private fun Doorstep.consenting() = apply { setConsent(DataUse.DEVICE, DataUse.BEHAVIOUR) }

    @Test
    fun a_provider_is_asked_before_a_sign_in_gives_tokens_and_its_headers_go_along() = onSandbox { _, device ->
        bob(device.with(signals()).consenting())
        val token = watching.headers("/token").single()
        assertEquals("3:token", token["x-px-authorization"])
        assertEquals("tmx", token["x-risk-provider"])
        assertTrue(Regex("[0-9a-f]{32}").matches(token.getValue("x-risk-session")))
        assertEquals(emptyMap(), watching.headers("/initiate").single())
        eventually { "end COMPLETED" in provider.told }
        assertEquals(listOf("begin SIGN_IN false", "check Token", "PASSWORD PASSED null", "end COMPLETED"), provider.told.toList())
    }

    @Test
    fun without_consent_nobody_is_asked_and_nothing_goes_along() = onSandbox { _, device ->
        val doorstep = device.with(signals())
        bob(doorstep)
        doorstep.consenting().setConsent()
        bob(doorstep)
        assertEquals(emptyList(), provider.told.toList())
        assertEquals(List(2) { emptyMap() }, watching.headers("/token"))
    }

    @Test
    fun no_text_leaves_where_the_provider_blocks_or_throws() = onSandbox { sandbox, device ->
        val step = adaAtSecondFactor(device.with(signals(FailPolicy.OPEN)).consenting().signIn(ADA))
        val sms = step.methods.first { it.channel == Channel.Sms }
        val before = sandbox.requests("/challenge")
        provider.verdict = { RiskVerdict.Block }
        assertEquals(Denier.PROVIDER, failure<DoorstepException.Denied> { step.reply.choose(sms) }.by)
        for (broken in listOf<suspend (RiskPurpose) -> RiskVerdict>({ error("no vendor") }, { throw NoClassDefFoundError() })) {
            provider.verdict = broken
            assertEquals(Reason.RISK_UNAVAILABLE, failure<DoorstepException.Later> { step.reply.choose(sms) }.reason)
        }
        assertEquals(before, sandbox.requests("/challenge"))
        assertTrue("check SmsToKnown" in provider.told)
    }

    @Test
    fun no_text_leaves_where_the_provider_hangs() = onSandbox { sandbox, device ->
        provider.verdict = { hangs() }
        val step = adaAtSecondFactor(device.with(signals(FailPolicy.OPEN, check = 50)).consenting().signIn(ADA))
        val before = sandbox.requests("/challenge")
        val sms = step.methods.first { it.channel == Channel.Sms }
        assertEquals(Reason.RISK_UNAVAILABLE, failure<DoorstepException.Later> { step.reply.choose(sms) }.reason)
        assertEquals(before, sandbox.requests("/challenge"))
    }

    @Test
    fun a_number_that_was_typed_is_given_to_the_provider_and_does_not_print() = onSandbox { _, device ->
        var number: String? = null
        provider.verdict = { purpose ->
            number = (purpose as? RiskPurpose.SmsToNew)?.number
            if (purpose is RiskPurpose.SmsToNew) RiskVerdict.Block else RiskVerdict.Allow
        }
        val flow = device.with(signals()).consenting().signIn(BOB, BOB_PASSWORD, TODO, context = 3)
        val step = assertIs<SignInStep.RegistrationRequired>(flow.start())
        val sms = step.methods.first { it.channel == Channel.Sms }
        failure<DoorstepException.Denied> { step.reply.register(sms, "+1 555 010 0123") }
        assertEquals("+15550100123", number)
        assertFalse(provider.told.any { "555" in it })
    }

    @Test
    fun a_provider_that_uses_another_session_or_another_header_has_failed() = onSandbox { _, device ->
        provider.session = { "0".repeat(32) }
        val wrongSession = device.with(signals()).consenting()
        assertEquals(Reason.RISK_UNAVAILABLE, failure<DoorstepException.Later> { bob(wrongSession) }.reason)
        provider.session = { it }
        for (headers in listOf(mapOf("x-other" to "1"), mapOf("x-px-authorization" to "1\r\nx-admin: 1"))) {
            provider.attached = { headers }
            val doorstep = device.with(signals()).consenting()
            assertEquals(Reason.RISK_UNAVAILABLE, failure<DoorstepException.Later> { bob(doorstep) }.reason)
        }
        eventually { synchronized(device.events) { device.events.any { it is Event.RiskHookCalled && it.outcome == "bad_header" } } }
        assertEquals(emptyList(), watching.headers("/token"))
    }

    @Test
    fun what_the_app_found_out_goes_along_and_what_is_not_on_the_list_is_refused() = onSandbox { _, device ->
        val doorstep = device.with(Signals(listOf(AppHeader("x-attest", "statement", RiskRoute.TOKEN)))).consenting()
        val collected = CollectedSignals().apply { os = "android" }
        doorstep.tell(collected)
        bob(doorstep)
        val token = watching.headers("/token").single()
        assertEquals("statement", token["x-attest"])
        val told = java.util.Base64.getUrlDecoder().decode(token["x-risk-signals"]).decodeToString()
        assertTrue("\"os\":\"android\"" in told, told)
        for (wrong in listOf("Ada's \"phone\"", "ada@contoso.example", "+1 555 010 0123")) {
            val error = failure<DoorstepException.Broken> { doorstep.tell(CollectedSignals().apply { model = wrong }) }
            assertEquals(Setting.SIGNALS, assertIs<Area.Configuration>(error.area).setting)
            assertFalse(wrong in error.toString())
        }
    }

    @Test
    fun what_must_not_be_added_is_refused_when_the_library_is_set_up() = onSandbox { _, device ->
        for (wrong in listOf(AppHeader("x-ms-a", "1"), AppHeader("attest", "1"), AppHeader("x-a", "1\r\n"))) {
            failure<DoorstepException.Broken> { device.with(Signals(listOf(wrong))) }
        }
        failure<DoorstepException.Broken> { device.with(Signals(FakeProvider(listOf("x-client-sku")), FailPolicy.OPEN)) }
    }
}
