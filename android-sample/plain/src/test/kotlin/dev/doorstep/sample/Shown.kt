package dev.doorstep.sample

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.asSkiaBitmap
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.res.LocalStrings
import androidx.compose.ui.res.Strings
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.parts.SampleTheme
import dev.doorstep.sample.screens.App
import kotlinx.coroutines.runBlocking
import org.jetbrains.skia.Image
import java.io.File
import java.util.Locale
import kotlin.test.assertTrue

/** How a phone shows the app. */
internal class Look(val language: String = "en", val dark: Boolean = false, val textSize: Float = 1f) {
    val locale: Locale get() = Locale(language)
    val direction get() = if (language == "ar") LayoutDirection.Rtl else LayoutDirection.Ltr
    val strings get() = Strings(File(checkNotNull(System.getProperty("sample.strings"))), locale)
}

/** The ways in which every screen is drawn, by the ends of the pictures' names. */
internal val looks = mapOf(
    "" to Look(),
    "-dark" to Look(dark = true),
    "-german-large" to Look("de", textSize = 2f),
    "-arabic" to Look("ar"),
)

/** Pixels of a dp. */
internal const val DENSITY = 1.5f

/** Shows [app] on a phone of 360 by 760, and runs [look] at it. */
@OptIn(ExperimentalTestApi::class)
internal fun shown(app: AppModel, how: Look = Look(), look: SkikoComposeUiTest.() -> Unit) = shown(how, look) { App(app) }

/** Shows [content] so, and runs [look] at it. */
@OptIn(ExperimentalTestApi::class)
internal fun shown(how: Look, look: SkikoComposeUiTest.() -> Unit, content: @Composable () -> Unit) {
    Locale.setDefault(how.locale)
    runSkikoComposeUiTest(Size(360 * DENSITY, 760 * DENSITY), Density(DENSITY, how.textSize)) {
        setContent {
            CompositionLocalProvider(LocalStrings provides how.strings, LocalLayoutDirection provides how.direction) {
                SampleTheme(how.dark, content)
            }
        }
        look()
    }
}

/** Lets what the models do on their own threads arrive on the screen. */
@OptIn(ExperimentalTestApi::class)
internal fun SkikoComposeUiTest.until(holds: suspend () -> Boolean) = waitUntil(timeoutMillis = 60_000) { runBlocking { holds() } }

/** Waits for a node that [matcher] fits. */
@OptIn(ExperimentalTestApi::class)
internal fun SkikoComposeUiTest.appears(matcher: SemanticsMatcher) =
    until { onAllNodes(matcher).fetchSemanticsNodes().isNotEmpty() }

/** Draws what is shown, from the app's own code, to a file of that [name]. */
@OptIn(ExperimentalTestApi::class)
internal fun SkikoComposeUiTest.draw(name: String) {
    waitForIdle()
    val picture = captureToImage()
    val png = checkNotNull(Image.makeFromBitmap(picture.asSkiaBitmap()).encodeToData()).bytes
    val blessed = System.getenv("DOORSTEP_BLESS") == "1"
    val folder = File(checkNotNull(System.getProperty(if (blessed) "sample.docs" else "sample.pictures"))).apply { mkdirs() }
    File(folder, "$name.png").writeBytes(png)
    val pixels = IntArray(picture.width * picture.height).also { picture.readPixels(it) }
    assertTrue(pixels.toSet().size > 20, "$name is blank")
}
