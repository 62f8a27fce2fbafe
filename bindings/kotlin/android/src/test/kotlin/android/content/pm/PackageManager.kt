package android.content.pm

import android.content.Intent

/** Stands before the framework's own, which asks the system: a phone with the [browsers] that have Custom Tabs. */
public class PackageManager(private val chosen: String?, private val browsers: List<String>) {
    public fun queryIntentServices(intent: Intent, flags: Int): List<ResolveInfo> {
        check(intent.action == "android.support.customtabs.action.CustomTabsService" && flags == 0)
        return browsers.map { name -> ResolveInfo().apply { serviceInfo = ServiceInfo().apply { packageName = name } } }
    }

    public fun resolveActivity(intent: Intent, flags: Int): ResolveInfo? {
        check(intent.action == Intent.ACTION_VIEW && flags == MATCH_DEFAULT_ONLY)
        return chosen?.let { name -> ResolveInfo().apply { activityInfo = ActivityInfo().apply { packageName = name } } }
    }

    public companion object {
        public const val MATCH_DEFAULT_ONLY: Int = 0x00010000
    }
}
