package dev.doorstep.sample

import androidx.compose.ui.test.ExperimentalTestApi
import dev.doorstep.Http
import dev.doorstep.HttpUrlConnectionTransport
import dev.doorstep.SignUpStep
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.TroubleKind
import kotlin.test.Test
import kotlin.test.assertEquals

/** What a risk provider in front of the tenant makes of a sign-up, by the sandbox's gate. */
@OptIn(ExperimentalTestApi::class)
internal class VerificationTest {
    private val newcomer = "dora@contoso.example"

    private fun Rig.behindTheGate(verdict: String) {
        device.http = Http.Host(HttpUrlConnectionTransport { it.setRequestProperty("x-risk-session", "5f0c1a2b3c4d5e6f708192a3b4c5d6e7") })
        build = { device.doorstep(authority = sandbox.gate) }
        sandbox.put("/risk", """{"match":{},"purpose":"sign_up","verdict":"$verdict"}""")
    }

    @Test
    fun a_challenge_is_shown_solved_and_the_sign_up_goes_on() = onPhone {
        behindTheGate("challenge")
        val app = launch()
        app.entry().signUp(newcomer)
        val model = app.at<Place.SignUp>().model
        val challenge = model.at<SignUpStep.VerificationRequired>().challenge
        shown(app) { draw("verification") }
        model.solve(challenge)
        model.at<SignUpStep.CodeRequired>()
        assertEquals(8, sandbox.code(newcomer).length)
    }

    @Test
    fun who_goes_back_from_a_challenge_is_at_the_address_again() = onPhone {
        behindTheGate("challenge")
        val app = launch()
        app.entry().signUp(newcomer)
        val model = app.at<Place.SignUp>().model
        model.at<SignUpStep.VerificationRequired>()
        model.goBack()
        assertEquals(newcomer, app.entry().address)
    }

    @Test
    fun who_is_blocked_or_cannot_be_judged_is_told_which() = onPhone {
        behindTheGate("reject")
        val app = launch()
        val entry = app.entry()
        entry.signUp(newcomer)
        assertEquals(TroubleKind.RISK, entry.calls.refusal().kind)
        sandbox.put("/risk", """{"match":{},"purpose":"sign_up","verdict":"error"}""")
        entry.signUp(newcomer)
        assertEquals(TroubleKind.RISK_AWAY, entry.calls.refusal().kind)
    }
}
