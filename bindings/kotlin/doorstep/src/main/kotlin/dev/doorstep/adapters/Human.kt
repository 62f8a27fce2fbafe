package dev.doorstep.adapters

import dev.doorstep.DataUse
import dev.doorstep.RiskJourney
import dev.doorstep.RiskProvider
import dev.doorstep.RiskRoute

/** What the adapter calls of the vendor's software. The app implements it, by a line each. */
public interface HumanSoftware {
    /** The headers that the software has for the next request. They change, so they are asked for each time. */
    public fun headers(): Map<String, String>

    /** Sets what goes along with the software's own events, so that the vendor's records can be found by the session. */
    public fun setSession(session: String)
}

/**
 * HUMAN: the software's headers go along with the requests that a gate watches, and the gate asks the vendor. A token of
 * a single character is the software's word for an error, and none is sent.
 */
public class HumanProvider(private val software: HumanSoftware) : RiskProvider {
    override val id: String = "human"
    override val headers: List<String> = listOf(AUTHORIZATION, "x-px-original-token")
    override val uses: Set<DataUse> = setOf(DataUse.DEVICE, DataUse.BEHAVIOUR)

    override suspend fun begin(session: String, journey: RiskJourney): String {
        software.setSession(session)
        return session
    }

    override suspend fun attach(session: String, route: RiskRoute): Map<String, String> {
        val given = software.headers().mapKeys { it.key.lowercase() }.filterKeys { it in headers }
        check(given[AUTHORIZATION].orEmpty().length > 1) { "the software has no token" }
        return given
    }

    private companion object {
        const val AUTHORIZATION = "x-px-authorization"
    }
}
