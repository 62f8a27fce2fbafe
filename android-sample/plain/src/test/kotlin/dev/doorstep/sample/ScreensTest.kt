package dev.doorstep.sample

import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import dev.doorstep.ADA
import dev.doorstep.ADA_PASSWORD
import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.CLEO
import dev.doorstep.Channel
import dev.doorstep.Gate
import dev.doorstep.Http
import dev.doorstep.ResetPasswordStep
import dev.doorstep.SignInStep
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.choose
import kotlin.test.Test
import kotlin.test.assertEquals

@OptIn(ExperimentalTestApi::class)
internal class ScreensTest {
    @Test
    fun a_person_signs_in_by_what_the_screens_show() = onPhone {
        val app = launch()
        app.entry()
        shown(app) {
            onNode(hasSetTextAction()).performTextInput(ADA)
            onNodeWithText("Sign in").performClick()
            until { app.place.value is Place.SignIn }
            appears(hasText("Your password"))
            onNode(hasSetTextAction()).performTextInput("not it")
            onNodeWithText("Continue").performClick()
            appears(hasText("That password is not right.", substring = true))
            onAllNodesWithText("Forgot your password?")[0].assertIsDisplayed()
            onNodeWithText("Details").performClick()
            onNodeWithText("Error: wrong_password").assertExists()
            onNodeWithContentDescription("Show the password").performClick()
            onNode(hasSetTextAction()).performTextReplacement(ADA_PASSWORD)
            onNodeWithText("Continue").performClick()
            appears(hasText("One more check"))
            onNodeWithText("Text message").performClick()
            appears(hasText("Enter the second code"))
            type(sandbox.code("+15550100123").chunked(4).joinToString(" "))
            appears(hasText("Hello, Ada"))
        }
    }

    @Test
    fun the_last_digit_sends_a_code_once_and_a_wrong_one_is_said_at_the_field() = onPhone {
        val app = launch()
        app.signingIn(CLEO)
        shown(app) {
            appears(hasContentDescription("Code of 8 characters"))
            val before = sandbox.requests("/token")
            type("00000000")
            appears(SemanticsMatcher.keyIsDefined(SemanticsProperties.Error))
            type("00000000")
            waitForIdle()
            assertEquals(before + 1, sandbox.requests("/token"))
            onNodeWithText("Confirm").assertIsDisplayed()
        }
    }

    @Test
    fun another_code_is_offered_when_the_service_s_interval_is_over() = onPhone {
        sandbox.put("/policies", """{"codes":{"interval":60}}""")
        val app = launch()
        app.signingIn(CLEO).at<SignInStep.CodeRequired>()
        shown(app) {
            appears(hasContentDescription("You can ask for another code in 60 seconds."))
            wait(61)
            mainClock.advanceTimeBy(1100)
            onNodeWithText("Send another code").assertIsDisplayed()
        }
    }

    @Test
    fun a_call_that_takes_eight_seconds_says_so_and_can_be_stopped() = onPhone {
        val network = Gate()
        device.http = Http.Host(network)
        val app = launch()
        val model = app.signingIn(BOB)
        model.at<SignInStep.PasswordRequired>()
        shown(app) {
            appears(hasText("Your password"))
            network.close()
            model.submitPassword(BOB_PASSWORD)
            until { network.held.isCompleted }
            onNodeWithText("Still working", substring = true).assertDoesNotExist()
            mainClock.advanceTimeBy(8_100)
            onNodeWithText("Still working… You can cancel below.").assertExists()
            onNodeWithText("Cancel").performClick()
            until { app.place.value is Place.Entry }
            assertEquals(BOB, (app.place.value as Place.Entry).model.address)
        }
    }

    @Test
    fun one_method_alone_is_not_chosen_and_the_screen_says_why_there_is_one_more_code() = onPhone {
        sandbox.post("/users", ONE_METHOD)
        val app = launch()
        val model = app.signingIn("eve@contoso.example")
        model.submitPassword("Tulip-42!x")
        model.at<SignInStep.MfaCodeRequired>()
        shown(app) { appears(hasText("This sign-in needs one more check, so that nobody else", substring = true)) }
    }

    @Test
    fun a_second_code_to_the_same_mailbox_is_explained() = onPhone {
        val app = launch()
        app.entry().resetPassword(ADA)
        val reset = app.at<Place.ResetPassword>().model
        reset.submitCode(sandbox.code(ADA))
        reset.at<ResetPasswordStep.NewPasswordRequired>()
        reset.submitPassword("Analytical-1843")
        val model = app.at<Place.SignIn>().model
        model.choose(model.at<SignInStep.MfaRequired>().methods.first { it.channel == Channel.Email })
        model.at<SignInStep.MfaCodeRequired>()
        shown(app) {
            appears(hasText("This second code confirms that it was you.", substring = true))
            draw("mfa-code-again")
        }
    }

    @Test
    fun every_button_is_large_enough_and_says_what_it_does() = onPhone {
        val app = launch()
        val model = app.signingIn(ADA)
        model.submitPassword(ADA_PASSWORD)
        model.choose(model.at<SignInStep.MfaRequired>().methods.first())
        model.at<SignInStep.MfaCodeRequired>()
        shown(app, Look(textSize = 2f)) {
            val buttons = onAllNodes(SemanticsMatcher.keyIsDefined(androidx.compose.ui.semantics.SemanticsActions.OnClick))
            val small = buttons.fetchSemanticsNodes().filter { it.size.height < 48 * DENSITY }
            assertEquals(emptyList(), small.map { it.config.joinToString() })
        }
    }

    private fun SkikoComposeUiTest.type(code: String) = onNode(hasSetTextAction()).performTextReplacement(code)
}
