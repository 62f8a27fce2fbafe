package dev.doorstep.adapters

import dev.doorstep.DataUse
import dev.doorstep.RiskJourney
import dev.doorstep.RiskProvider
import dev.doorstep.RiskPurpose
import dev.doorstep.RiskVerdict

/** What became of a verification. */
public sealed interface ProveAnswer {
    /** The number may have a text. */
    public data object Verified : ProveAnswer

    /** It must not. */
    public data object Refused : ProveAnswer

    /** Another call could still prove possession; [payload] is what the app needs to go on with it. */
    public class Next(public val payload: String) : ProveAnswer
}

/**
 * The app's own server, which holds the vendor's credentials: an app that held them would give them to everybody. What it
 * throws is no answer.
 */
public fun interface ProveServer {
    public suspend fun verify(session: String, number: String): ProveAnswer
}

/**
 * Prove: verifies that a number is the person's before a text goes to it, and says nothing of anything else.
 *
 * @param knownNumber the number that the tenant has, with `+` and digits, for a second factor: the service shows it masked, so
 * the app brings it from where it knows it. Without it, a text to a known number is not judged, which counts as no answer.
 */
public class ProveProvider(
    private val server: ProveServer,
    private val knownNumber: suspend () -> String? = { null },
) : RiskProvider {
    override val id: String = "prove"
    override val uses: Set<DataUse> = setOf(DataUse.DEVICE)

    override suspend fun begin(session: String, journey: RiskJourney): String = session

    override suspend fun check(session: String, purpose: RiskPurpose): RiskVerdict = when (purpose) {
        is RiskPurpose.SmsToNew -> verdict(session, purpose.number)
        RiskPurpose.SmsToKnown -> verdict(session, checkNotNull(knownNumber()) { "the number is not known here" })
        else -> RiskVerdict.Allow
    }

    private suspend fun verdict(session: String, number: String) = when (val answer = server.verify(session, number)) {
        ProveAnswer.Verified -> RiskVerdict.Allow
        ProveAnswer.Refused -> RiskVerdict.Block
        is ProveAnswer.Next -> RiskVerdict.Challenge(answer.payload)
    }
}
