package dev.doorstep.android

import android.app.Activity
import android.content.Intent
import android.os.Bundle

/**
 * Where the browser comes back to. The app declares it in its manifest, with its own redirect URI as the filter; it shows
 * nothing, closes the tab, and hands the address to the app's launcher activity, which takes it with
 * [takeBrowserCallback]. An address that another app made up is refused by the flow, which knows its own.
 */
public class RedirectActivity : Activity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        packageManager.getLaunchIntentForPackage(packageName)?.let { home ->
            home.carrying(intent?.dataString)?.let(::startActivity)
        }
        finish()
    }
}

/** Brings the launcher activity back to the front, in front of the tab that lies over it. */
internal fun Intent.carrying(callback: String?): Intent? = callback?.let {
    addFlags(Intent.FLAG_ACTIVITY_CLEAR_TOP or Intent.FLAG_ACTIVITY_SINGLE_TOP).putExtra(CALLBACK, it)
}

/**
 * The address that the browser came back with, once: for [dev.doorstep.BrowserReply.complete]. To be looked for in
 * `onCreate` and in `onNewIntent`.
 */
public fun Intent.takeBrowserCallback(): String? = getStringExtra(CALLBACK).also { removeExtra(CALLBACK) }

private const val CALLBACK = "dev.doorstep.android.CALLBACK"
