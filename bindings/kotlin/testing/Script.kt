package dev.doorstep

import java.util.ArrayDeque

/** A transport that gives the answers that are written down, in their order, at once and on the calling thread. */
internal class Script : Transport {
    private val answers = ArrayDeque<() -> HttpResponse>()

    fun say(vararg more: () -> HttpResponse): Unit = synchronized(this) { answers.addAll(more) }

    /** Forgets what was not asked for. */
    fun clear(): Unit = synchronized(this) { answers.clear() }

    override fun send(id: Long, request: HttpRequest, slot: Slot) {
        val answer = checkNotNull(synchronized(this) { answers.poll() }) { "nothing is written for ${request.url}" }
        slot.complete(answer())
    }

    override fun abort(id: Long) = Unit
}

/** An answer in JSON. */
internal fun answer(status: Int, body: String): () -> HttpResponse =
    { HttpResponse(status, listOf("content-type" to "application/json"), body.toByteArray()) }
