package dev.doorstep

import java.net.InetAddress
import java.net.Socket
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import java.util.concurrent.TimeUnit
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLSocketFactory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds

/** A request that nobody waits for any more is not sent later on. */
internal class AbortTest {
    @Test
    fun an_exchange_that_is_aborted_in_the_queue_is_not_sent() = onSandbox { sandbox, device ->
        val queue = ConcurrentLinkedQueue<Runnable>()
        val transport = Watched(HttpUrlConnectionTransport(Executor { queue.add(it) }))
        device.http = Http.Host(transport)
        failure<DoorstepException.Later> { device.doorstep(requestTimeout = 50.milliseconds).signIn(BOB).start() }
        assertTrue(transport.aborted.await(1, TimeUnit.MINUTES))
        assertTrue(queue.isNotEmpty())
        queue.forEach(Runnable::run)
        assertEquals(0, sandbox.requests("initiate"))
        assertTrue(transport.requests.all { request -> request.body.all { it == 0.toByte() } })
    }

    @Test
    fun an_exchange_that_is_aborted_while_it_connects_sends_no_body() = onSandbox("--tls") { sandbox, device ->
        lateinit var transport: Watched
        val (sockets) = trustOf(assertNotNull(sandbox.caPem))
        val aborting = Sockets(sockets) { transport.inner.abort(transport.id) }
        transport = Watched(HttpUrlConnectionTransport(Executor(Runnable::run)) {
            (it as HttpsURLConnection).sslSocketFactory = aborting
        })
        device.http = Http.Host(transport)
        val error = failure<DoorstepException.Later> { device.doorstep().signIn(BOB).start() }
        assertEquals(Reason.OFFLINE, error.reason)
    }

    /** Sees what goes to [inner]. */
    private class Watched(val inner: Transport) : Transport {
        val requests = ArrayList<HttpRequest>()
        val aborted = CountDownLatch(1)
        @Volatile var id = 0L

        override fun send(id: Long, request: HttpRequest, slot: Slot) {
            this.id = id
            requests.add(request)
            inner.send(id, request, slot)
        }

        override fun abort(id: Long) {
            inner.abort(id)
            aborted.countDown()
        }
    }

    /** Does something between the connection and the handshake. */
    private class Sockets(private val inner: SSLSocketFactory, private val between: () -> Unit) : SSLSocketFactory() {
        override fun createSocket(socket: Socket, host: String, port: Int, autoClose: Boolean): Socket {
            between()
            return inner.createSocket(socket, host, port, autoClose)
        }

        override fun createSocket(host: String, port: Int): Socket = inner.createSocket(host, port)

        override fun createSocket(host: String, port: Int, from: InetAddress, fromPort: Int): Socket =
            inner.createSocket(host, port, from, fromPort)

        override fun createSocket(host: InetAddress, port: Int): Socket = inner.createSocket(host, port)

        override fun createSocket(host: InetAddress, port: Int, from: InetAddress, fromPort: Int): Socket =
            inner.createSocket(host, port, from, fromPort)

        override fun getDefaultCipherSuites(): Array<String> = inner.defaultCipherSuites

        override fun getSupportedCipherSuites(): Array<String> = inner.supportedCipherSuites
    }
}
