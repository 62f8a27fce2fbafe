package dev.doorstep.sample.models

import dev.doorstep.Account
import dev.doorstep.AuthFlow
import dev.doorstep.RiskChallenge
import dev.doorstep.SecurityCode
import dev.doorstep.SignInFlow
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch

/** What a journey asks of the app around it. */
interface Doors {
    val scope: CoroutineScope
    val memory: Memory
    val solver: ChallengeSolver

    /** The time, in milliseconds since 1970. */
    fun now(): Long

    /** Somebody is in. */
    suspend fun signedIn(account: Account)

    /** A sign-up or a reset leads on to a sign-in of [address]. */
    suspend fun goOn(flow: SignInFlow, address: String)

    /** The person forgot the password of [flow], or it must be changed. */
    fun resetPassword(flow: SignInFlow, address: String)

    /** A device is lost: more than a password has to be put right. */
    fun deviceLost(address: String)

    /** The journey ends here, because of [trouble] or of the person. */
    fun leave(address: String, trouble: Trouble? = null)

    /** Opens the service's page in a tab of the browser. */
    fun openPage(page: String)
}

/** The software of the risk provider that shows a challenge, such as a captcha or a mobile check. */
interface ChallengeSolver {
    /** The proof that it was solved; null where the person gave up, or no software for that provider is here. */
    suspend fun solve(challenge: RiskChallenge): CharSequence?
}

/** What the app keeps besides the library's records, none of it secret. */
interface Memory {
    /** The way by which the last second factor came: it is offered first. */
    var lastMethod: String?

    /** Whether the person agreed to signals about the device and how it is used. */
    var consent: Boolean
}

/** A flow on its way, as screens see it. The library holds its state; here are the calls, and where they lead. */
abstract class Journey<S : Any>(private val flow: AuthFlow<S>, val address: String, protected val doors: Doors) {
    private var shown: RiskChallenge? = null
    private var shownAtMillis = 0L
    private var sentAtMillis = 0L

    /** The step to show. */
    val step: StateFlow<S?> get() = flow.step

    val calls = Calls(doors.scope) { trouble ->
        // Who goes back from the very first call is at the address again, and nothing went wrong.
        if (trouble.isOver) doors.leave(address, trouble.takeUnless { it.kind == TroubleKind.STALE })
    }

    /** Whether the app switcher must not show what the screen shows: a password or a code. */
    val hidesContent: Flow<Boolean> get() = step.map { it != null && hides(it) }

    protected abstract fun hides(step: S): Boolean

    /** Looks at the step that a call led to, and goes where it leads. */
    protected abstract suspend fun arrived(step: S)

    /** How long until another code may be asked for. */
    fun now(): Long = doors.now()

    /** Takes the proof of a provider's challenge, and has the call that waits for it made once more. */
    abstract fun submitProof(proof: CharSequence)

    /** Has another code sent where the wait for it is over, or asks for another challenge. */
    abstract fun again()

    /** Back from a challenge to the step before it. */
    abstract fun goBack()

    /** The [code] of [challenge], with the wait for another one counted from when the challenge came. */
    fun asked(challenge: RiskChallenge, code: SecurityCode): AskedCode {
        if (challenge !== shown) {
            shown = challenge
            shownAtMillis = doors.now()
            if (challenge.attempt <= 1) sentAtMillis = shownAtMillis
        }
        // A sender that names no wait will send no other one.
        val isResendable = code.resendAfter != null
        return AskedCode(code.codeLength, shownAtMillis, code.resendAfter, isResendable, field = sentAtMillis)
    }

    /** Shows the provider's [challenge] by the provider's own software. Who closes it stays where they are. */
    fun solve(challenge: RiskChallenge) {
        doors.scope.launch { doors.solver.solve(challenge)?.let { submitProof(it) } }
    }

    /** Ends the flow, also while a call runs: its answer is discarded. */
    fun stop() {
        doors.scope.launch {
            flow.cancel()
            doors.leave(address)
        }
    }

    /** Answers the present step where it is a [kind]; a tap on a screen that is stale by now does nothing. */
    internal fun <T : S> answer(kind: Class<T>, call: suspend (T) -> S) = calls.run {
        val now = step.value
        if (kind.isInstance(now)) arrived(call(kind.cast(now)!!))
    }

    internal inline fun <reified T : S> answer(noinline call: suspend (T) -> S) = answer(T::class.java, call)
}
