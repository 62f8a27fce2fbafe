package dev.doorstep.sample.screens

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.doorstep.BrowserReason
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Calls
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.wordsOf

/** The way through the browser, for any flow, and why it leads there. */
@Composable
fun BrowserScreen(reason: BrowserReason, calls: Calls, onCancel: () -> Unit, onOpen: () -> Unit) = Frame(
    stringResource(R.string.browser_title),
    calls,
    onCancel,
    wordsOf(reason.kind),
    onRemedy = { onCancel() },
) { busy -> Act(stringResource(R.string.open_browser), enabled = !busy, onClick = onOpen) }
