package dev.doorstep.sample.screens

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.doorstep.RiskChallenge
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Journey
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.Quiet

/** Somebody in front of the service wants something first, in any flow: a code, or what a provider's own software shows. */
@Composable
fun VerificationScreen(challenge: RiskChallenge, model: Journey<*>) {
    val code = challenge.securityCode
    if (code == null) ProviderScreen(challenge, model) else SecurityCodeScreen(challenge, code, model)
}

@Composable
private fun ProviderScreen(challenge: RiskChallenge, model: Journey<*>) = Frame(
    stringResource(R.string.verification_title),
    model.calls,
    model::stop,
    stringResource(if (challenge.attempt > 1) R.string.verification_again else R.string.verification_why),
    onRemedy = { model.stop() },
) { busy ->
    Act(stringResource(R.string.verification_solve), enabled = !busy) { model.solve(challenge) }
    Quiet(stringResource(R.string.go_back), enabled = !busy, onClick = model::goBack)
}
