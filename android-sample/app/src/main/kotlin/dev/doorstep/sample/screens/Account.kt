package dev.doorstep.sample.screens

import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import dev.doorstep.sample.R
import dev.doorstep.sample.models.AccountModel
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Block
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.Quiet
import java.text.DateFormat
import java.util.Date

/** Who is signed in, and what can be done with that. A step-up lies over it, and leads back to what was asked for. */
@Composable
fun AccountScreen(model: AccountModel, onAdd: () -> Unit) {
    LaunchedEffect(model) { model.lookAtToken() }
    Frame(
        stringResource(R.string.hello, model.account.name ?: model.account.username.orEmpty()),
        model.calls,
        onCancel = null,
        onRemedy = { model.signInAgain() },
    ) { busy ->
        Claims(model)
        Tokens(model, busy)
        ProtectedApi(model, busy)
        Others(model, busy, onAdd)
        Text(stringResource(R.string.sign_out_more), style = MaterialTheme.typography.bodySmall)
        Quiet(stringResource(R.string.sign_out), enabled = !busy, onClick = model::signOut)
    }
    val stepUp by model.stepUp.collectAsState()
    stepUp?.let {
        Dialog(onDismissRequest = model::stopStepUp, DialogProperties(usePlatformDefaultWidth = false)) { SignInScreens(it) }
    }
}

@Composable
private fun Claims(model: AccountModel) = Block(stringResource(R.string.claims)) {
    model.claims.forEach { (name, value) ->
        Column {
            Text(name, style = MaterialTheme.typography.labelMedium)
            Text(value)
        }
    }
}

@Composable
private fun Tokens(model: AccountModel, busy: Boolean) = Block(stringResource(R.string.token)) {
    val expires by model.expiresAtMillis.collectAsState()
    expires?.let { Text(stringResource(R.string.token_expires, DateFormat.getTimeInstance(DateFormat.SHORT).format(Date(it)))) }
    Quiet(stringResource(R.string.token_refresh), enabled = !busy, onClick = model::refreshToken)
}

@Composable
private fun ProtectedApi(model: AccountModel, busy: Boolean) = Block(stringResource(R.string.api)) {
    val todos by model.todos.collectAsState()
    Text(todos ?: stringResource(R.string.api_more))
    Act(stringResource(R.string.api_call), enabled = !busy, onClick = model::callApi)
}

@Composable
private fun Others(model: AccountModel, busy: Boolean, onAdd: () -> Unit) = Block(stringResource(R.string.accounts)) {
    model.accounts.filter { it != model.account }.forEach { other ->
        Quiet(stringResource(R.string.switch_to, other.username ?: other.id.objectId), enabled = !busy) { model.choose(other) }
    }
    Quiet(stringResource(R.string.add_account), enabled = !busy, onClick = onAdd)
}
