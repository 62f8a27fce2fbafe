package androidx.activity.compose

import androidx.activity.ComponentActivity
import androidx.activity.onDeviceOnly
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionContext

/** As AndroidX's own of the same name. */
@Suppress("UnusedReceiverParameter", "UNUSED_PARAMETER")
fun ComponentActivity.setContent(parent: CompositionContext? = null, content: @Composable () -> Unit): Unit = onDeviceOnly()
