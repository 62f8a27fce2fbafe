package dev.doorstep.sample.models

import dev.doorstep.Doorstep
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.ExperimentalCoroutinesApi

/** What the app is given by whoever starts it: the activity, or a test. */
interface Host {
    val memory: Memory
    val api: Api
    val solver: ChallengeSolver
    val signals: SignalsModel

    /** The one client of the process, made off the main thread. */
    suspend fun doorstep(): Doorstep

    fun now(): Long = System.currentTimeMillis()
}

/** Where the person is. */
sealed interface Place {
    val calls: Calls? get() = null
    val hidesContent: Flow<Boolean> get() = flowOf(false)

    /** The browser came back: a place that waits for nobody lets it pass. */
    fun cameBack(callback: String) = Unit

    /** Nothing is known yet: the splash stays, and no sign-in flashes up. */
    data object Opening : Place

    class Entry(val model: EntryModel) : Place {
        override val calls get() = model.calls
    }

    class SignIn(val model: SignInModel) : Place {
        override val calls get() = model.calls
        override val hidesContent get() = model.hidesContent

        override fun cameBack(callback: String) = model.cameBack(callback)
    }

    class SignUp(val model: SignUpModel) : Place {
        override val calls get() = model.calls
        override val hidesContent get() = model.hidesContent

        override fun cameBack(callback: String) = model.cameBack(callback)
    }

    class ResetPassword(val model: ResetPasswordModel) : Place {
        override val calls get() = model.calls
        override val hidesContent get() = model.hidesContent

        override fun cameBack(callback: String) = model.cameBack(callback)
    }

    class DeviceLost(val model: DeviceLostModel) : Place {
        override val calls get() = model.calls
    }

    class SignedIn(val model: AccountModel) : Place {
        override val calls get() = model.calls

        @OptIn(ExperimentalCoroutinesApi::class)
        override val hidesContent get() = model.stepUp.flatMapLatest { it?.hidesContent ?: flowOf(false) }

        override fun cameBack(callback: String) {
            model.stepUp.value?.cameBack(callback)
        }
    }
}
