package dev.doorstep.android

import android.content.Intent
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

internal class BrowserTest {
    private val page = "https://contoso.ciamlogin.com/authorize?state=s"

    @Test
    fun a_tab_is_an_intent_for_the_page_with_the_agreed_extras() {
        val tab = CustomTab(toolbarColor = 0x112233, ephemeral = true).intent(page, "org.browser")
        assertEquals(Intent.ACTION_VIEW, tab.action)
        assertEquals(page, tab.dataString)
        assertEquals("org.browser", tab.`package`)
        val extras = assertNotNull(tab.extras)
        assertTrue(extras.containsKey("android.support.customtabs.extra.SESSION"))
        assertNull(extras.getBinder("android.support.customtabs.extra.SESSION"))
        assertEquals(0x112233, extras.getInt("android.support.customtabs.extra.TOOLBAR_COLOR"))
        assertTrue(extras.getBoolean("androidx.browser.customtabs.extra.ENABLE_EPHEMERAL_BROWSING"))
    }

    @Test
    fun nothing_but_a_page_is_opened() {
        for (address in listOf("intent://x", "file:///etc/hosts", "javascript:x", "doorstep://callback")) {
            assertFailsWith<IllegalArgumentException> { CustomTab().intent(address, null) }
        }
    }

    @Test
    fun the_persons_own_browser_comes_first() {
        assertEquals("b", CustomTab.preferred("b", listOf("a", "b")))
        assertEquals("a", CustomTab.preferred("c", listOf("a", "b")))
        assertNull(CustomTab.preferred("c", emptyList()))
    }

    @Test
    fun the_callback_reaches_the_launcher_activity_once() {
        val home = assertNotNull(Intent(Intent.ACTION_MAIN).carrying("doorstep://callback?code=c"))
        assertTrue(home.flags and Intent.FLAG_ACTIVITY_CLEAR_TOP != 0)
        assertEquals("doorstep://callback?code=c", home.takeBrowserCallback())
        assertNull(home.takeBrowserCallback())
        assertNull(Intent(Intent.ACTION_MAIN).carrying(null))
    }

    @Test
    fun the_guides_manifest_declares_the_activity_that_there_is() {
        val page = File("../../../docs/getting-started/android.md").readText()
        val lines = page.substringAfter("```xml\n").substringBefore("```")
        val manifest = "<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\">$lines</manifest>"
        val parsed = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(manifest.byteInputStream())
        val activity = parsed.getElementsByTagName("activity").item(0) as Element
        assertEquals(RedirectActivity::class.java.name, activity.getAttribute("android:name"))
        assertEquals("true", activity.getAttribute("android:exported"))
    }
}
