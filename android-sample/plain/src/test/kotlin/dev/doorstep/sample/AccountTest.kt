package dev.doorstep.sample

import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.CLEO
import dev.doorstep.Channel
import dev.doorstep.SignInStep
import dev.doorstep.eventually
import dev.doorstep.sample.models.AccountModel
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.Remedy
import dev.doorstep.sample.models.TroubleKind
import dev.doorstep.sample.models.register
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeout
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes

internal class AccountTest {
    @Test
    fun the_page_shows_claims_and_when_the_token_expires() = onPhone {
        val model = bob(launch())
        assertTrue("name" to "Bob" in model.claims)
        model.lookAtToken()
        val expires = withTimeout(1.minutes) { model.expiresAtMillis.filterNotNull().first() }
        assertTrue(expires > System.currentTimeMillis())
    }

    @Test
    fun who_is_signed_in_is_so_after_the_process_died_without_a_way_in_flashing_up() = onPhone {
        bob(launch())
        kill()
        val seen = ArrayList<Place>()
        val app = launch()
        app.place.first { seen.add(it); it !is Place.Opening }
        assertEquals(BOB, app.at<Place.SignedIn>().model.account.username)
        assertTrue(seen.none { it is Place.Entry })
    }

    @Test
    fun an_api_that_asks_for_more_gets_it_over_the_page_and_answers() = onPhone {
        val model = bob(launch())
        model.callApi()
        val over = withTimeout(1.minutes) { model.stepUp.filterNotNull().first() }
        if (over.step.value is SignInStep.PasswordRequired) over.submitPassword(BOB_PASSWORD)
        val asked = over.at<SignInStep.RegistrationRequired>()
        over.register(asked.methods.first { it.channel == Channel.Sms }, "+15550100777")
        over.at<SignInStep.RegistrationCodeRequired>()
        over.submitCode(sandbox.code("+15550100777"))
        assertTrue("todos" in answer(model) || "[" in answer(model))
        assertNull(model.stepUp.value)
    }

    @Test
    fun a_step_up_that_is_given_up_leaves_the_page_as_it_was() = onPhone {
        val app = launch()
        val model = bob(app)
        model.callApi()
        withTimeout(1.minutes) { model.stepUp.filterNotNull().first() }
        model.stopStepUp()
        eventually { doorstep().pending().isEmpty() }
        assertEquals(model, app.at<Place.SignedIn>().model)
        assertNull(model.todos.value)
    }

    @Test
    fun two_people_are_in_and_one_after_the_other_leaves() = onPhone {
        val app = launch()
        bob(app)
        app.addAccount()
        val cleo = app.signingIn(CLEO)
        cleo.at<SignInStep.CodeRequired>()
        cleo.submitCode(sandbox.code(CLEO))
        eventually { (app.place.value as? Place.SignedIn)?.model?.account?.username == CLEO }
        val second = app.at<Place.SignedIn>().model
        assertEquals(2, second.accounts.size)
        second.choose(second.accounts.first { it.username == BOB })
        eventually { (app.place.value as? Place.SignedIn)?.model?.account?.username == BOB }
        app.at<Place.SignedIn>().model.signOut()
        eventually { (app.place.value as? Place.SignedIn)?.model?.account?.username == CLEO }
        app.at<Place.SignedIn>().model.signOut()
        eventually { app.place.value is Place.Entry }
    }

    @Test
    fun a_session_that_was_revoked_asks_the_same_person_again() = onPhone {
        val app = launch()
        val model = bob(app)
        sandbox.post("/revoke", """{"username":"$BOB"}""")
        model.refreshToken()
        val trouble = model.calls.refusal()
        assertEquals(TroubleKind.SIGNED_OUT to Remedy.SIGN_IN, trouble.kind to trouble.remedy)
        model.signInAgain()
        assertEquals(BOB, app.at<Place.Entry>().model.address)
    }

    private suspend fun bob(app: AppModel): AccountModel {
        val model = app.signingIn(BOB)
        model.at<SignInStep.PasswordRequired>()
        model.submitPassword(BOB_PASSWORD)
        return app.at<Place.SignedIn>().model
    }

    private suspend fun answer(model: AccountModel): String =
        assertNotNull(withTimeout(1.minutes) { model.todos.filterNotNull().first() })
}
