package dev.doorstep

import java.security.KeyStore
import java.security.cert.CertificateFactory
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.TrustManagerFactory
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
        val sockets = sockets(pem)
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

    private fun sockets(pem: String): SSLSocketFactory {
        val certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem.byteInputStream())
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply {
            load(null, null)
            setCertificateEntry("sandbox", certificate)
        }
        val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }
        return SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }.socketFactory
    }
}
