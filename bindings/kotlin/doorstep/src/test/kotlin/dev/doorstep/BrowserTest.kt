package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull

/** There and back: the test is the browser. */
internal class BrowserTest {
    private suspend fun leaving(flow: SignInFlow) = assertIs<SignInStep.BrowserRequired>(flow.start())

    @Test
    fun the_page_signs_in_and_the_flow_ends_in_an_account() = onSandbox { sandbox, device ->
        val flow = device.doorstep(firstFactors = FirstFactors.CODE).signIn(BOB, scopes = TODO)
        val step = leaving(flow)
        assertEquals(BrowserReasonKind.PASSWORD_NOT_OFFERED, step.reason.kind)
        val callback = Surfer(sandbox).signIn(step.reply.authorizationUrl(), BOB, BOB_PASSWORD)
        val account = assertIs<SignInStep.SignedIn>(step.reply.complete(callback)).account
        assertEquals(BOB, account.username)
        assertIs<SignInStep.SignedIn>(flow.step.value)
        account.refreshedAccessToken(TODO)
        assertEquals(MisuseKind.FINISHED, failure<DoorstepException.Misuse> { step.reply.complete(callback) }.now)
    }

    @Test
    fun the_app_may_be_killed_behind_the_browser() = onSandbox { sandbox, device ->
        val flow = device.doorstep(firstFactors = FirstFactors.CODE).signIn(BOB)
        val callback = Surfer(sandbox).signIn(leaving(flow).reply.authorizationUrl(), BOB, BOB_PASSWORD)
        val later = assertIs<ResumedFlow.SignIn>(device.doorstep(firstFactors = FirstFactors.CODE).resume(flow.id)).flow
        val step = assertIs<SignInStep.BrowserRequired>(later.step.value)
        assertIs<SignInStep.SignedIn>(step.reply.complete(callback))
    }

    @Test
    fun whoever_leaves_the_page_may_go_there_again() = onSandbox { sandbox, device ->
        val step = leaving(device.doorstep(firstFactors = FirstFactors.CODE).signIn(BOB))
        val surfer = Surfer(sandbox)
        val left = surfer.leave(surfer.named(step.reply.authorizationUrl(), BOB))
        assertEquals(Problem.BROWSER_CANCELLED, failure<DoorstepException.Fixable> { step.reply.complete(left) }.problem)
        val callback = surfer.signIn(step.reply.authorizationUrl(), BOB, BOB_PASSWORD)
        assertIs<SignInStep.SignedIn>(step.reply.complete(callback))
    }

    @Test
    fun a_sign_up_and_a_reset_come_back_as_sign_ins() = onSandbox { sandbox, device ->
        val surfer = Surfer(sandbox)
        val signUp = device.doorstep(firstFactors = FirstFactors.CODE).signUp(DORA, BOB_PASSWORD)
        val left = assertIs<SignUpStep.BrowserRequired>(signUp.start())
        val callback = surfer.signIn(left.reply.authorizationUrl(), BOB, BOB_PASSWORD)
        assertEquals(BOB, assertIs<SignInStep.SignedIn>(left.reply.complete(callback)).account.username)
        assertNull(signUp.step.value, "the sign-up is over")

        device.http = Http.Host(SentAway())
        val flow = device.doorstep().resetPassword(BOB)
        val reset = assertIs<ResetPasswordStep.BrowserRequired>(flow.start())
        val back = surfer.signIn(reset.reply.authorizationUrl(), BOB, BOB_PASSWORD)
        assertIs<SignInStep.SignedIn>(reset.reply.complete(back))
        assertNull(flow.step.value, "the reset is over")
    }

    /** The platform's transport, whose first answer is that only the browser will do. */
    private class SentAway : Transport {
        private val inner = HttpUrlConnectionTransport()
        private val first = Script().apply { say(answer(200, """{"challenge_type":"redirect"}""")) }
        private var calls = 0

        override fun send(id: Long, request: HttpRequest, slot: Slot) =
            if (calls++ == 0) first.send(id, request, slot) else inner.send(id, request, slot)

        override fun abort(id: Long) = inner.abort(id)
    }
}
