package dev.doorstep.sample.models

import dev.doorstep.Account
import dev.doorstep.Doorstep
import dev.doorstep.SignInFlow
import dev.doorstep.StepUp
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow

/** The app's own API: what it answers to a token. */
interface Api {
    class Answer(val status: Int, val wwwAuthenticate: List<String>, val body: String)

    suspend fun todos(token: String): Answer
}

/** The account page: who it is, how long the tokens last, and an API that may ask for more. */
class AccountModel(
    val account: Account,
    /** Everybody who is signed in, for the switcher. */
    val accounts: List<Account>,
    private val doorstep: Doorstep,
    private val api: Api,
    private val doors: Doors,
    private val ended: suspend (Account) -> Unit,
    private val chosen: suspend (Account) -> Unit,
) {
    val calls = Calls(doors.scope)
    private val expiry = MutableStateFlow<Long?>(null)
    private val answer = MutableStateFlow<String?>(null)
    private val proof = MutableStateFlow<SignInModel?>(null)

    /** When the access token expires, in milliseconds since 1970, once there was one. */
    val expiresAtMillis: StateFlow<Long?> get() = expiry

    /** What the API said. */
    val todos: StateFlow<String?> get() = answer

    /** A sign-in to show over this page: the API asked for more. */
    val stepUp: StateFlow<SignInModel?> get() = proof

    /** Claims to show. They are for display alone, never proof towards a server. */
    val claims: List<Pair<String, String>> =
        SHOWN.mapNotNull { name -> account.claim(name)?.let { name to it.trim('"') } }

    fun refreshToken() = calls.run { expiry.value = account.refreshedAccessToken(SCOPES).expiresAtMillis }

    fun lookAtToken() = calls.run { expiry.value = account.accessToken(SCOPES).expiresAtMillis }

    /** Calls the API, and proves more where it asks for that; afterwards the call is made again. */
    fun callApi() = calls.run {
        val first = call()
        if (first.status != UNAUTHORISED) return@run show(first)
        when (val more = doorstep.stepUp(account, first.wwwAuthenticate, SCOPES)) {
            null -> show(first)
            is StepUp.Token -> show(call())
            is StepUp.SignIn -> prove(more.flow)
        }
    }

    fun stopStepUp() {
        proof.value?.stop()
        proof.value = null
    }

    /** The session is over: the same person again, with the address filled in. */
    fun signInAgain() = doors.leave(account.username.orEmpty())

    fun choose(other: Account) = calls.run { chosen(other) }

    fun signOut() = calls.run {
        account.signOut()
        ended(account)
    }

    private suspend fun prove(flow: SignInFlow) {
        val model = SignInModel(flow, account.username.orEmpty(), Over())
        model.begin()
        if (answer.value == null) proof.value = model
    }

    private suspend fun call(): Api.Answer {
        val token = account.accessToken(SCOPES)
        expiry.value = token.expiresAtMillis
        return api.todos(token.token)
    }

    private fun show(answered: Api.Answer) {
        if (answered.status == OK) answer.value = answered.body else calls.fail(Trouble.local(TroubleKind.API))
    }

    /** The doors of a sign-in that lies over this page: they lead back to it. */
    private inner class Over : Doors by doors {
        override suspend fun signedIn(account: Account) {
            proof.value = null
            show(call())
        }

        override fun leave(address: String, trouble: Trouble?) {
            proof.value = null
            trouble?.let(calls::fail)
        }
    }

    private companion object {
        val SHOWN = listOf("name", "preferred_username", "email", "oid", "tid", "auth_time", "acrs")
        const val UNAUTHORISED = 401
        const val OK = 200
    }
}

/** What the sample asks tokens for. */
val SCOPES = listOf("api://todo/ToDo.Read")
