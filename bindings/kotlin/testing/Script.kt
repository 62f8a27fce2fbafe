package dev.doorstep

import java.util.ArrayDeque

/** A transport that gives the answers that are written down, in their order, at once and on the calling thread. */
internal class Script : Transport {
    private val answers = ArrayDeque<() -> HttpResponse>()
    private val asked = ArrayList<HttpRequest>()

    fun say(vararg more: () -> HttpResponse): Unit = synchronized(this) { answers.addAll(more) }

    /** Forgets what was not asked for. */
    fun clear(): Unit = synchronized(this) { answers.clear() }

    /** What each request shows under the name of a header. */
    fun shown(header: String): List<String?> = synchronized(this) {
        asked.map { request -> request.headers.firstOrNull { it.first == header }?.second }
    }

    override fun send(id: Long, request: HttpRequest, slot: Slot) {
        val next = synchronized(this) {
            asked.add(request)
            answers.poll()
        }
        val answer = checkNotNull(next) { "nothing is written for ${request.url}" }
        slot.complete(answer())
    }

    override fun abort(id: Long) = Unit
}

/** An answer in JSON. */
internal fun answer(status: Int, body: String): () -> HttpResponse =
    { HttpResponse(status, listOf("content-type" to "application/json"), body.toByteArray()) }
