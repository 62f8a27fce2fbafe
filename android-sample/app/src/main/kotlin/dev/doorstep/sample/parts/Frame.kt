package dev.doorstep.sample.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.Hyphens
import androidx.compose.ui.text.style.LineBreak
import androidx.compose.ui.unit.dp
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Calls
import dev.doorstep.sample.models.Remedy
import kotlinx.coroutines.delay

/** How a screen is laid out: a title, what runs, what went wrong, and the [content], which scrolls at any size of text. */
@Composable
fun Frame(
    title: String,
    calls: Calls,
    onCancel: (() -> Unit)?,
    explanation: String? = null,
    onRemedy: (Remedy) -> Unit = {},
    content: @Composable ColumnScope.(busy: Boolean) -> Unit,
) {
    val busy by calls.busy.collectAsState()
    val trouble by calls.trouble.collectAsState()
    Surface(Modifier.fillMaxSize()) {
        Box(Modifier.windowInsetsPadding(WindowInsets.safeDrawing), contentAlignment = Alignment.TopCenter) {
            Column(
                Modifier.widthIn(max = 480.dp).fillMaxSize().verticalScroll(rememberScrollState()).padding(24.dp),
                verticalArrangement = Arrangement.spacedBy(16.dp),
            ) {
                Progress(busy, onCancel)
                Heading(title)
                explanation?.let { Text(it, color = MaterialTheme.colorScheme.onSurfaceVariant) }
                trouble?.let { Notice(it, onRemedy) }
                content(busy)
                onCancel?.let { Quiet(stringResource(R.string.cancel), onClick = it) }
            }
        }
    }
}

/** The name of a screen. Large text breaks it between its syllables, and makes it no larger than a long word can be. */
@Composable
fun Heading(text: String) {
    val isLarge = LocalDensity.current.fontScale >= LARGE
    val style = if (isLarge) MaterialTheme.typography.titleLarge else MaterialTheme.typography.headlineMedium
    Text(text, Modifier.semantics { heading() }, style = style.copy(hyphens = Hyphens.Auto, lineBreak = LineBreak.Heading))
}

/** What runs: a bar at once, and after eight seconds a word and a way out. */
@Composable
private fun Progress(busy: Boolean, onCancel: (() -> Unit)?) {
    var isLong by remember(busy) { mutableStateOf(false) }
    LaunchedEffect(busy) {
        delay(LONG_MILLIS)
        isLong = busy
    }
    Box(Modifier.fillMaxWidth().height(4.dp)) {
        if (busy) LinearProgressIndicator(Modifier.fillMaxWidth())
    }
    if (isLong) {
        Text(
            stringResource(if (onCancel == null) R.string.still_working else R.string.still_working_cancel),
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        )
    }
}

/** The one thing to do on a screen. */
@Composable
fun Act(text: String, enabled: Boolean = true, onClick: () -> Unit) =
    Button(onClick, Modifier.fillMaxWidth().heightIn(min = 52.dp), enabled = enabled) { Text(text) }

/** Another thing that can be done. */
@Composable
fun Quiet(text: String, enabled: Boolean = true, onClick: () -> Unit) =
    TextButton(onClick, Modifier.heightIn(min = 48.dp), enabled = enabled) { Text(text) }

private const val LONG_MILLIS = 8_000L
private const val LARGE = 1.5f
