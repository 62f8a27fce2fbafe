package dev.doorstep.sample

import androidx.compose.material3.ColorScheme
import androidx.compose.ui.graphics.luminance
import dev.doorstep.sample.parts.DARK
import dev.doorstep.sample.parts.LIGHT
import kotlin.test.Test
import kotlin.test.assertEquals

internal class ThemeTest {
    /** What stands on what, in the screens. */
    private fun ColorScheme.pairs() = mapOf(
        "a button" to (onPrimary to primary),
        "a text" to (onSurface to surface),
        "an explanation" to (onSurfaceVariant to surface),
        "a quiet button" to (primary to surface),
        "a text in a block" to (onSurface to surfaceContainerHighest),
        "a quiet button in a block" to (primary to surfaceContainerHighest),
        "a notice" to (onErrorContainer to errorContainer),
        "a way on in a notice" to (primary to errorContainer),
        "what is wrong with a field" to (error to surface),
    )

    @Test
    fun every_text_has_enough_contrast_by_day_and_by_night() {
        for (colours in listOf(LIGHT, DARK)) {
            val weak = colours.pairs().filterValues { (text, ground) ->
                val (dim, bright) = listOf(text.luminance(), ground.luminance()).sorted()
                (bright + 0.05f) / (dim + 0.05f) < 4.5f
            }
            assertEquals(emptySet(), weak.keys)
        }
    }
}
