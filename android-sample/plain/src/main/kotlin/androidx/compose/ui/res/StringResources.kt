package androidx.compose.ui.res

import androidx.compose.runtime.Composable
import androidx.compose.runtime.staticCompositionLocalOf
import java.io.File
import java.util.Locale
import javax.xml.parsers.DocumentBuilderFactory
import org.w3c.dom.Element

/** Stands for Android's: the text of [id] in the language of [LocalStrings]. */
@Composable
fun stringResource(id: Int): String = LocalStrings.current.text(id)

/** As above, with [formatArgs] filled in. */
@Composable
fun stringResource(id: Int, vararg formatArgs: Any): String =
    LocalStrings.current.let { String.format(it.locale, it.text(id), *formatArgs) }

/** As above, in the form that the language has for [count]. */
@Composable
fun pluralStringResource(id: Int, count: Int, vararg formatArgs: Any): String =
    LocalStrings.current.let { String.format(it.locale, it.plural(id, count), *formatArgs) }

/** The texts of one language. */
val LocalStrings = staticCompositionLocalOf<Strings> { error("no string table") }

/** The app's own string tables, read as they lie in its folder `res`; what [folder] lacks, the first table has. */
class Strings(folder: File, val locale: Locale) {
    private val tables = listOf(File(folder, "values-${locale.language}"), File(folder, "values")).map(::read)

    fun text(id: Int): String = find(name(id, "string"))

    fun plural(id: Int, count: Int): String {
        val name = name(id, "plurals")
        return tables.firstNotNullOf { it["$name:${form(count)}"] ?: it["$name:other"] }
    }

    /** The text of that name. */
    fun named(name: String): String = find(name)

    /** The names that this language's own table has. */
    fun names(): Set<String> = tables.first().keys

    private fun find(name: String): String = tables.firstNotNullOf { it[name] }

    /** What the Unicode rules say of whole numbers, for the languages of the sample. */
    private fun form(count: Int): String = when {
        locale.language != "ar" -> if (count == 1) "one" else "other"
        count == 0 -> "zero"
        count == 1 -> "one"
        count == 2 -> "two"
        count % 100 in 3..10 -> "few"
        count % 100 >= 11 -> "many"
        else -> "other"
    }

    private companion object {
        fun name(id: Int, kind: String): String =
            Class.forName("dev.doorstep.sample.R\$$kind").fields.first { it.type == Int::class.java && it.getInt(null) == id }.name

        fun read(folder: File): Map<String, String> {
            val file = File(folder, "strings.xml")
            if (!file.exists()) return emptyMap()
            val root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement
            val texts = HashMap<String, String>()
            elements(root, "string").forEach { texts[it.getAttribute("name")] = plain(it) }
            elements(root, "plurals").forEach { plural ->
                elements(plural, "item").forEach {
                    texts["${plural.getAttribute("name")}:${it.getAttribute("quantity")}"] = plain(it)
                }
            }
            return texts
        }

        fun elements(parent: Element, tag: String): List<Element> =
            parent.getElementsByTagName(tag).let { found -> (0 until found.length).map { found.item(it) as Element } }

        fun plain(element: Element): String =
            element.textContent.replace("\\'", "'").replace("\\\"", "\"").replace("\\n", "\n")
    }
}
