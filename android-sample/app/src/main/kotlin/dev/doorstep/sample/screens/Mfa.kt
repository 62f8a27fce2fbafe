package dev.doorstep.sample.screens

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Card
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import dev.doorstep.AuthMethod
import dev.doorstep.SignInStep
import dev.doorstep.sample.R
import dev.doorstep.sample.models.SignInModel
import dev.doorstep.sample.models.choose
import dev.doorstep.sample.models.ordered
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.Quiet
import dev.doorstep.sample.parts.iconOf
import dev.doorstep.sample.parts.isolated
import dev.doorstep.sample.parts.wordsOf

/** The choice of a second factor. Where there is one method alone, the model has chosen it. */
@Composable
fun MfaScreen(step: SignInStep.MfaRequired, model: SignInModel) = Frame(
    stringResource(R.string.mfa_title),
    model.calls,
    model::stop,
    stringResource(R.string.mfa_why),
) { busy ->
    model.ordered(step.methods).forEach { Method(it, !busy) { model.choose(it) } }
}

/** The code of the second factor, with the other ways below it. */
@Composable
fun MfaCodeScreen(step: SignInStep.MfaCodeRequired, model: SignInModel) = CodeScreen(
    step.code,
    model.calls,
    model::now,
    model::stop,
    model::submitCode,
    model::resend,
    stringResource(R.string.mfa_code_title),
    why = stringResource(R.string.mfa_code_why),
) { busy ->
    step.methods.filter { it.hint != step.code.sentTo }.forEach { other ->
        Quiet(stringResource(R.string.other_way, wordsOf(other.channel), isolated(other.hint)), enabled = !busy) { model.choose(other) }
    }
}

@Composable
private fun Method(method: AuthMethod, enabled: Boolean, onChoose: () -> Unit) = Card(
    Modifier.fillMaxWidth().clickable(enabled, role = Role.Button, onClick = onChoose),
) {
    Row(Modifier.heightIn(min = 64.dp).padding(16.dp), verticalAlignment = Alignment.CenterVertically) {
        Icon(iconOf(method.channel), contentDescription = null)
        Column(Modifier.padding(start = 16.dp)) {
            Text(wordsOf(method.channel), style = MaterialTheme.typography.titleMedium)
            Text(isolated(method.hint))
        }
    }
}
