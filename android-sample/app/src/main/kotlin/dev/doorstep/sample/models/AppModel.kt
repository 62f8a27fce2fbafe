package dev.doorstep.sample.models

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import dev.doorstep.Account
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepException
import dev.doorstep.RecoveryReason
import dev.doorstep.ResumedFlow
import dev.doorstep.SignInFlow
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.receiveAsFlow
import kotlinx.coroutines.launch

/**
 * Where the person is in the app. Of all this one thing is kept across the process's end: the id of the flow. The library has
 * the rest, sealed.
 */
class AppModel(private val saved: SavedStateHandle, private val host: Host) : ViewModel(), Doors {
    override val scope: CoroutineScope get() = viewModelScope
    override val memory: Memory get() = host.memory
    override val solver: ChallengeSolver get() = host.solver
    val signals: SignalsModel get() = host.signals
    private val here = MutableStateFlow<Place>(Place.Opening)
    private val opened = Channel<String>(Channel.BUFFERED)

    /** What to show. */
    val place: StateFlow<Place> get() = here

    /** Pages to open in the browser, each once. */
    val pages: Flow<String> = opened.receiveAsFlow()

    /** Whether the app switcher and screenshots must stay blank now. */
    @OptIn(ExperimentalCoroutinesApi::class)
    val hidesContent: Flow<Boolean> get() = here.flatMapLatest { it.hidesContent }

    init {
        viewModelScope.launch { here.value = resumed() ?: home() }
    }

    fun openBrowserFailed() = here.value.calls?.fail(Trouble.local(TroubleKind.NO_BROWSER))

    /** The browser came back with [callback], perhaps into a new process. */
    fun cameBack(callback: String) {
        viewModelScope.launch { here.filter { it !is Place.Opening }.first().cameBack(callback) }
    }

    override fun now(): Long = host.now()

    override suspend fun signedIn(account: Account) {
        saved.remove<String>(FLOW)
        host.doorstep().setCurrent(account)
        here.value = accountPlace(account)
    }

    override suspend fun goOn(flow: SignInFlow, address: String) {
        saved[FLOW] = flow.id
        val model = SignInModel(flow, address, this)
        model.begin()
        if (here.value !is Place.SignedIn) here.value = Place.SignIn(model)
    }

    override fun resetPassword(flow: SignInFlow, address: String) = enter(address) {
        val reset = ResetPasswordModel(keep(flow.resetPassword()), address, this)
        reset.begin()
        Place.ResetPassword(reset)
    }

    override fun deviceLost(address: String) {
        if (address.isBlank()) return leave(address)
        saved.remove<String>(FLOW)
        here.value = Place.DeviceLost(DeviceLostModel(address, this))
    }

    override fun leave(address: String, trouble: Trouble?) {
        saved.remove<String>(FLOW)
        here.value = Place.Entry(EntryModel(address, this, trouble))
    }

    override fun openPage(page: String) {
        opened.trySend(page)
    }

    /** Another person signs in; those who are in stay in. */
    fun addAccount() = leave("")

    internal fun signIn(address: String) = enter(address) {
        val model = SignInModel(keep(host.doorstep().signIn(address, scopes = SCOPES)), address, this)
        model.begin()
        Place.SignIn(model)
    }

    internal fun signUp(address: String) = enter(address) {
        val model = SignUpModel(keep(host.doorstep().signUp(address, scopes = SCOPES)), address, this)
        model.begin()
        Place.SignUp(model)
    }

    internal fun resetPassword(address: String, because: RecoveryReason? = null) = enter(address) {
        val flow = host.doorstep().resetPassword(address, SCOPES, because = because)
        val model = ResetPasswordModel(keep(flow), address, this)
        model.begin()
        Place.ResetPassword(model)
    }

    internal suspend fun prepare() = host.doorstep().prepare()

    /** Goes to the place that [begin] makes; one that could not begin leaves the person where they are. */
    private fun enter(address: String, begin: suspend () -> Place) {
        val from = here.value
        val calls = from.calls ?: return
        calls.run {
            val kept = saved.get<String>(FLOW)
            signals.tell()
            try {
                val place = begin()
                if (here.value === from) here.value = place
            } catch (failure: DoorstepException) {
                saved[FLOW] = kept
                throw failure
            }
        }
    }

    private fun <F : dev.doorstep.AuthFlow<*>> keep(flow: F): F = flow.also { saved[FLOW] = it.id }

    /** The flow that was on its way when the process ended. */
    private suspend fun resumed(): Place? {
        val id = saved.get<String>(FLOW) ?: return null
        return try {
            when (val flow = host.doorstep().resume(id)) {
                is ResumedFlow.SignIn -> Place.SignIn(SignInModel(flow.flow, "", this))
                is ResumedFlow.SignUp -> Place.SignUp(SignUpModel(flow.flow, "", this))
                is ResumedFlow.ResetPassword -> Place.ResetPassword(ResetPasswordModel(flow.flow, "", this))
            }
        } catch (failure: DoorstepException.Misuse) {
            saved.remove<String>(FLOW)
            null
        } catch (failure: DoorstepException) {
            // A device that is still locked, for one: the flow is not lost.
            Place.Entry(EntryModel("", this, Trouble.of(failure)))
        }
    }

    /** Whoever is signed in, or the way in. */
    private suspend fun home(): Place = try {
        val doorstep = host.doorstep()
        val account = doorstep.currentAccount() ?: doorstep.accounts().firstOrNull()
        account?.let { accountPlace(it) } ?: Place.Entry(EntryModel("", this))
    } catch (failure: DoorstepException) {
        Place.Entry(EntryModel("", this, Trouble.of(failure)))
    }

    private suspend fun accountPlace(account: Account): Place {
        val doorstep: Doorstep = host.doorstep()
        val ended: suspend (Account) -> Unit = { here.value = home() }
        return Place.SignedIn(AccountModel(account, doorstep.accounts(), doorstep, host.api, this, ended, ::signedIn))
    }

    private companion object {
        const val FLOW = "flow"
    }
}
