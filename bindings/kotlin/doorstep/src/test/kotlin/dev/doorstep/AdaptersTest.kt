package dev.doorstep

import dev.doorstep.adapters.HumanProvider
import dev.doorstep.adapters.HumanSoftware
import dev.doorstep.adapters.ProveAnswer
import dev.doorstep.adapters.ProveProvider
import dev.doorstep.adapters.ThreatMetrixProfiling
import dev.doorstep.adapters.ThreatMetrixProvider
import dev.doorstep.adapters.ThreatMetrixStatus
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs

/** The adapters, each with its vendor's software in miniature. */
internal class AdaptersTest {
    private val session = "0f6d1c3a111142228333444455556666"
    private val journey = RiskJourney(FlowKind.SIGN_IN, resumed = false)

    private class Profiling(private val ownSession: String? = null) : ThreatMetrixProfiling {
        var end: (ThreatMetrixStatus) -> Unit = {}
        var sent = 0
        var cancelled = 0

        override fun profile(session: String, onEnd: (ThreatMetrixStatus) -> Unit): String {
            end = onEnd
            return ownSession ?: session
        }

        override fun sendBehaviour() {
            sent++
        }

        override fun cancel() {
            cancelled++
        }
    }

    @Test
    fun threat_metrix_begins_at_once_and_is_waited_for_later() = runBlocking {
        val software = Profiling()
        val provider = ThreatMetrixProvider(software, behaviour = true)
        assertEquals(session, provider.begin(session, journey))
        val ready = async(start = CoroutineStart.UNDISPATCHED) { provider.ready(session) }
        assertFalse(ready.isCompleted)
        software.end(ThreatMetrixStatus.PARTIAL)
        assertEquals(RiskProfile.PARTIAL, ready.await())
        assertEquals(RiskVerdict.Allow, provider.check(session, RiskPurpose.Token))
        assertEquals(1, software.sent)
        provider.end(session, RiskEnd.COMPLETED)
        assertEquals(0, software.cancelled)
    }

    @Test
    fun threat_metrix_says_which_session_it_really_uses_and_that_a_profile_failed() = runBlocking<Unit> {
        val software = Profiling(ownSession = "its-own")
        val provider = ThreatMetrixProvider(software)
        assertEquals("its-own", provider.begin(session, journey))
        software.end(ThreatMetrixStatus.FAILED)
        assertFailsWith<IllegalStateException> { provider.ready(session) }
        assertEquals(setOf(DataUse.DEVICE), provider.uses)
    }

    @Test
    fun threat_metrix_ends_a_profile_that_nobody_waits_for() = runBlocking {
        val software = Profiling()
        val provider = ThreatMetrixProvider(software)
        provider.begin(session, journey)
        provider.end(session, RiskEnd.CONSENT_WITHDRAWN)
        assertEquals(1, software.cancelled)
    }

    @Test
    fun human_takes_its_headers_anew_each_time_and_none_where_the_software_failed() = runBlocking<Unit> {
        var token = "3:first"
        var known: String? = null
        val provider = HumanProvider(object : HumanSoftware {
            override fun headers() = mapOf("X-PX-Authorization" to token, "User-Agent" to "app")

            override fun setSession(session: String) {
                known = session
            }
        })
        provider.begin(session, journey)
        assertEquals(session, known)
        assertEquals(mapOf("x-px-authorization" to "3:first"), provider.attach(session, RiskRoute.SIGN_UP))
        token = "3:second"
        assertEquals("3:second", provider.attach(session, RiskRoute.SIGN_UP)["x-px-authorization"])
        token = "2"
        assertFailsWith<IllegalStateException> { provider.attach(session, RiskRoute.SIGN_UP) }
    }

    @Test
    fun prove_is_asked_about_numbers_alone() = runBlocking<Unit> {
        val asked = ArrayList<String>()
        var answer: ProveAnswer = ProveAnswer.Verified
        var known: String? = "+15550100199"
        val provider = ProveProvider({ _, number -> answer.also { asked.add(number) } }) { known }
        val new = RiskPurpose.SmsToNew("+15550100123")
        assertEquals(RiskVerdict.Allow, provider.check(session, RiskPurpose.Token))
        assertEquals(RiskVerdict.Allow, provider.check(session, new))
        answer = ProveAnswer.Refused
        assertEquals(RiskVerdict.Block, provider.check(session, RiskPurpose.SmsToKnown))
        answer = ProveAnswer.Next("bind")
        assertEquals("bind", assertIs<RiskVerdict.Challenge>(provider.check(session, new)).payload)
        known = null
        assertFailsWith<IllegalStateException> { provider.check(session, RiskPurpose.SmsToKnown) }
        assertEquals(listOf("+15550100123", "+15550100199", "+15550100123"), asked)
    }
}
