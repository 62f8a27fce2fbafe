package dev.doorstep.sample.models

import dev.doorstep.DoorstepException
import kotlinx.coroutines.launch

/** The one field that everything begins with. What is typed goes along to every way on. */
class EntryModel(val address: String, private val app: AppModel, trouble: Trouble? = null) {
    val calls = Calls(app.scope).apply { trouble?.let(::fail) }

    fun signIn(typed: String) = app.signIn(typed)

    fun signUp(typed: String) = app.signUp(typed)

    fun resetPassword(typed: String) = app.resetPassword(typed)

    /** The phone is gone, or in wrong hands. */
    fun deviceLost(typed: String) = app.deviceLost(typed)

    /** Opens the connection while the person types. That it fails is no news yet. */
    fun prepare() {
        app.scope.launch {
            try {
                app.prepare()
            } catch (_: DoorstepException) {
                return@launch
            }
        }
    }
}
