package dev.doorstep.sample

import dev.doorstep.ATTRIBUTES_APP
import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.Problem
import dev.doorstep.SignInStep
import dev.doorstep.SignUpStep
import dev.doorstep.sample.models.FieldProblem
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.Remedy
import dev.doorstep.sample.models.TroubleKind
import dev.doorstep.sample.models.missing
import kotlin.test.Test
import kotlin.test.assertEquals

internal class SignUpTest {
    private val newcomer = "dora@contoso.example"

    @Test
    fun a_new_account_with_attributes_is_signed_in() = onPhone {
        build = { device.doorstep(clientId = ATTRIBUTES_APP) }
        val app = launch()
        app.entry().signUp(newcomer)
        val model = app.at<Place.SignUp>().model
        model.at<SignUpStep.CodeRequired>()
        model.submitCode(sandbox.code(newcomer))
        model.at<SignUpStep.PasswordRequired>()
        model.submitPassword("password1!A")
        assertEquals(TroubleKind.PASSWORD_RULE to Problem.PASSWORD_BANNED, model.calls.refusal().let { it.kind to it.problem })
        model.submitPassword("Explorer-2000")
        val asked = model.at<SignUpStep.AttributesRequired>().attributes
        assertEquals(setOf("displayName", "city"), missing(asked, emptyMap()).keys)
        assertEquals(mapOf("age" to FieldProblem.NOT_A_NUMBER), missing(asked, typed + ("age" to "old")).filterKeys { it == "age" })
        model.submitAttributes(typed)
        assertEquals("Dora", app.at<Place.SignedIn>().model.account.name)
    }

    private val typed = mapOf("displayName" to "Dora", "city" to "Lima", "age" to "24")

    @Test
    fun a_sign_up_that_was_killed_goes_on_where_it_was() = onPhone {
        val app = launch()
        app.entry().signUp(newcomer)
        val first = app.at<Place.SignUp>().model
        first.at<SignUpStep.CodeRequired>()
        first.submitCode(sandbox.code(newcomer))
        first.at<SignUpStep.PasswordRequired>()
        kill()
        val later = launch()
        val model = later.at<Place.SignUp>().model
        model.at<SignUpStep.PasswordRequired>()
        model.submitPassword("Explorer-2000")
        later.at<Place.SignedIn>()
    }

    @Test
    fun an_account_that_exists_is_led_to_its_sign_in_with_the_address() = onPhone {
        val app = launch()
        val entry = app.entry()
        entry.signUp(BOB)
        val trouble = entry.calls.refusal()
        assertEquals(TroubleKind.ACCOUNT_EXISTS to Remedy.SIGN_IN, trouble.kind to trouble.remedy)
        entry.signIn(BOB)
        val model = app.at<Place.SignIn>().model
        model.at<SignInStep.PasswordRequired>()
        model.submitPassword(BOB_PASSWORD)
        app.at<Place.SignedIn>()
    }
}
