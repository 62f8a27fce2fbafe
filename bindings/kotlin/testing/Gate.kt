package dev.doorstep

import kotlinx.coroutines.CompletableDeferred

/** The platform's transport behind a gate: while it is closed, requests are held back. */
internal class Gate : Transport {
    private val inner = HttpUrlConnectionTransport()
    private val waiting = ArrayList<() -> Unit>()
    private var closed = false
    val held = CompletableDeferred<Unit>()

    override fun send(id: Long, request: HttpRequest, slot: Slot): Unit = synchronized(this) {
        if (closed) {
            waiting.add { inner.send(id, request, slot) }
            held.complete(Unit)
        } else {
            inner.send(id, request, slot)
        }
    }

    override fun abort(id: Long) = inner.abort(id)

    fun close() = synchronized(this) { closed = true }

    fun open() = synchronized(this) {
        closed = false
        waiting.forEach { it() }
        waiting.clear()
    }
}
