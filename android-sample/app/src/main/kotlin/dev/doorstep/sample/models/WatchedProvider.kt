package dev.doorstep.sample.models

import dev.doorstep.RiskEnd
import dev.doorstep.RiskJourney
import dev.doorstep.RiskOutcome
import dev.doorstep.RiskProvider
import dev.doorstep.RiskPurpose
import dev.doorstep.RiskVerdict

/** Hands every call on to [provider], and notes it for the person. */
internal class WatchedProvider(
    private val provider: RiskProvider,
    private val note: (SignalNote) -> Unit,
) : RiskProvider by provider {
    override suspend fun begin(session: String, journey: RiskJourney): String =
        provider.begin(session, journey).also { note(SignalNote(SignalKind.BEGAN, it)) }

    override suspend fun check(session: String, purpose: RiskPurpose): RiskVerdict {
        note(SignalNote(SignalKind.ASKED, purpose.word()))
        return provider.check(session, purpose)
    }

    override fun report(session: String, outcome: RiskOutcome) {
        note(SignalNote(SignalKind.TOLD, "${outcome.decision.name.lowercase()}, ${outcome.result.name.lowercase()}"))
        provider.report(session, outcome)
    }

    override fun end(session: String, why: RiskEnd) {
        note(SignalNote(SignalKind.ENDED, why.name.lowercase()))
        provider.end(session, why)
    }
}

/** Without the number. */
private fun RiskPurpose.word(): String = when (this) {
    RiskPurpose.SmsToKnown -> "sms"
    is RiskPurpose.SmsToNew -> "sms, new number"
    RiskPurpose.Token -> "token"
    RiskPurpose.SignUp -> "sign_up"
    else -> "other"
}
