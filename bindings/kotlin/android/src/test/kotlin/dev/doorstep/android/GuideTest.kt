package dev.doorstep.android

import android.content.Intent
import androidx.lifecycle.SavedStateHandle
import dev.doorstep.ADA
import dev.doorstep.ADA_PASSWORD
import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.Channel
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepConfig
import dev.doorstep.DoorstepException
import dev.doorstep.FirstFactors
import dev.doorstep.Sandbox
import dev.doorstep.SignInFlow
import dev.doorstep.SignInStep
import dev.doorstep.Surfer
import dev.doorstep.TODO
import dev.doorstep.eventually
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes

/** The pieces of `docs/getting-started/android.md`, as the page has them. */
internal class GuideTest {
    private val phone = Phone()
    private val saved = SavedStateHandle()

    @BeforeTest
    fun newDevice() = FakeKeystore.install()

    private fun guide(test: suspend (Sandbox, Doorstep) -> Unit): Unit = runBlocking {
        Sandbox().use { sandbox ->
            BuildConfig.AUTHORITY = sandbox.tenant
            try {
                test(sandbox, makeDoorstep(phone))
            } finally {
                phone.folder.deleteRecursively()
            }
        }
    }

    private suspend inline fun <reified S : SignInStep> SignInViewModel.at(): S =
        withTimeout(1.minutes) { step.filterIsInstance<S>().first() }

    private suspend fun SignInViewModel.refusal(): DoorstepException = withTimeout(1.minutes) { error.filterNotNull().first() }

    @Test
    fun the_view_model_signs_in_across_the_death_of_its_process() = guide { sandbox, doorstep ->
        val model = SignInViewModel(doorstep, saved)
        model.begin(ADA)
        model.at<SignInStep.PasswordRequired>()
        model.submitPassword("wrong")
        assertEquals("Name or password is not right.", words(model.refusal()))
        model.submitPassword(ADA_PASSWORD)
        model.choose(model.at<SignInStep.MfaRequired>().methods.first())
        model.at<SignInStep.MfaCodeRequired>()
        model.clear()

        val later = SignInViewModel(makeDoorstep(phone), saved)
        val field = Field()
        codeField(field, later, later.at())
        field.onChange("12 34")
        assertEquals("1234", field.text)
        field.onChange(sandbox.code(ADA))
        assertEquals("Ada", later.at<SignInStep.SignedIn>().account.name)
        eventually { saved.get<String>("flow") == null }
    }

    @Test
    fun a_flow_that_is_stopped_is_not_found_again() = guide { _, doorstep ->
        val model = SignInViewModel(doorstep, saved)
        model.begin(ADA)
        model.at<SignInStep.PasswordRequired>()
        model.stop()
        eventually { model.step.value == null }
        eventually { saved.get<String>("flow") == null }
        assertEquals(emptyList(), doorstep.pending())
    }

    @Test
    fun a_token_is_had_by_whoever_is_signed_in() = guide { _, doorstep ->
        assertNull(authorization(doorstep))
        doorstep.signIn(BOB, BOB_PASSWORD, TODO).start()
        val header = assertNotNull(authorization(doorstep))
        assertTrue(header.startsWith("Bearer ey"))
    }

    @Test
    fun an_api_that_asks_for_more_gets_it_and_the_call_is_made_again() = guide { sandbox, doorstep ->
        val account = assertIs<SignInStep.SignedIn>(doorstep.signIn(BOB, BOB_PASSWORD, TODO).start()).account
        val answer = todos(doorstep, account, Api(sandbox)) { flow -> proveMore(sandbox, flow) }
        assertEquals(200, answer.status)
    }

    private suspend fun proveMore(sandbox: Sandbox, flow: SignInFlow) {
        val asked = assertIs<SignInStep.PasswordRequired>(flow.start())
        val choice = assertIs<SignInStep.RegistrationRequired>(submitOrEnd(flow, asked.reply, BOB_PASSWORD))
        val phone = choice.methods.first { it.channel == Channel.Sms }
        val code = assertIs<SignInStep.RegistrationCodeRequired>(choice.reply.register(phone, "+15550100777"))
        assertIs<SignInStep.SignedIn>(code.reply.submit(sandbox.code("+15550100777")))
    }

    @Test
    fun the_browser_leads_back_into_the_flow_after_the_app_was_killed() = guide { sandbox, _ ->
        val model = SignInViewModel(codesAlone(), saved)
        model.begin(BOB)
        assertTrue(openBrowser(phone, model.at()))
        val tab = phone.opened.single()
        assertEquals("org.browser", tab.`package`)
        val callback = Surfer(sandbox).signIn(assertNotNull(tab.dataString), BOB, BOB_PASSWORD)
        model.clear()

        val later = SignInViewModel(codesAlone(), saved)
        onNewIntent(assertNotNull(Intent(Intent.ACTION_MAIN).carrying(callback)), later)
        assertEquals(BOB, later.at<SignInStep.SignedIn>().account.username)
        phone.hasBrowser = false
        val again = SignInViewModel(codesAlone(), SavedStateHandle()).apply { begin(BOB) }
        assertFalse(openBrowser(phone, again.at()))
    }

    /** An app that has no screen for passwords. */
    private fun codesAlone(): Doorstep {
        val config = DoorstepConfig(
            authority = BuildConfig.AUTHORITY,
            clientId = BuildConfig.CLIENT_ID,
            firstFactors = FirstFactors.CODE,
            redirectUri = "doorstep://callback",
            allowsPlainHttpToThisMachine = true,
        )
        val storage = AndroidStorage(phone)
        return Doorstep(config, storage.vault, storage.records)
    }
}
