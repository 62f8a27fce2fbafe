package dev.doorstep.android

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Bundle

/**
 * A tab of the person's browser inside the app's task, for [dev.doorstep.BrowserReply.authorizationUrl]. Never show that
 * address in a `WebView`: identity providers refuse it, and the person can't see whose page it is.
 *
 * Custom Tabs are an intent with agreed extras, so that this needs no library of AndroidX.
 *
 * @param toolbarColor the colour of the tab's bar, as `0xAARRGGBB`
 * @param ephemeral asks for a tab that shares no cookies with the browser, where the browser has that
 */
public class CustomTab(private val toolbarColor: Int? = null, private val ephemeral: Boolean = false) {
    /**
     * Opens [address] from an activity, in a Custom Tab or, where no browser has that, in the browser.
     *
     * @return false where the device has no browser
     */
    public fun open(activity: Context, address: String): Boolean = try {
        activity.startActivity(intent(address, browserOf(activity.packageManager)))
        true
    } catch (_: ActivityNotFoundException) {
        false
    }

    internal fun intent(address: String, browser: String?): Intent {
        val page = Uri.parse(address)
        require(page.scheme == "https" || page.scheme == "http") { "no address of a page" }
        val extras = Bundle()
        // Without a session, null says that a tab is wanted all the same.
        extras.putBinder(SESSION, null)
        toolbarColor?.let { extras.putInt(TOOLBAR_COLOR, it) }
        if (ephemeral) extras.putBoolean(EPHEMERAL, true)
        return Intent(Intent.ACTION_VIEW, page).setPackage(browser).putExtras(extras)
    }

    internal companion object {
        private const val SESSION = "android.support.customtabs.extra.SESSION"
        private const val TOOLBAR_COLOR = "android.support.customtabs.extra.TOOLBAR_COLOR"
        private const val EPHEMERAL = "androidx.browser.customtabs.extra.ENABLE_EPHEMERAL_BROWSING"
        private const val SERVICE = "android.support.customtabs.action.CustomTabsService"
        private val ANY_PAGE: Uri = Uri.parse("https://example.com")

        /** The person's own browser where it has Custom Tabs, else the first that has; null where none has. */
        fun preferred(chosen: String?, able: List<String>): String? = if (chosen in able) chosen else able.firstOrNull()

        private fun browserOf(packages: PackageManager): String? =
            preferred(packages.browserOfThePerson(), packages.withCustomTabs())

        @Suppress("DEPRECATION")
        private fun PackageManager.withCustomTabs(): List<String> =
            queryIntentServices(Intent(SERVICE), 0).mapNotNull { it.serviceInfo?.packageName }

        @Suppress("DEPRECATION")
        private fun PackageManager.browserOfThePerson(): String? {
            val visit = Intent(Intent.ACTION_VIEW, ANY_PAGE).addCategory(Intent.CATEGORY_BROWSABLE)
            return resolveActivity(visit, PackageManager.MATCH_DEFAULT_ONLY)?.activityInfo?.packageName
        }
    }
}
