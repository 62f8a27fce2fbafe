package dev.doorstep.sample

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import dev.doorstep.BOB
import dev.doorstep.Problem
import dev.doorstep.ResetPasswordStep
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.TroubleKind
import kotlin.test.Test
import kotlin.test.assertEquals

internal class ResetPasswordTest {
    @Test
    fun a_forgotten_password_is_replaced_and_the_person_is_in() = onPhone {
        val app = launch()
        val signIn = app.signingIn(BOB)
        signIn.submitPassword("forgotten")
        signIn.calls.refusal()
        signIn.resetPassword()
        val model = app.at<Place.ResetPassword>().model
        model.at<ResetPasswordStep.CodeRequired>()
        model.submitCode(sandbox.code(BOB))
        model.at<ResetPasswordStep.NewPasswordRequired>()
        model.submitPassword("short")
        assertEquals(TroubleKind.PASSWORD_RULE to Problem.PASSWORD_TOO_SHORT, model.calls.refusal().let { it.kind to it.problem })
        model.submitPassword("Remembered-2026")
        assertEquals(BOB, app.at<Place.SignedIn>().model.account.username)
    }

    @Test
    fun a_reset_can_begin_at_the_first_field_and_survives_the_process() = onPhone {
        val app = launch()
        app.entry().resetPassword(BOB)
        app.at<Place.ResetPassword>().model.at<ResetPasswordStep.CodeRequired>()
        kill()
        val later = launch()
        val model = later.at<Place.ResetPassword>().model
        model.at<ResetPasswordStep.CodeRequired>()
        model.submitCode(sandbox.code(BOB))
        model.at<ResetPasswordStep.NewPasswordRequired>()
        model.submitPassword("Remembered-2026")
        later.at<Place.SignedIn>()
    }

    @Test
    fun a_password_that_an_administrator_wants_changed_leads_to_a_reset() = onPhone(*scenario("password_change_forced")) {
        val app = launch()
        val model = app.signingIn(BOB)
        model.submitPassword("Builder-2024!")
        val entry = app.at<Place.Entry>().model
        assertEquals(TroubleKind.MUST_RESET to BOB, entry.calls.refusal().kind to entry.address)
        entry.resetPassword(BOB)
        app.at<Place.ResetPassword>().model.at<ResetPasswordStep.CodeRequired>()
    }

    @OptIn(ExperimentalTestApi::class)
    @Test
    fun a_reset_whose_sign_in_failed_waits_for_it_also_in_a_new_process() = onPhone {
        val app = launch()
        app.entry().resetPassword(BOB)
        val model = app.at<Place.ResetPassword>().model
        model.submitCode(sandbox.code(BOB))
        model.at<ResetPasswordStep.NewPasswordRequired>()
        sandbox.put("/faults", """{"faults":[{"endpoint":"oauth2/v2.0/token","status":503,"times":99}]}""")
        model.submitPassword("Remembered-2026")
        assertEquals(TroubleKind.SERVER, model.calls.refusal().kind)
        shown(app) { appears(hasText("Your password is changed")) }
        kill()
        sandbox.put("/faults", """{"faults":[]}""")
        val later = launch()
        shown(later) {
            appears(hasText("Your password is changed"))
            onNodeWithText("Sign in").performClick()
            until { later.place.value is Place.SignedIn }
        }
    }
}
