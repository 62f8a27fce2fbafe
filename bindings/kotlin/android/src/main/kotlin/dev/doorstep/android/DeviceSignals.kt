package dev.doorstep.android

import android.content.Context
import android.content.pm.ApplicationInfo
import android.net.ConnectivityManager
import android.net.NetworkCapabilities.NET_CAPABILITY_NOT_METERED
import android.net.NetworkCapabilities.TRANSPORT_CELLULAR
import android.net.NetworkCapabilities.TRANSPORT_ETHERNET
import android.net.NetworkCapabilities.TRANSPORT_VPN
import android.net.NetworkCapabilities.TRANSPORT_WIFI
import android.os.Build
import android.view.MotionEvent
import dev.doorstep.CollectedSignals
import java.util.Locale
import java.util.TimeZone
import java.util.concurrent.TimeUnit

/**
 * What Android says of itself without any permission: kind, version, language, zone; of the network only where the app has
 * `ACCESS_NETWORK_STATE` anyway. No identifier, no list of apps, no place. It reads nothing that waits, so any thread will do.
 *
 * @param appVersion the app's own version, as people know it
 */
public class DeviceSignals(context: Context, private val appVersion: String) {
    private val context = context.applicationContext
    private var touches = 0L
    private var obscured = 0L

    /** Counts a touch, on the main thread, and whether another app's window lay over this one. */
    public fun onTouch(event: MotionEvent): Unit = count(event.actionMasked, event.flags)

    /** Adds all of it to [signals], for `Doorstep.tell`. */
    public fun addTo(signals: CollectedSignals) {
        signals.os = "android"
        signals.osVersion = Build.VERSION.RELEASE.plain(VERSION)
        signals.model = Build.MODEL.plain(MODEL)
        signals.appVersion = appVersion.plain(APP_VERSION)
        signals.locale = Locale.getDefault().toLanguageTag().plain(LOCALE)
        val offset = TimeZone.getDefault().getOffset(System.currentTimeMillis()).toLong()
        signals.utcOffsetMinutes = TimeUnit.MILLISECONDS.toMinutes(offset).toInt()
        signals.hints = hints()
        signals.touches = touches
        signals.obscuredTouches = obscured
        addNetwork(signals)
    }

    internal fun count(action: Int, flags: Int) {
        if (action != MotionEvent.ACTION_DOWN) return
        touches++
        if (flags and (MotionEvent.FLAG_WINDOW_IS_OBSCURED or MotionEvent.FLAG_WINDOW_IS_PARTIALLY_OBSCURED) != 0) obscured++
    }

    private fun hints() = listOfNotNull(
        "debuggable".takeIf { context.applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0 },
        "emulator".takeIf { EMULATORS.any { it in Build.FINGERPRINT } },
    )

    private fun addNetwork(signals: CollectedSignals) {
        val manager = context.getSystemService(Context.CONNECTIVITY_SERVICE) as? ConnectivityManager ?: return
        val network = try {
            manager.getNetworkCapabilities(manager.activeNetwork)
        } catch (forbidden: SecurityException) {
            return
        }
        signals.network = networkWord(network?.let { it::hasTransport })
        signals.vpn = network?.hasTransport(TRANSPORT_VPN)
        signals.metered = network?.hasCapability(NET_CAPABILITY_NOT_METERED)?.not()
    }

    internal companion object {
        private const val VERSION = 16
        private const val MODEL = 40
        private const val APP_VERSION = 32
        private const val LOCALE = 35
        private val EMULATORS = listOf("generic/", "sdk_gphone", "emulator")

        fun networkWord(has: ((Int) -> Boolean)?): String = when {
            has == null -> "none"
            has(TRANSPORT_WIFI) -> "wifi"
            has(TRANSPORT_CELLULAR) -> "cellular"
            has(TRANSPORT_ETHERNET) -> "ethernet"
            else -> "other"
        }

        /** Without the letters that a signal may not have; nothing where none is left. */
        private fun String.plain(longest: Int): String? =
            filter { it in 'a'..'z' || it in 'A'..'Z' || it in '0'..'9' || it in " ._-+(),/" }.take(longest).trim().ifEmpty { null }
    }
}
