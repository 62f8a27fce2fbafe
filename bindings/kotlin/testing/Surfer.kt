package dev.doorstep

import java.net.HttpURLConnection
import java.net.URI
import java.net.URLEncoder

/** A browser that reads the sandbox's sign-in page and sends its forms. */
internal class Surfer(private val sandbox: Sandbox) {
    /** What the browser got: a page with a form, or the way back to the app. */
    class Page(val html: String, val back: String?) {
        val formToken: String
            get() = checkNotNull(Regex("name=\"form_token\" value=\"([^\"]*)\"").find(html)) { "no form: $html" }.groupValues[1]
    }

    /** Types [name] and [password] into the page at [address], and gives the address that it leads back to. */
    fun signIn(address: String, name: String, password: String): String {
        val asked = named(address, name)
        val done = send(asked, "password" to password)
        return checkNotNull(done.back) { "no way back: ${done.html}" }
    }

    /** Opens the page at [address] and types [name]. */
    fun named(address: String, name: String): Page = send(visit(address), "username" to name)

    /** Leaves [page] by its button for that. */
    fun leave(page: Page): String = checkNotNull(send(page, "action" to "cancel").back) { "no way back" }

    private fun visit(address: String): Page = see(open(address))

    private fun send(page: Page, field: Pair<String, String>): Page {
        val form = listOf("form_token" to page.formToken, field)
            .joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, "UTF-8")}" }
        val connection = open("${sandbox.tenant}/oauth2/v2.0/authorize")
        connection.doOutput = true
        connection.setRequestProperty("content-type", "application/x-www-form-urlencoded")
        connection.outputStream.use { it.write(form.toByteArray()) }
        return see(connection)
    }

    private fun open(address: String): HttpURLConnection =
        (URI(address).toURL().openConnection() as HttpURLConnection).apply { instanceFollowRedirects = false }

    private fun see(connection: HttpURLConnection): Page {
        val body = if (connection.responseCode < 400) connection.inputStream else connection.errorStream
        return Page(body?.reader()?.readText().orEmpty(), connection.getHeaderField("location"))
    }
}
