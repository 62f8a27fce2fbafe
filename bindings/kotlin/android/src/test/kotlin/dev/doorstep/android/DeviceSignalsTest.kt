package dev.doorstep.android

import android.net.NetworkCapabilities
import android.os.Build
import android.view.MotionEvent
import dev.doorstep.CollectedSignals
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

internal class DeviceSignalsTest {
    private val phone = Phone()

    @AfterTest
    fun leaveNothing() {
        phone.folder.deleteRecursively()
        Build.MODEL = "Pixel 9"
    }

    private fun collected(signals: DeviceSignals) = CollectedSignals().apply(signals::addTo)

    @Test
    fun what_a_phone_says_of_itself_has_the_letters_that_a_signal_may_have() {
        Build.MODEL = "Pixel\u00a0\"9\"\n"
        val signals = collected(DeviceSignals(phone, "2.1.0"))
        assertEquals("android", signals.os)
        assertEquals("15", signals.osVersion)
        assertEquals("Pixel9", signals.model)
        assertEquals("2.1.0", signals.appVersion)
        assertEquals(listOf("debuggable"), signals.hints)
    }

    @Test
    fun touches_are_counted_when_they_begin_and_those_under_another_window_apart() {
        val signals = DeviceSignals(phone, "1")
        signals.count(MotionEvent.ACTION_DOWN, 0)
        signals.count(MotionEvent.ACTION_MOVE, MotionEvent.FLAG_WINDOW_IS_OBSCURED)
        signals.count(MotionEvent.ACTION_DOWN, MotionEvent.FLAG_WINDOW_IS_OBSCURED)
        signals.count(MotionEvent.ACTION_DOWN, MotionEvent.FLAG_WINDOW_IS_PARTIALLY_OBSCURED)
        assertEquals(3, collected(signals).touches)
        assertEquals(2, collected(signals).obscuredTouches)
    }

    @Test
    fun without_the_permission_nothing_is_told_of_the_network() {
        val signals = collected(DeviceSignals(phone, "1"))
        assertNull(signals.network)
        assertNull(signals.vpn)
    }

    @Test
    fun a_network_is_told_by_its_kind_alone() {
        fun over(vararg transports: Int) = DeviceSignals.networkWord { it in transports }
        assertEquals("wifi", over(NetworkCapabilities.TRANSPORT_VPN, NetworkCapabilities.TRANSPORT_WIFI))
        assertEquals("cellular", over(NetworkCapabilities.TRANSPORT_CELLULAR))
        assertEquals("other", over(NetworkCapabilities.TRANSPORT_BLUETOOTH))
        assertEquals("none", DeviceSignals.networkWord(null))
    }
}
