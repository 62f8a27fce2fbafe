package dev.doorstep.sample.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.doorstep.sample.R
import dev.doorstep.sample.models.SignalsModel
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Block
import dev.doorstep.sample.parts.Heading
import dev.doorstep.sample.parts.isolated
import dev.doorstep.sample.parts.wordsOf

/** The risk signals: the consent, the session, and what was told. */
@Composable
fun SignalsScreen(model: SignalsModel, onClose: () -> Unit) = Surface(Modifier.fillMaxSize()) {
    Column(
        Modifier.windowInsetsPadding(WindowInsets.safeDrawing).verticalScroll(rememberScrollState()).padding(24.dp),
        verticalArrangement = Arrangement.spacedBy(16.dp),
    ) {
        Heading(stringResource(R.string.signals_title))
        Consent(model)
        Text(stringResource(R.string.signals_why), color = MaterialTheme.colorScheme.onSurfaceVariant)
        Session(model)
        Told(model)
        Device(model)
        Act(stringResource(R.string.close), onClick = onClose)
    }
}

@Composable
private fun Consent(model: SignalsModel) {
    val isOn by model.isConsented.collectAsState()
    Row(
        Modifier.fillMaxWidth().heightIn(min = 48.dp).toggleable(isOn, role = Role.Switch, onValueChange = model::consent),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Text(stringResource(R.string.signals_consent), Modifier.weight(1f).padding(end = 16.dp))
        Switch(isOn, onCheckedChange = null)
    }
}

@Composable
private fun Session(model: SignalsModel) = Block(stringResource(R.string.signals_session)) {
    val session by model.session.collectAsState()
    SelectionContainer { Text(session?.let(::isolated) ?: stringResource(R.string.signals_none)) }
}

@Composable
private fun Told(model: SignalsModel) = Block(stringResource(R.string.signals_told)) {
    val notes by model.notes.collectAsState()
    if (notes.isEmpty()) Text(stringResource(R.string.signals_nothing))
    notes.forEach { note ->
        Column(Modifier.semantics(mergeDescendants = true) {}) {
            Text(wordsOf(note.kind))
            Text(isolated(note.about), style = MaterialTheme.typography.bodySmall)
        }
    }
}

@Composable
private fun Device(model: SignalsModel) = Block(stringResource(R.string.signals_device)) {
    val device by model.device.collectAsState()
    if (device.isEmpty()) Text(stringResource(R.string.signals_nothing))
    device.forEach { (name, value) ->
        Column(Modifier.semantics(mergeDescendants = true) {}) {
            Text(name, style = MaterialTheme.typography.labelMedium)
            Text(isolated(value))
        }
    }
}
