package dev.doorstep

import kotlin.math.max
import kotlin.math.min

/**
 * What an app found out about the device and how it is used, for [Doorstep.tell]. It is a closed list: what is not here is
 * not sent. What stays null is left out. It does not print its values.
 */
public class CollectedSignals {
    /** `android`, `ios`, `macos`, `linux`, `windows` or `other`. */
    public var os: String? = null
    public var osVersion: String? = null

    /** The device's model, as its maker calls it. */
    public var model: String? = null
    public var appVersion: String? = null

    /** The language and region that the person set, such as `de-AT`. */
    public var locale: String? = null
    public var utcOffsetMinutes: Int? = null
    public var clock24h: Boolean? = null

    /** `wifi`, `cellular`, `ethernet`, `other` or `none`. */
    public var network: String? = null
    public var metered: Boolean? = null
    public var vpn: Boolean? = null

    /** Of `emulator`, `debugger`, `debuggable`, `root`, `jailbreak`, `hook`. Hints, and wrong often enough. */
    public var hints: List<String>? = null

    /** A random number of 32 hexadecimal digits that the app made for this installation, and can make anew. */
    public var install: String? = null

    public var keystrokes: Long? = null
    public var keystrokeMedianMillis: Long? = null
    public var keystrokeSpreadMillis: Long? = null
    public var erasures: Long? = null
    public var pastes: Long? = null
    public var autofills: Long? = null
    public var focusChanges: Long? = null
    public var fieldMillis: Long? = null
    public var touches: Long? = null

    /** Touches while another app's window lay over this one. */
    public var obscuredTouches: Long? = null

    internal fun json(): String {
        val members = listOf(
            "os" to os,
            "os_version" to osVersion,
            "model" to model,
            "app_version" to appVersion,
            "locale" to locale,
            "utc_offset_minutes" to utcOffsetMinutes,
            "clock_24h" to clock24h,
            "network" to network,
            "metered" to metered,
            "vpn" to vpn,
            "hints" to hints,
            "install" to install,
            "keystrokes" to keystrokes?.bounded(),
            "keystroke_median_ms" to keystrokeMedianMillis?.bounded(),
            "keystroke_spread_ms" to keystrokeSpreadMillis?.bounded(),
            "erasures" to erasures?.bounded(),
            "pastes" to pastes?.bounded(),
            "autofills" to autofills?.bounded(),
            "focus_changes" to focusChanges?.bounded(),
            "field_ms" to fieldMillis?.bounded(),
            "touches" to touches?.bounded(),
            "obscured_touches" to obscuredTouches?.bounded(),
        )
        return members.filter { it.second != null }.joinToString(",", "{", "}") { (name, value) -> "\"$name\":${value.json()}" }
    }

    override fun toString(): String = "CollectedSignals"

    private companion object {
        const val DAY = 24 * 60 * 60 * 1000L

        fun Long.bounded(): Long = max(0, min(this, DAY))

        fun Any?.json(): String = when (this) {
            is List<*> -> joinToString(",", "[", "]") { it.json() }
            is String -> "\"" + flatMap(::escaped).joinToString("") + "\""
            else -> toString()
        }

        /** What is no plain letter goes as a number: whatever a text holds, it ends where it should. */
        fun escaped(letter: Char): List<Char> =
            if (letter in ' '..'~' && letter != '"' && letter != '\\') listOf(letter) else "\\u%04x".format(letter.code).toList()
    }
}
