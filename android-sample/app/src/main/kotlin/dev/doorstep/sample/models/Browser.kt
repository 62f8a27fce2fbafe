package dev.doorstep.sample.models

import dev.doorstep.BrowserReply
import dev.doorstep.SignInStep

/** The way back from the browser for a flow that is no sign-in: whoever signed in there is in. */
internal class BrowserReturn(private val reply: BrowserReply, private val doors: Doors) {
    suspend fun complete(callback: String) {
        val step = reply.complete(callback)
        if (step is SignInStep.SignedIn) doors.signedIn(step.account)
    }
}
