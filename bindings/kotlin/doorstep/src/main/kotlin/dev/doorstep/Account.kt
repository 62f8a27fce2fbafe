package dev.doorstep

/** Names an account across sign-ins and applications of one tenant. */
public data class AccountId(
    /** The person's object id in the tenant. */
    public val objectId: String,
    public val tenantId: String,
)

/** Somebody who is signed in. */
public class Account internal constructor(internal val raw: dev.doorstep.ffi.Account) {
    public val id: AccountId = raw.id().let { AccountId(it.objectId, it.tenantId) }

    /** The person's display name, from the id token. For display only: never proof towards a server. */
    public val name: String? get() = raw.name()

    /** The name that the person signs in with. */
    public val username: String? get() = raw.username()

    /** Any claim of the id token, as JSON. */
    public fun claim(name: String): String? = raw.claim(name)

    /** Whether the session survives the process. It does not while the device's storage is locked. */
    public val isDurable: Boolean get() = raw.isDurable()

    /**
     * A token for [scopes], or for those of the sign-in where there are none: from memory while it is fresh, else by a
     * refresh, of which one runs at a time. [DoorstepException.Later] keeps the session; [MisuseKind.SIGNED_OUT] is
     * definitive.
     */
    public suspend fun accessToken(scopes: List<String> = emptyList()): AccessToken =
        told { raw.accessToken(scopes, false).token().told() }

    /** As [accessToken], always by a refresh: for an API that refused a token which should have been good. */
    public suspend fun refreshedAccessToken(scopes: List<String> = emptyList()): AccessToken =
        told { raw.accessToken(scopes, true).token().told() }

    /** Forgets the session on this device. */
    public suspend fun signOut(): Unit = told { raw.signOut().done() }

    override fun equals(other: Any?): Boolean = other is Account && other.id == id

    override fun hashCode(): Int = id.hashCode()

    override fun toString(): String = "Account(${id.objectId})"
}

/** An access token to call an API with. It does not print itself. */
public class AccessToken internal constructor(
    /** For the header `Authorization: Bearer`. Text can't be wiped on the JVM: do not keep it. */
    public val token: String,
    /** The scopes it was granted with. */
    public val scopes: List<String>,
    /** When it expires, by this device's clock, in milliseconds since 1970. */
    public val expiresAtMillis: Long,
) {
    override fun toString(): String = "AccessToken(scopes=$scopes)"
}

/** What answers an API's challenge. */
public sealed interface StepUp {
    /** A token that the API should take: the call can simply be made again. */
    public class Token internal constructor(public val token: AccessToken) : StepUp

    /** The person must prove more. The flow ends in the same account; after that the call can be made again. */
    public class SignIn internal constructor(public val flow: SignInFlow) : StepUp
}

internal fun dev.doorstep.ffi.AccessToken.told() = AccessToken(token, scopes, expiresAtMillis.toLong())

internal fun dev.doorstep.ffi.StepUp.told(): StepUp = when (this) {
    is dev.doorstep.ffi.StepUp.Token -> StepUp.Token(token.told())
    is dev.doorstep.ffi.StepUp.SignIn -> StepUp.SignIn(SignInFlow(flow))
}
