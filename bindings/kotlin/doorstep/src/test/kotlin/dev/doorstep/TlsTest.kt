package dev.doorstep

import javax.net.ssl.HttpsURLConnection
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull

/** A tenant behind TLS, whose authority no system knows. */
internal class TlsTest {
    private fun onTls(test: suspend (Device, String) -> Unit) = onSandbox("--tls") { sandbox, device ->
        test(device, assertNotNull(sandbox.caPem))
    }

    @Test
    fun both_stacks_sign_in_where_the_app_trusts_the_authority() = onTls { device, pem ->
        val (sockets) = trustOf(pem)
        val transport = HttpUrlConnectionTransport { (it as HttpsURLConnection).sslSocketFactory = sockets }
        for (http in listOf(Http.Host(transport), Http.Rust(pem))) {
            device.http = http
            assertEquals(BOB, bob(device.doorstep()).username)
        }
    }

    @Test
    fun neither_stack_talks_to_a_server_that_nobody_vouches_for() = onTls { device, _ ->
        for (http in listOf(Http.Host(), Http.Rust())) {
            device.http = http
            val error = failure<DoorstepException.Broken> { device.doorstep().signIn(BOB).start() }
            assertEquals(Area.Edge, error.area)
        }
    }
}
