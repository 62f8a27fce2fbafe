package dev.doorstep.sample.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Card
import androidx.compose.material3.CardDefaults
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalClipboardManager
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.unit.dp
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Remedy
import dev.doorstep.sample.models.Trouble
import kotlinx.coroutines.delay

/** What went wrong: a sentence, the way on, and behind "details" what support asks for. */
@Composable
fun Notice(trouble: Trouble, onRemedy: (Remedy) -> Unit) {
    val colours = CardDefaults.cardColors(
        containerColor = MaterialTheme.colorScheme.errorContainer,
        contentColor = MaterialTheme.colorScheme.onErrorContainer,
    )
    Card(Modifier.fillMaxWidth(), colors = colours) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
            Text(wordsOf(trouble), Modifier.semantics { liveRegion = LiveRegionMode.Assertive })
            trouble.retryAtMillis?.let { Wait(it) }
            trouble.remedy?.let { Quiet(wordsOf(it)) { onRemedy(it) } }
            Details(trouble)
        }
    }
}

/** How long to wait, counted down. */
@Composable
private fun Wait(untilMillis: Long) {
    fun left() = ((untilMillis - System.currentTimeMillis() + 999) / 1000).toInt().coerceAtLeast(0)
    var seconds by remember(untilMillis) { mutableIntStateOf(left()) }
    LaunchedEffect(untilMillis) {
        while (seconds > 0) {
            delay(1000)
            seconds = left()
        }
    }
    if (seconds > 0) Text(pluralStringResource(R.plurals.try_again_in, seconds, seconds))
}

// Its successor takes what each platform has of its own; a text is all that is copied here.
@Suppress("DEPRECATION")
@Composable
private fun Details(trouble: Trouble) {
    val clipboard = LocalClipboardManager.current
    var isOpen by remember(trouble) { mutableStateOf(false) }
    if (!isOpen) {
        Quiet(stringResource(R.string.details)) { isOpen = true }
        return
    }
    Text(stringResource(R.string.error_code, trouble.code), style = MaterialTheme.typography.bodySmall)
    trouble.correlationId?.let {
        Text(stringResource(R.string.correlation_id, it), style = MaterialTheme.typography.bodySmall)
    }
    Quiet(stringResource(R.string.copy)) { clipboard.setText(AnnotatedString(trouble.reference)) }
}
