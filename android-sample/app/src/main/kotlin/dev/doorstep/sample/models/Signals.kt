package dev.doorstep.sample.models

import dev.doorstep.CollectedSignals
import dev.doorstep.DataUse
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepException
import dev.doorstep.FailPolicy
import dev.doorstep.RiskBudgets
import dev.doorstep.RiskProvider
import dev.doorstep.Signals
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update
import kotlin.time.Duration.Companion.seconds

/** The risk signals, for the person to see and to decide on: the consent, the session, and what was told. */
class SignalsModel(private val memory: Memory, private val collect: (CollectedSignals) -> Unit) {
    private val noted = MutableStateFlow(emptyList<SignalNote>())
    private val current = MutableStateFlow<String?>(null)
    private val agreed = MutableStateFlow(memory.consent)
    private val sent = MutableStateFlow(emptyList<Pair<String, String>>())
    private val asked = MutableStateFlow(false)

    @Volatile private var doorstep: Doorstep? = null

    /** Whether the app has a provider at all: without one there is nothing to consent to. */
    val isOffered: StateFlow<Boolean> get() = asked

    val isConsented: StateFlow<Boolean> get() = agreed

    /** The session of the sign-in that goes on, as the provider knows it. */
    val session: StateFlow<String?> get() = current

    /** What passed between the library and the provider, newest first. */
    val notes: StateFlow<List<SignalNote>> get() = noted

    /** What the app says of the device: the names of the library's closed list, and their values. */
    val device: StateFlow<List<Pair<String, String>>> get() = sent

    /** Nothing is profiled and nothing told before, and nothing any more when it is withdrawn. */
    fun consent(given: Boolean) {
        memory.consent = given
        agreed.value = given
        tell()
    }

    /** Signs that [provider] is asked, and that this model hears of it. */
    fun signals(provider: RiskProvider, budgets: RiskBudgets = RiskBudgets(begin = 2.seconds)): Signals {
        asked.value = true
        return Signals(WatchedProvider(provider, ::note), onFailure = FailPolicy.CLOSED, budgets = budgets)
    }

    /** The client of this process, which knows nothing yet of the consent. */
    fun attach(made: Doorstep) {
        doorstep = made
        tell()
    }

    /** Says anew what the device is like, before a flow begins. */
    fun tell() {
        val client = doorstep.takeIf { asked.value } ?: return
        val signals = CollectedSignals().apply { if (agreed.value) collect(this) }
        try {
            client.setConsent(*if (agreed.value) arrayOf(DataUse.DEVICE) else emptyArray())
            client.tell(signals)
            sent.value = signals.listed()
        } catch (failure: DoorstepException) {
            note(SignalNote(SignalKind.REFUSED, failure.info.code))
        }
    }

    private fun note(note: SignalNote) {
        if (note.kind == SignalKind.BEGAN) current.value = note.about
        if (note.kind == SignalKind.ENDED) current.value = null
        noted.update { (listOf(note) + it).take(MOST) }
    }

    private companion object {
        const val MOST = 50
    }
}

/** What passed between the library and the provider. It holds no number and no name. */
class SignalNote(
    val kind: SignalKind,
    /** The session, the purpose or the outcome, in the provider's words. */
    val about: String,
)

/** What happened with the provider. */
enum class SignalKind { BEGAN, ASKED, TOLD, ENDED, REFUSED }

/** Those that a device tells, by the names under which they travel. */
private fun CollectedSignals.listed(): List<Pair<String, String>> = listOf(
    "os" to os, "os_version" to osVersion, "model" to model, "app_version" to appVersion, "locale" to locale,
    "utc_offset_minutes" to utcOffsetMinutes, "network" to network, "metered" to metered, "vpn" to vpn,
    "hints" to hints?.joinToString(), "touches" to touches, "obscured_touches" to obscuredTouches,
).mapNotNull { (name, value) -> value?.let { name to it.toString() } }
