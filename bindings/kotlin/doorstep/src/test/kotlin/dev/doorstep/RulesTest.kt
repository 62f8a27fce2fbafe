package dev.doorstep

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds

/** What holds for every flow, seen from Kotlin. */
internal class RulesTest {
    @Test
    fun a_double_tap_sends_once() = onSandbox { sandbox, device ->
        val gate = Gate()
        device.http = Http.Host(gate)
        val step = assertIs<SignInStep.PasswordRequired>(device.doorstep().signIn(BOB).start())
        gate.close()
        coroutineScope {
            val first = async(Dispatchers.Default) { step.reply.submit(BOB_PASSWORD) }
            gate.held.await()
            assertEquals(MisuseKind.BUSY, failure<DoorstepException.Misuse> { step.reply.submit(BOB_PASSWORD) }.now)
            gate.open()
            assertIs<SignInStep.SignedIn>(first.await())
        }
        assertEquals(1, sandbox.requests("oauth2/v2.0/token"))
    }

    @Test
    fun a_stale_reply_is_told_so_and_sends_nothing() = onSandbox { sandbox, device ->
        val flow = device.doorstep().signIn(ADA)
        val stale = assertIs<SignInStep.PasswordRequired>(flow.start())
        assertIs<SignInStep.MfaRequired>(stale.reply.submit(ADA_PASSWORD))
        val sent = sandbox.requests("token")
        assertEquals(MisuseKind.STALE_STEP, failure<DoorstepException.Misuse> { stale.reply.submit(ADA_PASSWORD) }.now)
        assertEquals(sent, sandbox.requests("token"))
        assertIs<SignInStep.MfaRequired>(flow.step.value)
    }

    @Test
    fun a_cancelled_flow_is_over_for_every_reply() = onSandbox { _, device ->
        val flow = device.doorstep().signIn(BOB)
        val step = assertIs<SignInStep.PasswordRequired>(flow.start())
        flow.cancel()
        flow.cancel()
        assertNull(flow.step.value)
        assertEquals(MisuseKind.CANCELLED, failure<DoorstepException.Misuse> { step.reply.submit(BOB_PASSWORD) }.now)
        assertEquals(emptyList(), device.doorstep().pending())
    }

    @Test
    fun a_cancelled_coroutine_only_stops_waiting() = onSandbox { _, device ->
        val gate = Gate()
        device.http = Http.Host(gate)
        val flow = device.doorstep().signIn(BOB)
        val step = assertIs<SignInStep.PasswordRequired>(flow.start())
        gate.close()
        coroutineScope {
            val tap = launch(Dispatchers.Default) { step.reply.submit(BOB_PASSWORD) }
            gate.held.await()
            tap.cancelAndJoin()
        }
        assertIs<SignInStep.PasswordRequired>(flow.step.value)
        gate.open()
        eventually { flow.step.value is SignInStep.SignedIn }
        assertEquals(1, device.doorstep().accounts().size)
    }

    @Test
    fun where_the_app_asks_a_cancelled_coroutine_ends_the_flow() = onSandbox { _, device ->
        val gate = Gate()
        device.http = Http.Host(gate)
        val flow = device.doorstep().signIn(BOB)
        val step = assertIs<SignInStep.PasswordRequired>(flow.start())
        gate.close()
        coroutineScope {
            val tap = launch(Dispatchers.Default) { flow.cancelledWithCaller { step.reply.submit(BOB_PASSWORD) } }
            gate.held.await()
            tap.cancelAndJoin()
        }
        gate.open()
        assertEquals(MisuseKind.CANCELLED, failure<DoorstepException.Misuse> { flow.current() }.now)
        assertEquals(emptyList(), device.doorstep().accounts())
    }

    @Test
    fun a_timeout_inside_the_call_does_not_end_the_flow() = onSandbox { _, device ->
        val flow = device.doorstep().signIn(BOB)
        flow.start()
        assertFailsWith<TimeoutCancellationException> {
            flow.cancelledWithCaller { withTimeout(1.milliseconds) { awaitCancellation() } }
        }
        assertIs<SignInStep.PasswordRequired>(flow.current())
    }

    @Test
    fun a_flow_goes_on_by_its_id_after_the_process_died() = onSandbox { sandbox, device ->
        val flow = device.doorstep().signIn(ADA, scopes = TODO)
        val choice = adaAtSecondFactor(flow)
        choice.reply.choose(choice.methods.first())
        assertTrue(flow.isDurable)

        val later = device.doorstep()
        val waiting = later.pending().single()
        assertEquals(flow.id, waiting.id)
        assertEquals(FlowKind.SIGN_IN to StepKind.MFA_CODE_REQUIRED, waiting.kind to waiting.step)
        val resumed = assertIs<ResumedFlow.SignIn>(later.resume(waiting.id)).flow
        assertEquals(TODO, resumed.scopes.filter { it in TODO })
        val step = assertIs<SignInStep.MfaCodeRequired>(resumed.step.value)
        assertIs<SignInStep.SignedIn>(step.reply.submit(sandbox.code(ADA)))
        assertEquals(emptyList(), later.pending())
    }

    @Test
    fun a_flow_that_waited_too_long_is_expired() = onSandbox { _, device ->
        val flow = device.doorstep(flowLifetime = 1.milliseconds).signIn(BOB)
        // Slow machines may see it expire before its first step is out.
        runCatching { flow.start() }
        eventually { (runCatching { flow.current() }.exceptionOrNull() as? DoorstepException.Misuse)?.now == MisuseKind.EXPIRED }
    }

    @Test
    fun an_api_that_asks_for_more_gets_a_registration_and_then_its_token() = onSandbox { sandbox, device ->
        val doorstep = device.doorstep()
        val account = bob(doorstep)
        val challenge = refusal(sandbox, account.accessToken(TODO).token)
        assertNull(doorstep.stepUp(account, listOf("Basic realm=\"x\""), TODO))
        val flow = assertIs<StepUp.SignIn>(doorstep.stepUp(account, listOfNotNull(challenge), TODO)).flow
        val password = assertIs<SignInStep.PasswordRequired>(flow.start())
        val choice = assertIs<SignInStep.RegistrationRequired>(password.reply.submit(BOB_PASSWORD))
        val phone = choice.methods.first { it.channel == Channel.Sms }
        val asked = assertIs<SignInStep.RegistrationCodeRequired>(choice.reply.register(phone, "+15550100777"))
        assertIs<SignInStep.SignedIn>(asked.reply.submit(sandbox.code("+15550100777")))
        assertNull(refusal(sandbox, account.accessToken(TODO).token))
    }

    /** What the protected API says to a token: nothing where it takes it. */
    private fun refusal(sandbox: Sandbox, token: String): String? {
        val call = java.net.URI(sandbox.api).toURL().openConnection() as java.net.HttpURLConnection
        call.setRequestProperty("authorization", "Bearer $token")
        return if (call.responseCode == 200) null else call.getHeaderField("www-authenticate")
    }

    @Test
    fun events_tell_what_happened_in_order() = onSandbox { _, device ->
        bob(device.doorstep())
        fun told() = synchronized(device.events) { device.events.toList() }
        eventually { told().any { it is Event.FlowEnded } }
        val calls = told().filterIsInstance<Event.CallFinished>()
        assertEquals(listOf("open", "first_challenge", "redeem_password"), calls.map { it.call })
        assertTrue(calls.all { it.status == StatusClass.SUCCESS })
        assertEquals("signed_in", told().filterIsInstance<Event.FlowEnded>().single().outcome)
    }
}

