package dev.doorstep.adapters

import dev.doorstep.DataUse
import dev.doorstep.RiskEnd
import dev.doorstep.RiskJourney
import dev.doorstep.RiskProfile
import dev.doorstep.RiskProvider
import dev.doorstep.RiskPurpose
import dev.doorstep.RiskVerdict
import kotlinx.coroutines.CompletableDeferred

/** How a profile of ThreatMetrix ended. */
public enum class ThreatMetrixStatus {
    /** All of it is there. */
    OK,

    /** Some of it is there (`PartialProfile`). */
    PARTIAL,

    /** Any other status: network, certificates, interrupted. */
    FAILED,
}

/** What the adapter calls of the vendor's profiling software. The app implements it, by a line or two each. */
public interface ThreatMetrixProfiling {
    /**
     * Begins to profile with [session] set in the options, and gives back the session of the handle, which is there at
     * once. [onEnd] is called when the profile ends, from any thread.
     */
    public fun profile(session: String, onEnd: (ThreatMetrixStatus) -> Unit): String

    /** Sends what was noted of typing and touches (`sendBehavioSecData`), before something is submitted. */
    public fun sendBehaviour()

    /** Ends the profile that runs. */
    public fun cancel()
}

/**
 * LexisNexis ThreatMetrix: profiles the device; the verdict is the server's, which asks by the session. A text, a token and a
 * new account wait for the profile; one that failed counts as an answer that did not come.
 *
 * @param behaviour whether typing and touches are noted, which needs consent to [DataUse.BEHAVIOUR], too
 */
public class ThreatMetrixProvider(
    private val software: ThreatMetrixProfiling,
    private val behaviour: Boolean = false,
) : RiskProvider {
    override val id: String = "tmx"
    override val uses: Set<DataUse> = if (behaviour) setOf(DataUse.DEVICE, DataUse.BEHAVIOUR) else setOf(DataUse.DEVICE)

    private val profiles = HashMap<String, CompletableDeferred<ThreatMetrixStatus>>()

    override suspend fun begin(session: String, journey: RiskJourney): String {
        val profile = CompletableDeferred<ThreatMetrixStatus>()
        synchronized(profiles) { profiles[session] = profile }
        return software.profile(session) { profile.complete(it) }
    }

    override suspend fun ready(session: String): RiskProfile {
        val profile = checkNotNull(synchronized(profiles) { profiles[session] }) { "there is no such profile" }
        return when (profile.await()) {
            ThreatMetrixStatus.OK -> RiskProfile.FULL
            ThreatMetrixStatus.PARTIAL -> RiskProfile.PARTIAL
            ThreatMetrixStatus.FAILED -> error("the profile failed")
        }
    }

    override suspend fun check(session: String, purpose: RiskPurpose): RiskVerdict {
        if (behaviour) software.sendBehaviour()
        return RiskVerdict.Allow
    }

    override fun end(session: String, why: RiskEnd) {
        val profile = synchronized(profiles) { profiles.remove(session) }
        if (profile?.isCompleted == false) software.cancel()
    }
}
