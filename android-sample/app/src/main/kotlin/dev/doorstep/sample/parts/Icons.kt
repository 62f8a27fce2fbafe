package dev.doorstep.sample.parts

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.PathBuilder
import androidx.compose.ui.graphics.vector.path
import androidx.compose.ui.unit.dp
import dev.doorstep.Channel

/** What stands beside the name of a way for codes. */
fun iconOf(channel: Channel): ImageVector = if (channel == Channel.Email) ENVELOPE else BUBBLE

private val ENVELOPE = drawn("envelope") {
    moveTo(3f, 5f)
    lineTo(21f, 5f)
    lineTo(21f, 19f)
    lineTo(3f, 19f)
    close()
    moveTo(3f, 6f)
    lineTo(12f, 13f)
    lineTo(21f, 6f)
}

private val BUBBLE = drawn("bubble") {
    moveTo(3f, 4f)
    lineTo(21f, 4f)
    lineTo(21f, 17f)
    lineTo(8f, 17f)
    lineTo(3f, 21f)
    close()
}

private fun drawn(name: String, lines: PathBuilder.() -> Unit): ImageVector =
    ImageVector.Builder(name, 24.dp, 24.dp, 24f, 24f)
        .path(stroke = SolidColor(Color.Black), strokeLineWidth = 2f, strokeLineJoin = StrokeJoin.Round, pathBuilder = lines)
        .build()
