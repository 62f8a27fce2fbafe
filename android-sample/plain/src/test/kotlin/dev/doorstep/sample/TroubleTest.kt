package dev.doorstep.sample

import dev.doorstep.BOB
import dev.doorstep.SignInStep
import dev.doorstep.sample.models.Country
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.Remedy
import dev.doorstep.sample.models.Strength
import dev.doorstep.sample.models.TroubleKind
import dev.doorstep.sample.models.spokenSeconds
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

internal class TroubleTest {
    @Test
    fun an_app_without_a_network_says_so_and_keeps_the_address() = onPhone {
        val app = launch()
        val entry = app.entry()
        sandbox.close()
        entry.signIn(BOB)
        assertEquals(TroubleKind.OFFLINE, entry.calls.refusal().kind)
        assertEquals(entry, app.at<Place.Entry>().model)
    }

    @Test
    fun a_throttled_call_says_when_to_come_back() = onPhone {
        val app = launch()
        val model = app.signingIn(BOB)
        model.at<SignInStep.PasswordRequired>()
        sandbox.put("/policies", """{"throttle":{"requests_per_second":0,"retry_after":30}}""")
        model.submitPassword("whatever")
        val trouble = model.calls.refusal()
        assertEquals(TroubleKind.THROTTLED, trouble.kind)
        assertTrue(assertNotNull(trouble.retryAtMillis) - System.currentTimeMillis() in 20_000..30_000)
        model.at<SignInStep.PasswordRequired>()
    }

    @Test
    fun a_flow_that_is_over_leads_back_to_the_address_with_what_support_asks_for() = onPhone {
        val app = launch()
        val model = app.signingIn(BOB)
        model.at<SignInStep.PasswordRequired>()
        sandbox.post("/clock", """{"advance_seconds":4000}""")
        model.submitPassword("Builder-2024!")
        val entry = app.at<Place.Entry>().model
        val trouble = entry.calls.refusal()
        assertEquals(BOB to Remedy.START_OVER, entry.address to trouble.remedy)
        assertTrue(assertNotNull(trouble.correlationId) in trouble.reference)
    }

    @Test
    fun a_countdown_is_spoken_every_ten_seconds() {
        assertEquals(listOf(0, 10, 10, 20, 30), listOf(0, 1, 10, 11, 30).map(::spokenSeconds))
    }

    @Test
    fun a_new_password_is_judged_by_its_length_alone() {
        val said = listOf(0, 1, 7, 8, 14, 15).map { Strength.of("x".repeat(it)) }
        assertEquals(listOf(null, Strength.SHORT, Strength.SHORT, Strength.FAIR, Strength.FAIR, Strength.GOOD), said)
    }

    @Test
    fun a_number_is_sent_with_its_country_and_without_what_people_write_between() {
        assertEquals("+491701234567", Country.of("DE").number("0170 / 123 45-67"))
        assertEquals("+390612345678", Country.of("IT").number("06 1234 5678"))
        assertEquals("+15550100123", Country.of("DE").number("+1 (555) 010-0123"))
        assertTrue(Country.all.map { it.iso }.let { it.size == it.toSet().size })
    }
}
