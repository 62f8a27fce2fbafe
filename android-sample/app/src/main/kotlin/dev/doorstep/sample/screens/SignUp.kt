package dev.doorstep.sample.screens

import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import dev.doorstep.AttributeKind
import dev.doorstep.RequiredAttribute
import dev.doorstep.SignUpStep
import dev.doorstep.sample.R
import dev.doorstep.sample.models.FieldProblem
import dev.doorstep.sample.models.SignUpModel
import dev.doorstep.sample.models.YES
import dev.doorstep.sample.models.missing
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.PasswordField
import dev.doorstep.sample.parts.wordsOf

/** A sign-up: one screen for each step. */
@Composable
fun SignUpScreens(model: SignUpModel) {
    val step by model.step.collectAsState()
    when (val now = step) {
        is SignUpStep.CodeRequired -> CodeScreen(now.code, model.calls, model::now, model::stop, model::submitCode, model::resend)
        is SignUpStep.PasswordRequired -> NewPasswordScreen(model)
        is SignUpStep.AttributesRequired -> AttributesScreen(now, model)
        is SignUpStep.BrowserRequired -> BrowserScreen(now.reason, model.calls, model::stop, model::openBrowser)
        is SignUpStep.VerificationRequired -> VerificationScreen(now.challenge, model)
        is SignUpStep.SignedUp -> DoneScreen(stringResource(R.string.sign_up_done), null, model, model::goOn)
        null -> Unit
    }
}

@Composable
private fun NewPasswordScreen(model: SignUpModel) {
    val trouble by model.calls.trouble.collectAsState()
    Frame(
        stringResource(R.string.choose_password),
        model.calls,
        model::stop,
        stringResource(R.string.choose_password_more),
        onRemedy = { model.stop() },
    ) { busy -> PasswordField(!busy, trouble, isNew = true, onPassword = model::submitPassword) }
}

@Composable
private fun AttributesScreen(step: SignUpStep.AttributesRequired, model: SignUpModel) {
    val typed = remember(step.attributes.map { it.name }) { mutableStateMapOf<String, String>() }
    var problems by remember(step) { mutableStateOf(emptyMap<String, FieldProblem>()) }
    val trouble by model.calls.trouble.collectAsState()
    Frame(
        stringResource(R.string.about_you),
        model.calls,
        model::stop,
        onRemedy = { model.stop() },
    ) { busy ->
        step.attributes.forEach { asked ->
            val refused = trouble?.attributes.orEmpty().contains(asked.name)
            val problem = problems[asked.name] ?: FieldProblem.WRONG_FORM.takeIf { refused }
            Attribute(asked, typed[asked.name].orEmpty(), problem, !busy) { typed[asked.name] = it }
        }
        Act(stringResource(R.string.next), enabled = !busy) {
            problems = missing(step.attributes, typed)
            if (problems.isEmpty()) model.submitAttributes(typed.toMap())
        }
    }
}

@Composable
private fun Attribute(asked: RequiredAttribute, text: String, problem: FieldProblem?, enabled: Boolean, onText: (String) -> Unit) {
    if (asked.kind == AttributeKind.YesOrNo) {
        YesOrNo(nameOf(asked), text == YES, enabled) { onText(if (it) YES else "") }
        return
    }
    OutlinedTextField(
        text,
        onText,
        Modifier.fillMaxWidth(),
        readOnly = !enabled,
        label = { Text(if (asked.isRequired) nameOf(asked) else stringResource(R.string.optional, nameOf(asked))) },
        isError = problem != null,
        supportingText = problem?.let { { Text(wordsOf(it)) } },
        keyboardOptions = KeyboardOptions(
            keyboardType = if (asked.kind == AttributeKind.Number) KeyboardType.Number else KeyboardType.Text,
        ),
        singleLine = true,
    )
}

@Composable
private fun YesOrNo(label: String, isOn: Boolean, enabled: Boolean, onChange: (Boolean) -> Unit) = Row(
    Modifier.fillMaxWidth().heightIn(min = 48.dp).toggleable(isOn, enabled, Role.Switch, onChange),
    verticalAlignment = Alignment.CenterVertically,
) {
    Text(label, Modifier.weight(1f))
    Switch(isOn, onCheckedChange = null, enabled = enabled)
}

/** The app's own words for the attributes it knows; others go by the last part of their name. */
@Composable
private fun nameOf(asked: RequiredAttribute): String = when (asked.name) {
    "displayName" -> stringResource(R.string.attribute_name)
    "givenName" -> stringResource(R.string.attribute_given_name)
    "surname" -> stringResource(R.string.attribute_surname)
    "city" -> stringResource(R.string.attribute_city)
    "country" -> stringResource(R.string.attribute_country)
    "postalCode" -> stringResource(R.string.attribute_postal_code)
    "streetAddress" -> stringResource(R.string.attribute_street)
    "age" -> stringResource(R.string.attribute_age)
    else -> asked.name.substringAfterLast('_')
}
