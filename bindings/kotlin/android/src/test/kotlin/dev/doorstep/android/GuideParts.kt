package dev.doorstep.android

import dev.doorstep.APP
import dev.doorstep.Sandbox
import java.net.HttpURLConnection
import java.net.URI

/** What an app's build makes. */
object BuildConfig {
    var AUTHORITY: String = ""
    const val CLIENT_ID: String = APP
    const val DEBUG: Boolean = true
}

/** A field for text. */
class Field {
    var onChange: (String) -> Unit = {}
    var text: CharSequence = ""
}

/** The app's own API: the sandbox's. */
class Api internal constructor(private val sandbox: Sandbox) {
    class Answer(val status: Int, val wwwAuthenticate: List<String>)

    fun get(token: String): Answer {
        val call = URI(sandbox.api).toURL().openConnection() as HttpURLConnection
        call.setRequestProperty("authorization", "Bearer $token")
        return Answer(call.responseCode, listOfNotNull(call.getHeaderField("www-authenticate")))
    }
}
