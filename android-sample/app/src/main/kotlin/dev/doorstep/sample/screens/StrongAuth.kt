package dev.doorstep.sample.screens

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.DropdownMenu
import androidx.compose.material3.DropdownMenuItem
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.contentType
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import dev.doorstep.Channel
import dev.doorstep.RegistrationMethod
import dev.doorstep.SignInStep
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Country
import dev.doorstep.sample.models.SignInModel
import dev.doorstep.sample.models.register
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.Quiet
import dev.doorstep.sample.parts.isolated
import dev.doorstep.sample.parts.wordsOf
import java.util.Locale

/** A strong method must be registered: which, and where its codes go. */
@Composable
fun RegistrationScreen(step: SignInStep.RegistrationRequired, model: SignInModel) = Frame(
    stringResource(R.string.registration_title),
    model.calls,
    model::stop,
    stringResource(R.string.registration_why),
) { busy -> Contacts(step.methods, busy, model) }

/** The code that shows that the contact is the person's, and a way to name another one. */
@Composable
fun RegistrationCodeScreen(step: SignInStep.RegistrationCodeRequired, model: SignInModel) {
    var isChanging by remember(step.code.sentAtMillis) { mutableStateOf(false) }
    CodeScreen(
        step.code,
        model.calls,
        model::now,
        model::stop,
        model::submitCode,
        model::resend,
        stringResource(R.string.registration_code_title),
    ) { busy ->
        if (isChanging) Contacts(step.methods, busy, model) else Quiet(stringResource(R.string.change_contact)) { isChanging = true }
    }
}

@Composable
private fun Contacts(methods: List<RegistrationMethod>, busy: Boolean, model: SignInModel) {
    var chosen by remember(methods) { mutableStateOf(methods.first()) }
    methods.filter { it.id != chosen.id }.forEach { other ->
        Quiet(stringResource(R.string.use_instead, wordsOf(other.channel)), enabled = !busy) { chosen = other }
    }
    if (chosen.channel == Channel.Sms) {
        Phone(chosen, busy, model)
    } else {
        Mailbox(chosen, busy, model)
    }
}

@Composable
private fun Mailbox(method: RegistrationMethod, busy: Boolean, model: SignInModel) {
    var contact by remember(method) { mutableStateOf(method.knownContact.orEmpty()) }
    OutlinedTextField(
        contact,
        onValueChange = { contact = it },
        Modifier.fillMaxWidth().semantics { contentType = ContentType.EmailAddress },
        label = { Text(stringResource(R.string.address)) },
        keyboardOptions = KeyboardOptions(keyboardType = KeyboardType.Email),
        singleLine = true,
    )
    Act(stringResource(R.string.send_code), enabled = !busy && contact.isNotBlank()) { model.register(method, contact) }
}

@Composable
private fun Phone(method: RegistrationMethod, busy: Boolean, model: SignInModel) {
    var country by remember { mutableStateOf(Country.of(Locale.getDefault().country)) }
    var typed by remember(method) { mutableStateOf(method.knownContact.orEmpty()) }
    val number = country.number(typed)
    Countries(country) { country = it }
    OutlinedTextField(
        typed,
        onValueChange = { typed = it },
        Modifier.fillMaxWidth().semantics { contentType = ContentType.PhoneNumber },
        label = { Text(stringResource(R.string.phone)) },
        supportingText = { Text(stringResource(R.string.phone_preview, isolated(number))) },
        keyboardOptions = KeyboardOptions(keyboardType = KeyboardType.Phone),
        singleLine = true,
    )
    Text(stringResource(R.string.sms_cost))
    Act(stringResource(R.string.send_code), enabled = !busy && typed.isNotBlank()) { model.register(method, number) }
}

@Composable
private fun Countries(country: Country, onCountry: (Country) -> Unit) {
    var isOpen by remember { mutableStateOf(false) }
    Box {
        Quiet(stringResource(R.string.country, nameOf(country))) { isOpen = true }
        DropdownMenu(isOpen, onDismissRequest = { isOpen = false }) {
            Country.all.forEach {
                DropdownMenuItem({ Text(nameOf(it)) }, onClick = { onCountry(it).also { isOpen = false } })
            }
        }
    }
}

private fun nameOf(country: Country): String = "${Locale("", country.iso).displayCountry} ${isolated("+" + country.prefix)}"
