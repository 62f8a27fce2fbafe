package dev.doorstep.android

import dev.doorstep.Area
import dev.doorstep.BOB
import dev.doorstep.BOB_PASSWORD
import dev.doorstep.DoorstepException
import dev.doorstep.Http
import dev.doorstep.Reason
import dev.doorstep.SignInStep
import dev.doorstep.bob
import dev.doorstep.failure
import dev.doorstep.onSandbox
import dev.doorstep.trustOf
import okhttp3.OkHttpClient
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotNull

/** The transport of the guide. */
internal class OkHttpTest {
    @Test
    fun it_signs_in_and_sends_nothing_twice() = onSandbox { sandbox, device ->
        device.http = Http.Host(OkHttpTransport(OkHttpClient()))
        assertEquals(BOB, bob(device.doorstep()).username)
        sandbox.put("/faults", """{"faults":[{"endpoint":"oauth2/v2.0/token","drop":true,"when":"after"}]}""")
        val step = assertIs<SignInStep.PasswordRequired>(device.doorstep().signIn(BOB).start())
        val error = failure<DoorstepException.Later> { step.reply.submit(BOB_PASSWORD) }
        assertEquals(Reason.NO_ANSWER, error.reason)
        assertEquals(2, sandbox.requests("oauth2/v2.0/token"))
    }

    @Test
    fun it_tells_apart_why_there_was_no_answer() = onSandbox { sandbox, device ->
        device.http = Http.Host(OkHttpTransport(OkHttpClient()))
        val nowhere = device.doorstep(authority = "http://127.0.0.1:1/contoso.onmicrosoft.com")
        assertEquals(Reason.OFFLINE, failure<DoorstepException.Later> { nowhere.signIn(BOB).start() }.reason)
        sandbox.put("/faults", """{"faults":[{"endpoint":"oauth2/v2.0/initiate","status":200,"body":"huge"}]}""")
        val error = failure<DoorstepException.Broken> { device.doorstep().signIn(BOB).start() }
        assertEquals("body_too_large", error.info.code)
    }

    @Test
    fun over_tls_it_trusts_whom_the_app_trusts() = onSandbox("--tls") { sandbox, device ->
        val (sockets, trust) = trustOf(assertNotNull(sandbox.caPem))
        device.http = Http.Host(OkHttpTransport(OkHttpClient.Builder().sslSocketFactory(sockets, trust).build()))
        assertEquals(BOB, bob(device.doorstep()).username)
        device.http = Http.Host(OkHttpTransport(OkHttpClient()))
        val error = failure<DoorstepException.Broken> { device.doorstep().signIn(BOB).start() }
        assertEquals(Area.Edge, error.area)
    }
}
