package dev.doorstep.sample.parts

import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.draw.alpha
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.contentType
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextRange
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.TextFieldValue
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import dev.doorstep.CodeInput
import dev.doorstep.sample.R
import dev.doorstep.sample.models.AskedCode

/**
 * One field for a one-time code, drawn as as many boxes as its sender says. It takes typing, paste and autofill, and submits
 * once by itself at the last digit. A code that was wrong ([wrong]) is selected, so that the next key replaces it.
 */
@Composable
fun CodeField(code: AskedCode, enabled: Boolean, wrong: Boolean, onCode: (String) -> Unit) {
    val input = remember(code.field) { CodeInput(code.length) { onCode(it) } }
    var value by remember(code.field) { mutableStateOf(TextFieldValue()) }
    val focus = remember { FocusRequester() }
    LaunchedEffect(code.field) { focus.requestFocus() }
    LaunchedEffect(wrong) { if (wrong) value = value.copy(selection = TextRange(0, value.text.length)) }
    val label = code.length?.let { pluralStringResource(R.plurals.code_label, it, it) } ?: stringResource(R.string.code)
    val problem = stringResource(R.string.wrong_code)
    // Digits run from left to right in every language.
    CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Ltr) {
        BasicTextField(
            value,
            onValueChange = {
                val shown = input.onChange(it.text)
                value = if (shown == it.text) it else TextFieldValue(shown, TextRange(shown.length))
            },
            Modifier.fillMaxWidth().focusRequester(focus).semantics {
                contentType = ContentType.SmsOtpCode
                contentDescription = label
                if (wrong) error(problem)
            },
            // While a call runs the field stays as it is: a disabled one would lose the focus.
            readOnly = !enabled,
            textStyle = MaterialTheme.typography.headlineSmall,
            keyboardOptions = KeyboardOptions(keyboardType = KeyboardType.NumberPassword, imeAction = ImeAction.Done),
            keyboardActions = KeyboardActions(onDone = { onCode(value.text) }),
            singleLine = true,
            cursorBrush = SolidColor(MaterialTheme.colorScheme.primary),
            decorationBox = { field ->
                Box {
                    code.length?.let { Boxes(value.text, it, wrong) }
                    Box(Modifier.matchParentSize().alpha(if (code.length == null) 1f else 0f)) { field() }
                }
            },
        )
    }
    Act(stringResource(R.string.confirm), enabled = enabled && value.text.isNotEmpty()) { onCode(value.text) }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Boxes(text: String, count: Int, wrong: Boolean) = FlowRow(
    horizontalArrangement = Arrangement.spacedBy(4.dp),
    verticalArrangement = Arrangement.spacedBy(4.dp),
) {
    val colours = MaterialTheme.colorScheme
    repeat(count) { at ->
        val edge = when {
            wrong -> colours.error
            at == text.length -> colours.primary
            else -> colours.outline
        }
        Box(
            Modifier.widthIn(min = 32.dp).heightIn(min = 52.dp).border(if (at == text.length) 2.dp else 1.dp, edge, SHAPE).padding(4.dp),
            contentAlignment = Alignment.Center,
        ) {
            Text(text.getOrNull(at)?.toString().orEmpty(), style = MaterialTheme.typography.headlineSmall)
        }
    }
}

private val SHAPE = RoundedCornerShape(8.dp)
