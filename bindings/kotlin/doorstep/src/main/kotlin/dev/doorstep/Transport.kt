package dev.doorstep

import dev.doorstep.ffi.Header

/** Whose HTTP stack carries the requests. */
public sealed interface Http {
    /** The host's, so that its trust, proxies, VPN and interceptors apply. */
    public class Host(public val transport: Transport = HttpUrlConnectionTransport()) : Http

    /**
     * The library's own, on rustls with the system's trust. Only a build with the feature `rustls` has it.
     *
     * @property extraRootsPem certificates that are trusted besides, for a sandbox with TLS
     */
    public class Rust(public val extraRootsPem: String? = null) : Http
}

/**
 * Sends requests. A transport follows no redirect, keeps no cookies, repeats nothing by itself, and stops reading at
 * [HttpRequest.maxResponseBytes]. It is called on threads of the library's; what it throws counts as a lost answer.
 */
public interface Transport {
    /** Begins to send [request] and returns at once; what comes of it goes into [slot], from any thread. */
    public fun send(id: Long, request: HttpRequest, slot: Slot)

    /** Nobody waits for the request [id] any more. */
    public fun abort(id: Long)
}

/** A request to be sent as it stands. It does not print its [body], which holds passwords and codes. */
public class HttpRequest internal constructor(
    public val method: HttpMethod,
    public val url: String,
    /** Names in lower case, with their values. */
    public val headers: List<Pair<String, String>>,
    /** The body. Wipe it when it was sent. */
    public val body: ByteArray,
    /** How long the whole exchange may take. */
    public val timeoutMillis: Long,
    public val maxResponseBytes: Long,
) {
    override fun toString(): String = "HttpRequest($method $url)"
}

/** The methods that the protocol uses. */
public enum class HttpMethod { POST, GET }

/**
 * An answer, whatever its status. It does not print its [body], which holds tokens.
 *
 * @property headers of these, `content-type` and `retry-after` are read
 */
public class HttpResponse(
    public val status: Int,
    public val headers: List<Pair<String, String>>,
    public val body: ByteArray,
) {
    override fun toString(): String = "HttpResponse($status)"
}

/** Why there was no answer. */
public enum class HttpFault {
    /** The request surely never left the device. */
    NOT_SENT,

    /** No answer came in time. */
    TIMED_OUT,

    /** The connection broke after the request may have been sent. */
    LOST,

    /** The server could not prove who it is. */
    UNTRUSTED,

    /** The answer was larger than the request allowed. */
    TOO_LARGE,
}

/** Where the answer to one request goes. The first one counts; one that comes after the request's time goes nowhere. */
public class Slot internal constructor(private val raw: dev.doorstep.ffi.Slot) {
    /** An answer came. Its body is wiped. */
    public fun complete(response: HttpResponse) {
        val headers = response.headers.map { (name, value) -> Header(name, value) }
        raw.complete(dev.doorstep.ffi.HttpResponse(response.status.toUShort(), headers, response.body))
        response.body.fill(0)
    }

    /** None came. */
    public fun fail(fault: HttpFault): Unit = raw.fail(fault.mirrored())
}

/** A [Transport], as the library calls it. */
internal class RawTransport(private val host: Transport) : dev.doorstep.ffi.Transport {
    override fun send(id: ULong, request: dev.doorstep.ffi.HttpRequest, slot: dev.doorstep.ffi.Slot) {
        host.send(id.toLong(), request.told(), Slot(slot))
    }

    override fun abort(id: ULong): Unit = host.abort(id.toLong())
}

private fun dev.doorstep.ffi.HttpRequest.told() = HttpRequest(
    method = method.mirrored(),
    url = url,
    headers = headers.map { it.name to it.value },
    body = body,
    timeoutMillis = timeoutMillis.toLong(),
    maxResponseBytes = maxResponseBytes.toLong(),
)
