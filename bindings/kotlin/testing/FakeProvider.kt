package dev.doorstep

import kotlinx.coroutines.awaitCancellation
import java.util.concurrent.ConcurrentLinkedQueue

/** A risk provider that does what a test tells it to. */
internal class FakeProvider(override val headers: List<String> = listOf("x-px-authorization")) : RiskProvider {
    override val id = "tmx"
    override val uses = setOf(DataUse.DEVICE)
    val told = ConcurrentLinkedQueue<String>()
    @Volatile var verdict: suspend (RiskPurpose) -> RiskVerdict = { RiskVerdict.Allow }
    @Volatile var attached: suspend () -> Map<String, String> = { mapOf("X-Px-Authorization" to "3:token") }
    @Volatile var session: (String) -> String = { it }

    override suspend fun begin(session: String, journey: RiskJourney): String {
        told.add("begin ${journey.flow} ${journey.resumed}")
        return session(session)
    }

    override suspend fun attach(session: String, route: RiskRoute): Map<String, String> = attached()

    override suspend fun check(session: String, purpose: RiskPurpose): RiskVerdict {
        told.add("check $purpose")
        return verdict(purpose)
    }

    override fun report(session: String, outcome: RiskOutcome) {
        told.add("${outcome.decision} ${outcome.result} ${outcome.channel}")
    }

    override fun end(session: String, why: RiskEnd) {
        told.add("end $why")
    }
}

internal suspend fun hangs(): Nothing = awaitCancellation()

/** Keeps what the requests that go by bear. */
internal class Watching(private val inner: Transport = HttpUrlConnectionTransport()) : Transport by inner {
    private val seen = ConcurrentLinkedQueue<Pair<String, Map<String, String>>>()

    /** The headers beyond the ordinary ones of the requests whose path ends in [end]. */
    fun headers(end: String): List<Map<String, String>> =
        seen.filter { it.first.endsWith(end) }.map { (_, headers) -> headers.filterKeys { it.startsWith("x-") && !it.startsWith("x-client-") } }

    override fun send(id: Long, request: HttpRequest, slot: Slot) {
        seen.add(request.url to request.headers.toMap())
        inner.send(id, request, slot)
    }
}
