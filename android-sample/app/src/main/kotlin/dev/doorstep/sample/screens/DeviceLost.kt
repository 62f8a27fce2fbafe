package dev.doorstep.sample.screens

import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.doorstep.sample.R
import dev.doorstep.sample.models.DeviceLostModel
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.isolated

/** What the recovery of a lost device will do, before it begins. */
@Composable
fun DeviceLostScreen(model: DeviceLostModel) = Frame(
    stringResource(R.string.lost_title),
    model.calls,
    model::stop,
    isolated(model.address),
    onRemedy = { model.stop() },
) { busy ->
    Text(stringResource(R.string.lost_proofs))
    Text(stringResource(R.string.lost_then))
    Act(stringResource(R.string.lost_begin), enabled = !busy, onClick = model::begin)
}
