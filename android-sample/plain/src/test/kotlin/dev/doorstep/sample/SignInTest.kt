package dev.doorstep.sample

import dev.doorstep.ADA
import dev.doorstep.ADA_PASSWORD
import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.CLEO
import dev.doorstep.Channel
import dev.doorstep.SignInStep
import dev.doorstep.eventually
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.Remedy
import dev.doorstep.sample.models.TroubleKind
import dev.doorstep.sample.models.choose
import dev.doorstep.sample.models.ordered
import dev.doorstep.sample.models.register
import dev.doorstep.sample.models.asked
import kotlinx.coroutines.flow.first
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

internal class SignInTest {
    @Test
    fun a_password_signs_in_and_the_flow_is_forgotten() = onPhone {
        val app = launch()
        val model = app.signingIn(BOB)
        model.at<SignInStep.PasswordRequired>()
        model.submitPassword(BOB_PASSWORD)
        assertEquals(BOB, app.at<Place.SignedIn>().model.account.username)
        assertNull(saved.get<String>("flow"))
    }

    @Test
    fun an_account_without_a_password_is_asked_for_a_code() = onPhone {
        val app = launch()
        val model = app.signingIn(CLEO)
        assertEquals(8, model.at<SignInStep.CodeRequired>().code.length)
        model.submitCode(sandbox.code(CLEO))
        assertEquals(CLEO, app.at<Place.SignedIn>().model.account.username)
    }

    @Test
    fun an_alias_is_as_good_as_the_address() = onPhone(*scenario("alias")) {
        val app = launch()
        val model = app.signingIn("bob77")
        model.at<SignInStep.PasswordRequired>()
        model.submitPassword(BOB_PASSWORD)
        assertEquals(BOB, app.at<Place.SignedIn>().model.account.username)
    }

    @Test
    fun a_wrong_password_keeps_the_step_and_leads_to_a_reset_of_the_same_account() = onPhone {
        val app = launch()
        val model = app.signingIn(BOB)
        model.submitPassword("not it")
        val trouble = model.calls.refusal()
        assertEquals(TroubleKind.WRONG_PASSWORD to Remedy.RESET_PASSWORD, trouble.kind to trouble.remedy)
        assertNotNull(trouble.correlationId)
        model.at<SignInStep.PasswordRequired>()
        model.resetPassword()
        assertEquals(BOB, app.at<Place.ResetPassword>().model.address)
    }

    @Test
    fun a_second_factor_is_chosen_changed_and_proven() = onPhone {
        val app = launch()
        val model = app.signingIn(ADA)
        model.submitPassword(ADA_PASSWORD)
        val choice = model.at<SignInStep.MfaRequired>()
        model.choose(choice.methods.first { it.channel == Channel.Email })
        val first = model.at<SignInStep.MfaCodeRequired>()
        model.choose(first.methods.first { it.channel == Channel.Sms })
        eventually { (model.step.value as? SignInStep.MfaCodeRequired)?.code?.channel == Channel.Sms }
        model.calls.busy.first { !it }
        model.submitCode("00000000")
        assertEquals(TroubleKind.WRONG_CODE, model.calls.refusal().kind)
        model.submitCode(sandbox.code("+15550100123"))
        assertEquals("Ada", app.at<Place.SignedIn>().model.account.name)
        assertEquals(Channel.Sms, model.ordered(choice.methods).first().channel)
    }

    @Test
    fun one_method_is_no_choice() = onPhone {
        sandbox.post("/users", ONE_METHOD)
        val app = launch()
        val model = app.signingIn("eve@contoso.example")
        model.submitPassword("Tulip-42!x")
        model.at<SignInStep.MfaCodeRequired>()
        model.submitCode(sandbox.code("+15550100199"))
        app.at<Place.SignedIn>()
    }

    @Test
    fun a_process_that_dies_at_the_code_comes_back_to_it_with_the_countdown() = onPhone {
        val app = launch()
        val model = app.signingIn(ADA)
        model.submitPassword(ADA_PASSWORD)
        model.choose(model.at<SignInStep.MfaRequired>().methods.first())
        val before = model.at<SignInStep.MfaCodeRequired>().code
        kill()
        assertEquals(setOf("flow"), saved.keys())

        wait(100)
        val later = launch()
        val again = later.at<Place.SignIn>().model
        val code = again.at<SignInStep.MfaCodeRequired>().code
        assertEquals(before.sentAtMillis, code.sentAtMillis)
        assertTrue(code.asked().secondsLeft(again.now()) in 150..200)
        again.submitCode(sandbox.code(ADA))
        assertEquals("Ada", later.at<Place.SignedIn>().model.account.name)
    }

    @Test
    fun a_method_is_registered_where_the_tenant_wants_one() = onPhone {
        sandbox.post("/users", """{"username":"eve@contoso.example","password":"Tulip-42!x","groups":["mfa"]}""")
        val app = launch()
        val model = app.signingIn("eve@contoso.example")
        model.submitPassword("Tulip-42!x")
        val sms = model.at<SignInStep.RegistrationRequired>().methods.first { it.channel == Channel.Sms }
        model.register(sms, "+19005550100")
        assertEquals(TroubleKind.METHOD_BLOCKED, model.calls.refusal().kind)
        model.register(sms, "+15550100198")
        model.at<SignInStep.RegistrationCodeRequired>()
        model.submitCode(sandbox.code("+15550100198"))
        app.at<Place.SignedIn>()
    }

    @Test
    fun passwords_and_codes_stay_out_of_the_app_switcher() = onPhone {
        val app = launch()
        app.entry()
        assertFalse(app.hidesContent.first())
        val model = app.signingIn(ADA)
        assertTrue(app.hidesContent.first())
        model.submitPassword(ADA_PASSWORD)
        val choice = model.at<SignInStep.MfaRequired>()
        assertFalse(app.hidesContent.first())
        model.choose(choice.methods.first())
        model.at<SignInStep.MfaCodeRequired>()
        assertTrue(app.hidesContent.first())
    }

    @Test
    fun a_name_without_an_account_is_offered_one() = onPhone {
        val app = launch()
        val entry = app.entry()
        entry.signIn("nobody@contoso.example")
        val trouble = entry.calls.refusal()
        assertEquals(TroubleKind.NO_ACCOUNT to Remedy.SIGN_UP, trouble.kind to trouble.remedy)
        assertNull(saved.get<String>("flow"))
        assertIs<Place.Entry>(app.place.value)
    }

    @Test
    fun who_stops_is_back_at_the_address_and_nothing_waits() = onPhone {
        val app = launch()
        val model = app.signingIn(ADA)
        model.stop()
        eventually { (app.place.value as? Place.Entry)?.model?.address == ADA }
        assertEquals(emptyList(), doorstep().pending())
        assertNull(saved.get<String>("flow"))
    }
}
