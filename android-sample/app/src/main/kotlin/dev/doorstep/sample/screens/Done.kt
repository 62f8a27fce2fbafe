package dev.doorstep.sample.screens

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Journey
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame

/** What was carried out, where it does not lead on by itself, or could not. */
@Composable
fun DoneScreen(title: String, explanation: String?, model: Journey<*>, onGoOn: () -> Unit) =
    Frame(title, model.calls, onCancel = null, explanation, onRemedy = { model.stop() }) { busy ->
        Act(stringResource(R.string.sign_in), enabled = !busy, onClick = onGoOn)
    }
