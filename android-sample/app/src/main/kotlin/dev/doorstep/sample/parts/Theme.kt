package dev.doorstep.sample.parts

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.graphics.Color

internal val LIGHT = lightColorScheme(
    primary = Color(0xFF0B5D4E), onPrimary = Color.White, primaryContainer = Color(0xFFBFEBDD), onPrimaryContainer = Color(0xFF00201A),
    secondary = Color(0xFF4B635B), secondaryContainer = Color(0xFFCEE9DE), onSecondaryContainer = Color(0xFF082019),
    background = Color(0xFFF7FAF7), surface = Color(0xFFF7FAF7), onBackground = Color(0xFF181D1B), onSurface = Color(0xFF181D1B),
    surfaceVariant = Color(0xFFDBE5DF), onSurfaceVariant = Color(0xFF3F4945), outline = Color(0xFF6F7975),
    error = Color(0xFFA8201A), errorContainer = Color(0xFFFFDAD5), surfaceContainerHighest = Color(0xFFE3EAE5), onErrorContainer = Color(0xFF410001),
)

internal val DARK = darkColorScheme(
    primary = Color(0xFF8FD6C3), onPrimary = Color(0xFF00382D), primaryContainer = Color(0xFF005142), onPrimaryContainer = Color(0xFFBFEBDD),
    secondary = Color(0xFFB2CCC2), secondaryContainer = Color(0xFF344C44), onSecondaryContainer = Color(0xFFCEE9DE),
    background = Color(0xFF101513), surface = Color(0xFF101513), onBackground = Color(0xFFE0E3E0), onSurface = Color(0xFFE0E3E0),
    surfaceVariant = Color(0xFF3F4945), onSurfaceVariant = Color(0xFFBFC9C3), outline = Color(0xFF89938E),
    error = Color(0xFFFFB4AA), errorContainer = Color(0xFF8C1512), surfaceContainerHighest = Color(0xFF26302C), onErrorContainer = Color(0xFFFFDAD5),
)

/** The sample's colours, by day and by night. Every pair of text and ground has a contrast of 4.5 or more. */
@Composable
fun SampleTheme(dark: Boolean = isSystemInDarkTheme(), content: @Composable () -> Unit) =
    MaterialTheme(colorScheme = if (dark) DARK else LIGHT, content = content)
