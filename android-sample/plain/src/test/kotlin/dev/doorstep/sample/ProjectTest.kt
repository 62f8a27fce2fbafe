package dev.doorstep.sample

import java.io.File
import java.security.MessageDigest
import java.util.Properties
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What no compiler here reads: the files of Gradle and of Android, and how long a screen may be. */
internal class ProjectTest {
    private val app = File(checkNotNull(System.getProperty("sample.strings"))).resolve("../../..").canonicalFile
    private val root = app.parentFile

    private fun sources(vararg folders: String): List<File> =
        folders.flatMap { app.resolve("src/$it").walk().filter { file -> file.extension == "kt" } }

    @Test
    fun a_screen_is_short_and_decides_nothing_about_a_flow() {
        val screens = sources("main/kotlin/dev/doorstep/sample/screens", "main/kotlin/dev/doorstep/sample/parts", "debug/kotlin")
        assertTrue(screens.size > 15)
        assertEquals(emptyList(), screens.filter { it.readLines().size > 200 }.map { it.name })
        val business = Regex("""import dev\.doorstep\.(Doorstep|DoorstepException|Problem|Reason|\w*Flow|\w*Reply)$|\.reply\b""", RegexOption.MULTILINE)
        val deciding = screens.filter { it.name != "Texts.kt" && business.containsMatchIn(it.readText()) }
        assertEquals(emptyList(), deciding.map { it.name })
    }

    @Test
    fun flows_have_the_core_s_names() {
        val core = root.resolve("../core/src/flow").list().orEmpty().map { it.removeSuffix(".rs") }
        for (flow in listOf("sign_in", "sign_up", "reset_password", "mfa", "strong_auth")) {
            assertTrue(flow in core, flow)
            val name = flow.split('_').joinToString("") { it.replaceFirstChar(Char::uppercase) } + ".kt"
            for (folder in listOf("models", "screens")) {
                assertTrue(app.resolve("src/main/kotlin/dev/doorstep/sample/$folder/$name").exists(), "$folder/$name")
            }
        }
    }

    @Test
    fun the_wrapper_is_gradle_s_own_and_checks_what_it_downloads() {
        val wrapper = root.resolve("gradle/wrapper")
        val sum = MessageDigest.getInstance("SHA-256").digest(wrapper.resolve("gradle-wrapper.jar").readBytes())
        assertEquals(PUBLISHED, sum.joinToString("") { "%02x".format(it) })
        val properties = Properties().apply { wrapper.resolve("gradle-wrapper.properties").inputStream().use(::load) }
        assertEquals(64, properties.getProperty("distributionSha256Sum").length)
        assertTrue(root.resolve("gradlew").canExecute())
    }

    private companion object {
        /** What Gradle says that `gradle-wrapper.jar` of 8.14.3 has. */
        const val PUBLISHED = "7d3a4ac4de1c32b59bc6a4eb8ecb8e612ccd0cf1ae1e99f66902da64df296172"
    }
}
