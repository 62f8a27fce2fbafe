package dev.doorstep.sample.screens

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import dev.doorstep.RiskChallenge
import dev.doorstep.SecurityCode
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Journey
import dev.doorstep.sample.parts.CodeField
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.Quiet
import dev.doorstep.sample.parts.Resend
import dev.doorstep.sample.parts.isolated
import dev.doorstep.sample.parts.wordsOf

/** The second proof of a reset: a code that came another way than the first one. */
@Composable
fun SecurityCodeScreen(challenge: RiskChallenge, code: SecurityCode, model: Journey<*>) {
    val asked = remember(challenge) { model.asked(challenge, code) }
    Frame(stringResource(R.string.security_title), model.calls, model::stop, sentTo(code), onRemedy = { model.stop() }) { busy ->
        val wrong = challenge.attempt > 1 && !busy
        CodeField(asked, !busy, wrong, model::submitProof)
        if (wrong) {
            Text(
                stringResource(R.string.wrong_code),
                Modifier.semantics { liveRegion = LiveRegionMode.Assertive },
                color = MaterialTheme.colorScheme.error,
            )
        }
        code.triesLeft?.let { Text(pluralStringResource(R.plurals.tries_left, it, it)) }
        Text(stringResource(R.string.security_why), color = MaterialTheme.colorScheme.onSurfaceVariant)
        if (asked.isResendable) Resend(asked, model::now, !busy, model::again)
        Quiet(stringResource(R.string.go_back), enabled = !busy, onClick = model::goBack)
    }
}

@Composable
private fun sentTo(code: SecurityCode): String {
    val channel = code.channel?.let { wordsOf(it) } ?: return stringResource(R.string.security_sent)
    val hint = code.hint ?: return stringResource(R.string.security_sent_by, channel)
    return stringResource(R.string.code_sent, channel, isolated(hint))
}
