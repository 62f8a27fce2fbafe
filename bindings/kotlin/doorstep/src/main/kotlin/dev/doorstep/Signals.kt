package dev.doorstep

import dev.doorstep.ffi.RiskSettings
import kotlin.time.Duration.Companion.milliseconds
import dev.doorstep.ffi.AddedHeader as RawHeader

internal val BEGIN = 300.milliseconds
internal val READY = 1500.milliseconds
internal val ATTACH = 50.milliseconds
internal val CHECK = 800.milliseconds

/**
 * What goes along with the requests of a [Doorstep]'s flows for whoever judges them, and who is asked before they are
 * sent. Nothing of it before [Doorstep.setConsent].
 */
public class Signals private constructor(
    private val headers: List<AppHeader>,
    private val legacySessionHeader: Boolean,
    private val routes: List<RiskRoute>,
    private val budgets: RiskBudgets,
    private val onFailure: FailPolicy,
    private val onSmsFailure: FailPolicy,
    private val onSignUpFailure: FailPolicy,
    internal val provider: RiskProvider?,
) {
    /**
     * Signals of [provider] and of the app's own.
     *
     * @param onFailure what happens before tokens where the provider does not answer; there is no default, as none is right for everybody
     * @param onSmsFailure the same before a text message, which can't be had back
     * @param onSignUpFailure the same before a new account
     * @param routes the routes whose requests bear signals; none for those that a gate watches
     * @param headers of the app's own; they go without consent, so they must tell nothing of the person or the device
     * @param legacySessionHeader sends the session as `session_id`, too, for what was built after Microsoft's sample
     */
    public constructor(
        provider: RiskProvider,
        onFailure: FailPolicy,
        onSmsFailure: FailPolicy = FailPolicy.CLOSED,
        onSignUpFailure: FailPolicy = onFailure,
        budgets: RiskBudgets = RiskBudgets(),
        routes: List<RiskRoute> = emptyList(),
        headers: List<AppHeader> = emptyList(),
        legacySessionHeader: Boolean = false,
    ) : this(headers, legacySessionHeader, routes, budgets, onFailure, onSmsFailure, onSignUpFailure, provider)

    /** Signals of the app's own alone: a session for each flow, and what [Doorstep.tell] was told. Nobody is asked. */
    public constructor(headers: List<AppHeader> = emptyList(), legacySessionHeader: Boolean = false) : this(
        headers,
        legacySessionHeader,
        emptyList(),
        RiskBudgets(),
        FailPolicy.OPEN,
        FailPolicy.OPEN,
        FailPolicy.OPEN,
        null,
    )

    internal fun raw() = RiskSettings(
        provider = provider?.id.orEmpty(),
        providerHeaders = provider?.headers.orEmpty(),
        uses = provider?.uses.orEmpty().map { it.word() },
        policy = onFailure.mirrored(),
        smsPolicy = onSmsFailure.mirrored(),
        signUpPolicy = onSignUpFailure.mirrored(),
        beginMillis = budgets.begin.inWholeMilliseconds.toULong(),
        readyMillis = budgets.ready.inWholeMilliseconds.toULong(),
        attachMillis = budgets.attach.inWholeMilliseconds.toULong(),
        checkMillis = budgets.check.inWholeMilliseconds.toULong(),
        routes = routes.map { it.word() },
        headers = headers.map { header -> RawHeader(header.name, header.value, header.routes.map { it.word() }) },
        legacySessionHeader = legacySessionHeader,
    )
}

/**
 * A header of the app's own.
 *
 * @property name it begins with `x-`; names that others have a use for are refused when the [Doorstep] is made
 * @property routes the routes whose requests bear it
 */
public class AppHeader(public val name: String, public val value: String, public vararg val routes: RiskRoute) {
    override fun toString(): String = "AppHeader($name)"
}

/** The word by which it crosses. */
internal fun Enum<*>.word(): String = name.lowercase()

/** The word of that name, or the last one, which stands for those that this version does not know. */
internal inline fun <reified T : Enum<T>> worded(word: String): T {
    val words = enumValues<T>()
    return words.firstOrNull { it.word() == word } ?: words.last()
}
