package dev.doorstep.sample

import androidx.compose.ui.res.Strings
import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

internal class TextsTest {
    private val folder = File(checkNotNull(System.getProperty("sample.strings")))

    @Test
    fun every_language_has_every_text_and_fills_in_the_same() {
        val english = table("values")
        assertTrue(english.size > 100)
        for (other in listOf("values-de", "values-ar").map(::table)) {
            assertEquals(english.keys, other.keys)
            english.forEach { (name, text) -> assertEquals(places(text), places(other.getValue(name)), name) }
        }
    }

    @Test
    fun arabic_counts_in_its_own_forms() {
        val forms = Look("ar").strings.names().filter { it.startsWith("resend_in:") }.toSet()
        assertEquals(setOf("zero", "one", "two", "few", "many", "other").map { "resend_in:$it" }.toSet(), forms)
    }

    /** The single texts of one table; plurals have other forms in every language. */
    private fun table(name: String): Map<String, String> {
        val locale = java.util.Locale(name.substringAfter("values").trimStart('-').ifEmpty { "en" })
        val strings = Strings(folder, locale)
        val file = File(folder, "$name/strings.xml").readText()
        val names = Regex("<string name=\"([^\"]*)\"").findAll(file).map { it.groupValues[1] }
        val fields = R.string::class.java.fields.filter { it.type == Int::class.java }.associate { it.name to it.getInt(null) }
        return names.associateWith { strings.text(fields.getValue(it)) }
    }

    private fun places(text: String): Set<String> = Regex("%\\d\\$[sd]").findAll(text).map { it.value }.toSet()
}
