package dev.doorstep.sample.drawer

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import dev.doorstep.sample.SampleApp
import dev.doorstep.sample.SandboxAddress
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** Debug builds alone: a handle at the edge that opens the developer's drawer. Its words are for developers, in English. */
@Composable
fun DeveloperDrawer(app: SampleApp) {
    var isOpen by remember { mutableStateOf(false) }
    Box(Modifier.fillMaxSize(), contentAlignment = Alignment.BottomEnd) {
        TextButton({ isOpen = true }, Modifier.padding(16.dp)) { Text("DEV") }
    }
    if (isOpen) {
        Dialog(onDismissRequest = { isOpen = false }) { Drawer(app.sandbox ?: USUAL) { app.sandbox = it } }
    }
}

/** The sandbox's address, its mailbox, and its risk provider's next verdict. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
fun Drawer(sandbox: SandboxAddress, onSandbox: (SandboxAddress) -> Unit) {
    var address by remember { mutableStateOf(sandbox.address) }
    var gate by remember { mutableStateOf(sandbox.gate.orEmpty()) }
    var risk by remember { mutableStateOf(sandbox.risk.orEmpty()) }
    var mails by remember { mutableStateOf(emptyList<Mail>()) }
    var said by remember { mutableStateOf("") }
    val model = remember { DeveloperModel { address.trimmed() } }
    val scope = rememberCoroutineScope()
    LaunchedEffect(address) {
        while (true) {
            mails = model.mailbox()
            delay(2_000)
        }
    }
    Surface {
        Column(
            Modifier.fillMaxWidth().verticalScroll(rememberScrollState()).padding(24.dp),
            verticalArrangement = Arrangement.spacedBy(8.dp),
        ) {
            OutlinedTextField(address, { address = it }, label = { Text("Sandbox (after adb reverse)") }, singleLine = true)
            OutlinedTextField(gate, { gate = it }, label = { Text("Gate, such as http://127.0.0.1:4001, or nothing") }, singleLine = true)
            OutlinedTextField(risk, { risk = it }, label = { Text("Risk provider, such as http://127.0.0.1:4002, or nothing") }, singleLine = true)
            TextButton({ onSandbox(SandboxAddress(address.trimmed(), gate.given(), risk.given())) }) { Text("Use it from the next flow on") }
            Heading(if (mails.isEmpty()) "The mailbox is empty" else "Mailbox")
            mails.take(5).forEach { Text("${it.to}: ${it.code ?: it.purpose}") }
            Heading("The risk provider's next verdict $said")
            FlowRow {
                DeveloperModel.VERDICTS.forEach { verdict ->
                    TextButton({ scope.launch { said = if (model.next(verdict)) "is $verdict" else "was not taken" } }) { Text(verdict) }
                }
            }
        }
    }
}

@Composable
private fun Heading(text: String) = Text(text, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)

private fun String.trimmed() = trim().trimEnd('/')

private fun String.given() = trimmed().ifEmpty { null }

private val USUAL = SandboxAddress("http://127.0.0.1:4000")
