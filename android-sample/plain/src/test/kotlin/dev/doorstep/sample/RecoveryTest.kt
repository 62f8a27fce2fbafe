package dev.doorstep.sample

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextReplacement
import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.Http
import dev.doorstep.HttpUrlConnectionTransport
import dev.doorstep.ResetPasswordStep
import dev.doorstep.SecurityCode
import dev.doorstep.SignInStep
import dev.doorstep.sample.drawer.DeveloperModel
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.ResetPasswordModel
import dev.doorstep.sample.models.TroubleKind
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeout
import java.net.URI
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes

/** Resets that take a second proof, and a device that is lost: by the rules of the sandbox's gate. */
@OptIn(ExperimentalTestApi::class)
internal class RecoveryTest {
    private val number = "+15550100199"
    private val remembered = "Remembered-2026"

    private fun Rig.ruled() {
        device.http = Http.Host(HttpUrlConnectionTransport { it.setRequestProperty("x-risk-session", "5f0c1a2b3c4d5e6f708192a3b4c5d6e7") })
        build = { device.doorstep(authority = sandbox.gate) }
    }

    private suspend fun Rig.givesCodeAndPassword(model: ResetPasswordModel): SecurityCode {
        model.at<ResetPasswordStep.CodeRequired>()
        model.submitCode(sandbox.code(BOB))
        model.at<ResetPasswordStep.NewPasswordRequired>()
        model.submitPassword(remembered)
        return model.securityCode { true }
    }

    private suspend fun ResetPasswordModel.securityCode(fits: (SecurityCode) -> Boolean): SecurityCode = withTimeout(1.minutes) {
        val code = step.first { at -> at.code()?.let(fits) == true }.code()
        calls.busy.first { busy -> !busy }
        assertNotNull(code)
    }

    private fun ResetPasswordStep?.code() = (this as? ResetPasswordStep.VerificationRequired)?.challenge?.securityCode

    private suspend fun Rig.mailbox() = DeveloperModel { URI(sandbox.tenant).let { "${it.scheme}://${it.authority}" } }.mailbox()

    private suspend fun Rig.notified() = mailbox().filter { it.code == null && it.purpose == "device_lost_notice" }.map { it.to }.toSet()

    private suspend fun Rig.sent() = mailbox().count { it.to == number }

    private fun SkikoComposeUiTest.type(code: String) = onNode(hasSetTextAction()).performTextReplacement(code)

    @Test
    fun a_new_password_takes_a_code_that_came_another_way() = onPhone(*scenario("rules_reset_code")) {
        ruled()
        val app = launch()
        app.entry().resetPassword(BOB)
        val model = app.at<Place.ResetPassword>().model
        val code = givesCodeAndPassword(model)
        assertEquals(8 to 5, code.codeLength to code.triesLeft)
        assertTrue(app.hidesContent.first())
        looks.forEach { (end, look) -> shown(app, look) { draw("security-code$end") } }
        shown(app) {
            onNodeWithText("Text message: we sent a code to \u2066${code.hint}\u2069.").assertIsDisplayed()
            onNodeWithText("5 tries are left.").assertIsDisplayed()
            type(if (sandbox.code(number) == "00000000") "11111111" else "00000000")
            appears(hasText("4 tries are left."))
            onNodeWithText("That code is not right.", substring = true).assertIsDisplayed()
            draw("security-code-wrong")
            assertEquals(1, kotlinx.coroutines.runBlocking { sent() })
            type(sandbox.code(number).chunked(4).joinToString("-"))
            until { app.place.value is Place.SignedIn }
        }
    }

    @Test
    fun another_security_code_can_be_had_when_the_wait_for_it_is_over() = onPhone(*scenario("rules_reset_code")) {
        ruled()
        val app = launch()
        app.entry().resetPassword(BOB)
        val model = app.at<Place.ResetPassword>().model
        givesCodeAndPassword(model)
        val first = sandbox.code(number)
        shown(app) {
            for (codes in 2..3) {
                onNodeWithText("Send another code").assertDoesNotExist()
                wait(61)
                sandbox.post("/clock", """{"advance_seconds":61}""")
                mainClock.advanceTimeBy(1100)
                onNodeWithText("Send another code").performScrollTo().performClick()
                until { sent() == codes && !model.calls.busy.value }
                waitForIdle()
            }
            // There is none after the third.
            wait(61)
            mainClock.advanceTimeBy(1100)
            onNodeWithText("Send another code").assertDoesNotExist()
        }
        model.submitProof(first)
        model.securityCode { it.triesLeft == 4 }
        model.submitProof(sandbox.code(number))
        app.at<Place.SignedIn>()
    }

    @Test
    fun a_lost_device_is_put_right_and_the_person_is_told_before_and_after() = onPhone(*scenario("rules_device_lost")) {
        ruled()
        val app = launch()
        app.signingIn(BOB).at<SignInStep.PasswordRequired>()
        shown(app) {
            appears(hasText("Your password"))
            onNodeWithText("My phone is lost or compromised").performScrollTo().performClick()
            until { app.place.value is Place.DeviceLost }
        }
        looks.forEach { (end, look) -> shown(app, look) { draw("device-lost$end") } }
        assertEquals(0, sandbox.requests("resetpassword/v1.0/start"))
        app.at<Place.DeviceLost>().model.begin()
        val model = app.at<Place.ResetPassword>().model
        givesCodeAndPassword(model)
        model.submitProof(sandbox.code(number))
        model.at<ResetPasswordStep.PasswordReset>()
        looks.forEach { (end, look) -> shown(app, look) { draw("device-lost-done$end") } }
        shown(app) {
            onNodeWithText("Your account is secured").assertIsDisplayed()
            onNodeWithText("Sign in").performScrollTo().performClick()
            until { app.place.value is Place.SignedIn }
            until { notified() == setOf(BOB, number) }
        }
    }

    @Test
    fun an_account_that_was_secured_takes_no_other_new_password_for_a_while() = onPhone(*scenario("rules_device_lost")) {
        ruled()
        val app = launch()
        app.entry().deviceLost(BOB)
        app.at<Place.DeviceLost>().model.begin()
        val model = app.at<Place.ResetPassword>().model
        givesCodeAndPassword(model)
        model.submitProof(sandbox.code(number))
        model.at<ResetPasswordStep.PasswordReset>()
        model.stop()
        app.entry().resetPassword(BOB)
        val another = app.at<Place.ResetPassword>().model
        another.at<ResetPasswordStep.CodeRequired>()
        another.submitCode(sandbox.code(BOB))
        another.at<ResetPasswordStep.NewPasswordRequired>()
        another.submitPassword("Other-Than-That-1")
        assertEquals(TroubleKind.RISK, another.calls.refusal().kind)
    }

    @Test
    fun where_nobody_knows_that_recovery_nothing_is_sent_and_the_person_can_still_sign_in() = onPhone {
        val app = launch()
        app.entry().deviceLost(BOB)
        val model = app.at<Place.DeviceLost>().model
        model.begin()
        assertEquals(TroubleKind.NO_RECOVERY, model.calls.refusal().kind)
        assertEquals(0, sandbox.requests("resetpassword/v1.0/challenge"))
        model.stop()
        app.signingIn(BOB).submitPassword(BOB_PASSWORD)
        app.at<Place.SignedIn>()
    }
}
