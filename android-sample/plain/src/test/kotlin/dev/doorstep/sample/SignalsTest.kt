package dev.doorstep.sample

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.isToggleable
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import dev.doorstep.SignUpStep
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.SignUpModel
import dev.doorstep.sample.models.SignalKind
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeout
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes

/** Risk signals as the app shows them, with the sandbox's provider behind its gate. */
@OptIn(ExperimentalTestApi::class)
internal class SignalsTest {
    private val newcomer = "dora@contoso.example"

    private suspend fun AppModel.signingUp(): SignUpModel {
        entry().signUp(newcomer)
        return at<Place.SignUp>().model
    }

    @Test
    fun without_consent_nothing_is_told_and_the_gate_asks_for_more() = onPhone {
        judged()
        val app = launch()
        app.signingUp().at<SignUpStep.VerificationRequired>()
        assertFalse(signals.isConsented.value)
        assertEquals(emptyList(), signals.notes.value.map { it.kind })
        assertEquals(emptyList(), signals.device.value)
        assertNull(signals.session.value)
    }

    @Test
    fun with_consent_the_device_is_profiled_and_the_sign_up_goes_through() = onPhone {
        judged()
        signals.consent(true)
        val app = launch()
        val model = app.signingUp()
        model.at<SignUpStep.CodeRequired>()
        val notes = signals.notes.value.map { it.kind to it.about }
        assertTrue(SignalKind.ASKED to "sign_up" in notes, notes.toString())
        assertTrue(Regex("[0-9a-f]{32}").matches(signals.session.value.orEmpty()))
        assertEquals(listOf("os" to "android"), signals.device.value)
        model.stop()
        withTimeout(1.minutes) { signals.session.first { it == null } }
        assertEquals(SignalKind.ENDED, signals.notes.value.first().kind)
    }

    @Test
    fun a_consent_outlives_the_process_and_can_be_withdrawn() = onPhone {
        judged()
        signals.consent(true)
        launch().entry()
        kill()
        val app = launch()
        app.entry()
        assertTrue(signals.isConsented.value)
        signals.consent(false)
        app.signingUp().at<SignUpStep.VerificationRequired>()
        assertEquals(emptyList(), signals.notes.value.filter { it.kind == SignalKind.ASKED })
    }

    @Test
    fun the_screen_shows_the_consent_the_session_and_what_was_told() = onPhone {
        judged()
        val app = launch()
        app.entry()
        shown(app) {
            onNodeWithText("Safety checks").performClick()
            onNode(isToggleable()).assertIsOff().performClick()
            onNode(isToggleable()).assertIsOn()
            onNodeWithText("Close").performClick()
        }
        app.signingUp().at<SignUpStep.CodeRequired>()
        looks.forEach { (end, look) ->
            shown(app, look) {
                onNodeWithText(look.strings.named("signals_title")).performClick()
                onAllNodesWithText("sign_up", substring = true)[0].assertExists()
                onAllNodesWithText(signals.session.value.orEmpty(), substring = true)[0].assertExists()
                draw("signals$end")
            }
        }
    }
}
