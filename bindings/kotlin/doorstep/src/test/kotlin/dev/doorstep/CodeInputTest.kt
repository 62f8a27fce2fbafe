package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals

internal class CodeInputTest {
    private val fired = ArrayList<String>()

    private fun input(length: Int?) = CodeInput(length, fired::add)

    @Test
    fun what_no_code_holds_is_left_out() {
        assertEquals("12345678", input(8).onChange(" 1234-56 78\n"))
        assertEquals("12345678", input(8).onChange("\u0661\u0662\u0663\u0664\uff15678"))
        assertEquals("1234", input(4).onChange("123456"))
    }

    @Test
    fun a_whole_code_fires_once_however_often_it_is_reported() {
        val input = input(4)
        input.onChange("123")
        input.onChange("1234")
        input.onChange("1234 ")
        input.onChange("123")
        input.onChange("1234")
        assertEquals(listOf("1234"), fired)
        input.onChange("5678")
        input.clear()
        assertEquals("", input.text)
        input.onChange("5678")
        assertEquals(listOf("1234", "5678", "5678"), fired)
    }

    @Test
    fun a_code_of_unknown_length_waits_for_the_person() {
        assertEquals("123456789", input(null).onChange("123456789"))
        assertEquals(emptyList(), fired)
    }
}
