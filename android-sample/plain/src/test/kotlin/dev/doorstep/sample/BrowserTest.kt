package dev.doorstep.sample

import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.BrowserReasonKind
import dev.doorstep.FirstFactors
import dev.doorstep.SignInStep
import dev.doorstep.Surfer
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.TroubleKind
import kotlinx.coroutines.flow.first
import kotlin.test.Test
import kotlin.test.assertEquals

internal class BrowserTest {
    @Test
    fun what_the_app_has_no_screen_for_goes_through_the_browser_also_into_a_new_process() = onPhone {
        build = { device.doorstep(firstFactors = FirstFactors.CODE) }
        val app = launch()
        val model = app.signingIn(BOB)
        assertEquals(BrowserReasonKind.PASSWORD_NOT_OFFERED, model.at<SignInStep.BrowserRequired>().reason.kind)
        model.openBrowser()
        val callback = Surfer(sandbox).signIn(app.pages.first(), BOB, BOB_PASSWORD)
        kill()

        val later = launch()
        later.cameBack(callback)
        assertEquals(BOB, later.at<Place.SignedIn>().model.account.username)
    }

    @Test
    fun who_leaves_the_page_is_back_at_the_step_that_says_why() = onPhone {
        build = { device.doorstep(firstFactors = FirstFactors.CODE) }
        val app = launch()
        val model = app.signingIn(BOB)
        model.at<SignInStep.BrowserRequired>()
        model.openBrowser()
        val surfer = Surfer(sandbox)
        app.cameBack(surfer.leave(surfer.named(app.pages.first(), BOB)))
        assertEquals(TroubleKind.BROWSER_CANCELLED, model.calls.refusal().kind)
        app.openBrowserFailed()
        assertEquals(TroubleKind.NO_BROWSER, model.calls.refusal().kind)
    }
}
