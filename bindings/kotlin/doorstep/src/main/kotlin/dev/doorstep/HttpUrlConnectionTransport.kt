package dev.doorstep

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.SocketTimeoutException
import java.net.URI
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executor
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import javax.net.ssl.SSLException

/**
 * The platform's own HTTP stack. Where the app has set a process-wide cookie handler or cache, they do not concern
 * these requests: caching is off, and the protocol's endpoints set no cookies that matter.
 *
 * @param prepare sees each connection before it is used, to set a socket factory, say; what it throws is told as the
 *   reason why there was no answer
 * @param executor runs the exchanges; each blocks its thread
 */
public class HttpUrlConnectionTransport(
    private val executor: Executor = threads(),
    private val prepare: (HttpURLConnection) -> Unit = {},
) : Transport {
    private val running = ConcurrentHashMap<Long, HttpURLConnection>()

    override fun send(id: Long, request: HttpRequest, slot: Slot) {
        try {
            val connection = set(URI(request.url).toURL().openConnection() as HttpURLConnection, request)
            running[id] = connection
            executor.execute {
                try {
                    exchange(id, connection, request, slot)
                } finally {
                    forget(id, request)
                }
            }
        } catch (_: RejectedExecutionException) {
            forget(id, request)
            slot.fail(HttpFault.NOT_SENT)
        } catch (failure: Exception) {
            forget(id, request)
            throw failure
        }
    }

    override fun abort(id: Long) {
        running.remove(id)?.disconnect()
    }

    private fun forget(id: Long, request: HttpRequest) {
        running.remove(id)
        request.body.fill(0)
    }

    /** What a thread of the executor's throws would end an app: a stack that refuses to connect is an answer, too. */
    private fun exchange(id: Long, connection: HttpURLConnection, request: HttpRequest, slot: Slot) {
        try {
            if (!running.containsKey(id)) return slot.fail(HttpFault.NOT_SENT)
            // Up to the handshake: whatever fails here, nothing was sent.
            connection.connect()
        } catch (error: IOException) {
            return slot.fail(if (error is SSLException) HttpFault.UNTRUSTED else HttpFault.NOT_SENT)
        } catch (_: RuntimeException) {
            return slot.fail(HttpFault.NOT_SENT)
        }
        try {
            // An abort while the connection was made had nothing to close yet.
            if (!running.containsKey(id)) {
                connection.disconnect()
                return slot.fail(HttpFault.NOT_SENT)
            }
            if (request.method == HttpMethod.POST) connection.outputStream.use { it.write(request.body) }
            val status = connection.responseCode
            val stream = if (status >= HttpURLConnection.HTTP_BAD_REQUEST) connection.errorStream else connection.inputStream
            val body = stream?.use { it.readAtMost(request.maxResponseBytes) } ?: ByteArray(0)
            if (body.size > request.maxResponseBytes) return slot.fail(HttpFault.TOO_LARGE)
            slot.complete(HttpResponse(status, headers(connection), body))
        } catch (_: SocketTimeoutException) {
            slot.fail(HttpFault.TIMED_OUT)
        } catch (_: IOException) {
            slot.fail(HttpFault.LOST)
        } catch (_: RuntimeException) {
            slot.fail(HttpFault.LOST)
        }
    }

    private fun set(connection: HttpURLConnection, request: HttpRequest): HttpURLConnection = connection.apply {
        val timeout = request.timeoutMillis.coerceIn(1, Int.MAX_VALUE.toLong()).toInt()
        connectTimeout = timeout
        readTimeout = timeout
        instanceFollowRedirects = false
        useCaches = false
        request.headers.forEach { (name, value) -> setRequestProperty(name, value) }
        if (request.method == HttpMethod.POST) {
            requestMethod = "POST"
            doOutput = true
            // A body that streams cannot be sent twice: without this, the platform repeats a POST by itself.
            setFixedLengthStreamingMode(request.body.size)
        }
        prepare(this)
    }

    private fun headers(connection: HttpURLConnection): List<Pair<String, String>> =
        HEADERS_READ.mapNotNull { name -> connection.getHeaderField(name)?.let { name to it } }

    private companion object {
        val HEADERS_READ = listOf("content-type", "retry-after", "cf-mitigated", "x-amzn-waf-action")
        const val THREADS = 4
        const val IDLE_SECONDS = 10L
        const val CHUNK = 8 * 1024

        fun threads(): Executor {
            val queue = LinkedBlockingQueue<Runnable>()
            val pool = ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, queue) { work ->
                Thread(work, "doorstep-http").apply { isDaemon = true }
            }
            pool.allowCoreThreadTimeOut(true)
            return pool
        }

        /** One byte more than [limit], where there are more. */
        fun InputStream.readAtMost(limit: Long): ByteArray {
            val all = ByteArrayOutputStream()
            val chunk = ByteArray(CHUNK)
            while (all.size() <= limit) {
                val count = read(chunk)
                if (count < 0) break
                all.write(chunk, 0, count)
            }
            chunk.fill(0)
            return all.toByteArray()
        }
    }
}
