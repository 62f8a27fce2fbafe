package dev.doorstep.sample.screens

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.contentType
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import dev.doorstep.sample.R
import dev.doorstep.sample.models.EntryModel
import dev.doorstep.sample.models.Remedy
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.Quiet

/** The first field. What is typed goes along to every way on, and is sent as it was typed. */
@Composable
fun EntryScreen(model: EntryModel) {
    var address by rememberSaveable(model) { mutableStateOf(model.address) }
    LaunchedEffect(model) { model.prepare() }
    val onRemedy = { remedy: Remedy ->
        when (remedy) {
            Remedy.SIGN_UP -> model.signUp(address)
            Remedy.SIGN_IN -> model.signIn(address)
            Remedy.RESET_PASSWORD -> model.resetPassword(address)
            Remedy.START_OVER -> model.calls.clear()
        }
    }
    Frame(stringResource(R.string.welcome), model.calls, onCancel = null, stringResource(R.string.welcome_more), onRemedy) { busy ->
        OutlinedTextField(
            address,
            onValueChange = { address = it },
            Modifier.fillMaxWidth().semantics { contentType = ContentType.Username },
            readOnly = busy,
            label = { Text(stringResource(R.string.address)) },
            keyboardOptions = KeyboardOptions(
                autoCorrectEnabled = false,
                keyboardType = KeyboardType.Email,
                imeAction = ImeAction.Go,
            ),
            keyboardActions = KeyboardActions(onGo = { model.signIn(address) }),
            singleLine = true,
        )
        Act(stringResource(R.string.sign_in), enabled = !busy && address.isNotBlank()) { model.signIn(address) }
        Quiet(stringResource(R.string.create_account), enabled = !busy && address.isNotBlank()) { model.signUp(address) }
        Quiet(stringResource(R.string.forgot_password), enabled = !busy && address.isNotBlank()) { model.resetPassword(address) }
        Quiet(stringResource(R.string.lost), enabled = !busy && address.isNotBlank()) { model.deviceLost(address) }
    }
}
