package dev.doorstep.sample.drawer

import androidx.compose.runtime.Composable
import dev.doorstep.sample.SampleApp

/** A release has no drawer. */
@Composable
@Suppress("UNUSED_PARAMETER")
fun DeveloperDrawer(app: SampleApp) = Unit
