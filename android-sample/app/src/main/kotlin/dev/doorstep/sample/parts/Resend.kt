package dev.doorstep.sample.parts

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.material3.Text
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import dev.doorstep.sample.R
import dev.doorstep.sample.models.AskedCode
import dev.doorstep.sample.models.spokenSeconds
import kotlinx.coroutines.delay

/** "Send again", after a countdown that a screen reader hears every ten seconds. */
@Composable
fun Resend(code: AskedCode, now: () -> Long, enabled: Boolean, onResend: () -> Unit) {
    var seconds by remember(code.sinceMillis) { mutableIntStateOf(code.secondsLeft(now())) }
    LaunchedEffect(code.sinceMillis) {
        while (seconds > 0) {
            delay(1000)
            seconds = code.secondsLeft(now())
        }
    }
    if (seconds == 0) {
        Quiet(stringResource(R.string.resend), enabled, onResend)
        return
    }
    val spoken = pluralStringResource(R.plurals.resend_in, spokenSeconds(seconds), spokenSeconds(seconds))
    Text(
        pluralStringResource(R.plurals.resend_in, seconds, seconds),
        Modifier.clearAndSetSemantics {
            contentDescription = spoken
            liveRegion = LiveRegionMode.Polite
        },
    )
}
