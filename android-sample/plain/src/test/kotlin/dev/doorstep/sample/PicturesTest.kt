package dev.doorstep.sample

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import dev.doorstep.ADA
import dev.doorstep.ADA_PASSWORD
import dev.doorstep.ATTRIBUTES_APP
import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.FirstFactors
import dev.doorstep.ResetPasswordStep
import dev.doorstep.SignInStep
import dev.doorstep.SignUpStep
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.choose
import kotlin.test.Test

/** Every state that a person may see, drawn from the app's own screens at work on the sandbox. */
@OptIn(ExperimentalTestApi::class)
internal class PicturesTest {
    private fun draw(app: AppModel, name: String, how: Map<String, Look> = looks) =
        how.forEach { (end, look) -> shown(app, look) { draw("$name$end") } }

    @Test
    fun the_way_in() = onPhone {
        val app = launch()
        val entry = app.entry()
        draw(app, "entry")
        entry.signIn("nobody@contoso.example")
        entry.calls.refusal()
        draw(app, "entry-no-account", one)
        sandbox.close()
        entry.signIn(BOB)
        entry.calls.refusal()
        draw(app, "entry-offline", one)
    }

    @Test
    fun a_password() = onPhone {
        val app = launch()
        val model = app.signingIn(BOB)
        draw(app, "password")
        model.submitPassword("not it")
        model.calls.refusal()
        draw(app, "password-wrong")
        shown(app) {
            onNodeWithText("Details").performClick()
            draw("password-wrong-details")
        }
        sandbox.put("/policies", """{"throttle":{"requests_per_second":0,"retry_after":30}}""")
        model.submitPassword("again")
        model.calls.refusal()
        draw(app, "password-throttled", one)
    }

    @Test
    fun a_second_factor() = onPhone {
        val app = launch()
        val model = app.signingIn(ADA)
        model.submitPassword(ADA_PASSWORD)
        val choice = model.at<SignInStep.MfaRequired>()
        draw(app, "mfa")
        model.choose(choice.methods.first())
        model.at<SignInStep.MfaCodeRequired>()
        looks.forEach { (end, look) ->
            shown(app, look) {
                onNode(hasSetTextAction()).performTextInput("1234")
                draw("mfa-code$end")
            }
        }
        model.submitCode("00000000")
        model.calls.refusal()
        draw(app, "mfa-code-wrong", one)
    }

    @Test
    fun a_registration() = onPhone {
        sandbox.post("/users", """{"username":"eve@contoso.example","password":"Tulip-42!x","groups":["mfa"]}""")
        val app = launch()
        val model = app.signingIn("eve@contoso.example")
        model.submitPassword("Tulip-42!x")
        model.at<SignInStep.RegistrationRequired>()
        draw(app, "registration")
    }

    @Test
    fun a_new_account() = onPhone {
        build = { device.doorstep(clientId = ATTRIBUTES_APP) }
        val app = launch()
        app.entry().signUp("dora@contoso.example")
        val model = app.at<Place.SignUp>().model
        model.submitCode(sandbox.code("dora@contoso.example"))
        model.at<SignUpStep.PasswordRequired>()
        draw(app, "sign-up-password", one)
        model.submitPassword("Explorer-2000")
        model.at<SignUpStep.AttributesRequired>()
        draw(app, "sign-up-attributes")
    }

    @Test
    fun a_new_password() = onPhone {
        val app = launch()
        app.entry().resetPassword(BOB)
        val model = app.at<Place.ResetPassword>().model
        model.submitCode(sandbox.code(BOB))
        model.at<ResetPasswordStep.NewPasswordRequired>()
        looks.forEach { (end, look) ->
            shown(app, look) {
                onNode(hasSetTextAction()).performTextInput("ten letter")
                draw("reset-password$end")
            }
        }
        model.submitPassword("short")
        model.calls.refusal()
        draw(app, "reset-password-refused", one)
    }

    @Test
    fun the_browser() = onPhone {
        build = { device.doorstep(firstFactors = FirstFactors.CODE) }
        val app = launch()
        app.signingIn(BOB).at<SignInStep.BrowserRequired>()
        draw(app, "browser")
    }

    @Test
    fun an_account() = onPhone {
        val app = launch()
        app.signingIn(BOB).submitPassword(BOB_PASSWORD)
        app.at<Place.SignedIn>()
        looks.forEach { (end, look) ->
            shown(app, look) {
                until { app.at<Place.SignedIn>().model.let { it.expiresAtMillis.value != null && !it.calls.busy.value } }
                draw("account$end")
            }
        }
    }

    private companion object {
        val one = mapOf("" to Look())
    }
}
