package dev.doorstep.sample.parts

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.contentType
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Strength
import dev.doorstep.sample.models.Trouble
import dev.doorstep.sample.models.TroubleKind

/**
 * A field for a password, with a switch to see it. What is typed stays in this field: it is in no saved state, and gone with
 * the screen. [isNew] asks the password manager for one of its own making.
 */
@Composable
fun PasswordField(enabled: Boolean, trouble: Trouble?, isNew: Boolean = false, onPassword: (String) -> Unit) {
    var text by remember { mutableStateOf("") }
    var isShown by remember { mutableStateOf(false) }
    val reveal = stringResource(if (isShown) R.string.hide_password else R.string.show_password)
    val problem = trouble?.takeIf { it.kind == TroubleKind.WRONG_PASSWORD || it.kind == TroubleKind.PASSWORD_RULE }?.let { wordsOf(it) }
    OutlinedTextField(
        text,
        onValueChange = { text = it },
        Modifier.fillMaxWidth().semantics {
            contentType = if (isNew) ContentType.NewPassword else ContentType.Password
            problem?.let { error(it) }
        },
        readOnly = !enabled,
        label = { Text(stringResource(if (isNew) R.string.new_password else R.string.password)) },
        supportingText = if (isNew) Strength.of(text)?.let { { Text(wordsOf(it)) } } else null,
        isError = problem != null,
        visualTransformation = if (isShown) VisualTransformation.None else PasswordVisualTransformation(),
        trailingIcon = {
            TextButton({ isShown = !isShown }, Modifier.semantics { contentDescription = reveal }) {
                Text(stringResource(if (isShown) R.string.hide else R.string.show))
            }
        },
        keyboardOptions = KeyboardOptions(keyboardType = KeyboardType.Password, imeAction = ImeAction.Go),
        keyboardActions = KeyboardActions(onGo = { onPassword(text) }),
        singleLine = true,
    )
    Act(stringResource(R.string.next), enabled = enabled && text.isNotEmpty()) { onPassword(text) }
}
