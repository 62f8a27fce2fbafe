package dev.doorstep

import dev.doorstep.ffi.Client
import dev.doorstep.ffi.InternalException
import dev.doorstep.ffi.ResetPasswordRequest
import dev.doorstep.ffi.Settings
import dev.doorstep.ffi.SignInRequest
import dev.doorstep.ffi.SignUpRequest
import dev.doorstep.ffi.hasOwnTransport
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import dev.doorstep.ffi.FlowKind as RawFlowKind

/**
 * Signs people in to one application of one tenant. Make one per process, off the main thread: the first one loads
 * the native library, for which [warmUp] is there.
 *
 * @throws DoorstepException.Broken when a setting is wrong, naming it and what to change
 */
public class Doorstep(
    config: DoorstepConfig,
    vault: Vault,
    records: Records,
    http: Http = Http.Host(),
    events: EventListener? = null,
    signals: Signals? = null,
) {
    private val raw: Client = told {
        Client(
            settings = config.raw((http as? Http.Rust)?.extraRootsPem, signals),
            transport = (http as? Http.Host)?.let { RawTransport(it.transport) },
            vault = RawVault(vault),
            records = RawRecords(records),
            events = events?.let(::RawEvents),
            risk = signals?.provider?.let(::RawRisk),
        )
    }

    /**
     * A sign-in of [username], to be begun with [SignInFlow.start].
     *
     * @param password given ahead, it saves a step where the account has one
     * @param scopes what the access token is for, such as `api://todo/ToDo.Read`
     * @param context the authentication context to ask for: 3 for `c3`
     */
    public fun signIn(
        username: String,
        password: CharSequence? = null,
        scopes: List<String> = emptyList(),
        context: Int? = null,
    ): SignInFlow = password.asSecretIfAny {
        told { SignInFlow(raw.signIn(SignInRequest(username, it, scopes, context?.asContext()))) }
    }

    /** A new account, to be begun with [SignUpFlow.start]. What is given ahead saves a step. */
    public fun signUp(
        username: String,
        password: CharSequence? = null,
        attributes: Attributes = attributes {},
        scopes: List<String> = emptyList(),
        context: Int? = null,
    ): SignUpFlow = password.asSecretIfAny {
        val request = SignUpRequest(username, it, attributes.given, scopes, context?.asContext())
        told { SignUpFlow(raw.signUp(request)) }
    }

    /**
     * A password reset, to be begun with [ResetPasswordFlow.start].
     *
     * @param because says that the password is not just forgotten. A gate that knows this recovery does more, once the
     * person has proved themselves twice: sessions everywhere end, and for a while no text and no other reset reaches the
     * account. At the end this device forgets its own session of it. Where nothing in front of the service confirms
     * that, the start fails with [Setting.DEVICE_LOST], before anybody is sent a code
     */
    public fun resetPassword(
        username: String,
        scopes: List<String> = emptyList(),
        context: Int? = null,
        because: RecoveryReason? = null,
    ): ResetPasswordFlow {
        val request = ResetPasswordRequest(username, scopes, context?.asContext(), because?.mirrored())
        return told { ResetPasswordFlow(raw.resetPassword(request)) }
    }

    /**
     * Goes on with the flow [id], also after the process died, without the network. [AuthFlow.step] has its step.
     * [MisuseKind.FINISHED] when there is none; [Reason.STORE_LOCKED] while the device is locked: nothing is lost.
     */
    public suspend fun resume(id: String): ResumedFlow = told {
        val (kind, flow) = raw.resume(id).resumed()
        when (kind) {
            RawFlowKind.SIGN_IN -> ResumedFlow.SignIn(SignInFlow(flow).looked())
            RawFlowKind.SIGN_UP -> ResumedFlow.SignUp(SignUpFlow(flow).looked())
            RawFlowKind.RESET_PASSWORD -> ResumedFlow.ResetPassword(ResetPasswordFlow(flow).looked())
            RawFlowKind.OTHER -> throw InternalException("a flow of a kind that this version does not know")
        }
    }

    /** The flows that wait for the person, without the network. */
    public suspend fun pending(): List<WaitingFlow> = told {
        raw.pending().waiting().map {
            WaitingFlow(it.id, it.kind.mirrored(), it.step.mirrored(), it.sinceMillis.toLong(), it.untilMillis.toLong())
        }
    }

    /** The accounts that are signed in. */
    public suspend fun accounts(): List<Account> = told { raw.accounts().accounts().map(::Account) }

    /** The account that was chosen with [setCurrent], while it is signed in. */
    public suspend fun currentAccount(): Account? = told { raw.currentAccount().accounts().firstOrNull()?.let(::Account) }

    /** Makes [account] the current one, across the end of the process. */
    public suspend fun setCurrent(account: Account): Unit = told { raw.setCurrent(account.raw).done() }

    /**
     * Says what the person consents to from now on, in place of what was said before: nothing without [uses]. No signal
     * is told and no provider called before that, and it is for this process: where the person consented earlier, say so again.
     * Withdrawn, it ends what runs; flows go on without.
     */
    public fun setConsent(vararg uses: DataUse): Unit = told { raw.setConsent(uses.map { it.word() }) }

    /**
     * Tells what the app found out, in place of what it told before, as far as the person consents to it.
     * [Setting.SIGNALS] when it is not on the list, or looks like an address or a number.
     */
    public fun tell(signals: CollectedSignals): Unit = told { raw.setCollected(signals.json()) }

    /**
     * Opens the connection to the service while the person types. Sends nothing about them. With [Signals], and consent
     * to them, the provider begins its profile, too.
     */
    public suspend fun prepare(): Unit = told { raw.prepare().done() }

    /**
     * Answers what an API asked for in its `WWW-Authenticate` headers when it refused the token for [scopes]: a token
     * that it should take, or a sign-in that ends in the same account. Null where a step-up would not help.
     */
    public suspend fun stepUp(
        account: Account,
        wwwAuthenticate: List<String>,
        scopes: List<String> = emptyList(),
    ): StepUp? = told { raw.stepUp(account.raw, scopes, wwwAuthenticate).stepUp()?.told() }

    public companion object {
        /** Loads the native library off the main thread, so that the first call does not wait for it. */
        public suspend fun warmUp(): Unit = withContext(Dispatchers.IO) { hasOwnTransport() }
    }
}

private fun <F : AuthFlow<*>> F.looked(): F = apply { look() }

/** A number that no context has is refused with the rest of the settings. */
private fun Int.asContext(): UByte = if (this in 1..99) toUByte() else 0u

private fun DoorstepConfig.raw(extraRootsPem: String?, signals: Signals?) = Settings(
    authority = authority,
    clientId = clientId,
    development = allowsPlainHttpToThisMachine,
    firstFactors = firstFactors.mirrored(),
    mfa = mfa,
    registration = registration,
    redirectUri = redirectUri,
    stepUpContext = stepUpContext?.asContext(),
    requestTimeoutMillis = requestTimeout.inWholeMilliseconds.toULong(),
    flowLifetimeMillis = flowLifetime.inWholeMilliseconds.toULong(),
    hookTimeoutMillis = hookTimeout.inWholeMilliseconds.toULong(),
    extraRootsPem = extraRootsPem,
    risk = signals?.raw(),
)
