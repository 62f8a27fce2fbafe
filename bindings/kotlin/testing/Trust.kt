package dev.doorstep

import java.security.KeyStore
import java.security.cert.CertificateFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager

/** Trust in one authority alone, as an app sets its stack up with it. */
internal fun trustOf(pem: String): Pair<SSLSocketFactory, X509TrustManager> {
    val certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem.byteInputStream())
    val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply {
        load(null, null)
        setCertificateEntry("sandbox", certificate)
    }
    val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }
    val context = SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }
    return context.socketFactory to trust.trustManagers.filterIsInstance<X509TrustManager>().first()
}
