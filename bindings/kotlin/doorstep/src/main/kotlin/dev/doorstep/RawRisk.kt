package dev.doorstep

import dev.doorstep.ffi.Header
import dev.doorstep.ffi.RiskCall
import dev.doorstep.ffi.RiskHooks
import dev.doorstep.ffi.RiskSlot
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration.Companion.milliseconds

/** A [RiskProvider], as the library calls it. */
internal class RawRisk(private val host: RiskProvider) : RiskHooks {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    override fun ask(call: RiskCall, slot: RiskSlot) {
        scope.launch { slot.use { it.answer(call) } }
    }

    override fun tell(call: RiskCall): Unit = when (call.hook) {
        "report" -> host.report(call.session, RiskOutcome(worded(call.about), worded(call.detail), call.target))
        "end" -> host.end(call.session, worded(call.about))
        else -> Unit
    }

    /** Whoever throws says nothing, and that is no answer. Time is the library's to keep; what nobody waits for any more is cut off. */
    private suspend fun RiskSlot.answer(call: RiskCall) {
        val said = try {
            withTimeoutOrNull(call.budgetMillis.toLong().milliseconds) { said(call) }
        } catch (cancelled: CancellationException) {
            null
        } catch (failed: Exception) {
            null
        } catch (missing: LinkageError) {
            null
        }
        val (word, text, headers) = said ?: Said("failed")
        complete(word, text, headers)
    }

    private suspend fun said(call: RiskCall): Said? = when (call.hook) {
        "begin" -> Said("begun", host.begin(call.session, call.journey()))
        "ready" -> Said(host.ready(call.session).word())
        "attach" -> Said("attached", headers = host.attach(call.session, worded(call.about)).map { (name, value) -> Header(name, value) })
        "check" -> when (val verdict = host.check(call.session, call.purpose())) {
            RiskVerdict.Allow -> Said("allow")
            RiskVerdict.Block -> Said("block")
            is RiskVerdict.Challenge -> Said("challenge", verdict.payload)
        }
        else -> null
    }

    private data class Said(val word: String, val text: String = "", val headers: List<Header> = emptyList())
}

private fun RiskCall.journey() = RiskJourney(
    flow = if (about == "screen") null else worded<FlowKind>(about),
    resumed = detail == "resumed",
)

private fun RiskCall.purpose(): RiskPurpose = when (about) {
    "sms_to_known" -> RiskPurpose.SmsToKnown
    "sms_to_new" -> RiskPurpose.SmsToNew(target.orEmpty())
    "token" -> RiskPurpose.Token
    "sign_up" -> RiskPurpose.SignUp
    else -> RiskPurpose.Other
}
