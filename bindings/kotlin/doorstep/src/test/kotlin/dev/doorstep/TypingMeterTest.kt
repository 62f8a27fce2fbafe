package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull

internal class TypingMeterTest {
    private var now = 0L
    private val meter = TypingMeter { now }
    private val told get() = CollectedSignals().apply(meter::addTo)

    private fun type(count: Int, millis: Long = 100) = repeat(count) {
        now += millis * 1_000_000
        meter.onChange(it, it + 1)
    }

    @Test
    fun typing_is_told_in_sums_and_medians() {
        type(9)
        meter.onChange(9, 8)
        meter.onFocusChange()
        assertEquals(9, told.keystrokes)
        assertEquals(1, told.erasures)
        assertEquals(1, told.focusChanges)
        assertEquals(100, told.keystrokeMedianMillis)
        assertEquals(0, told.keystrokeSpreadMillis)
        assertEquals(800, told.fieldMillis)
    }

    @Test
    fun of_a_few_keys_no_times_are_told() {
        type(7)
        assertNull(told.keystrokeMedianMillis)
        assertNull(told.keystrokeSpreadMillis)
    }

    @Test
    fun what_comes_at_once_is_a_paste_and_no_typing() {
        meter.onChange(0, 6)
        assertEquals(1, told.pastes)
        assertEquals(0, told.keystrokes)
        meter.clear()
        assertEquals(0, told.pastes)
        assertNull(told.fieldMillis)
    }

    @Test
    fun a_code_is_metered_as_it_is_typed() {
        val input = CodeInput(4) {}
        input.meter = meter
        for (typed in listOf("1", "12", "1", "1234")) input.onChange(typed)
        assertEquals(2, told.keystrokes)
        assertEquals(1, told.erasures)
        assertEquals(1, told.pastes)
        assertFalse("1234" in told.json())
    }

    @Test
    fun a_text_can_not_end_before_its_end() {
        val signals = CollectedSignals().apply { model = "a\",\"os\":\"x\\\n" }
        assertEquals("""{"model":"a\u0022,\u0022os\u0022:\u0022x\u005c\u000a"}""", signals.json())
    }
}
