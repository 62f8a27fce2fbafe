package dev.doorstep

import java.net.HttpURLConnection
import java.net.URI
import java.util.concurrent.TimeUnit

internal const val ADA = "ada@contoso.example"
internal const val ADA_PASSWORD = "Lovelace-1815"
internal const val BOB = "bob@contoso.example"
internal const val BOB_PASSWORD = "Builder-2024!"
internal const val CLEO = "cleo@contoso.example"
internal const val DORA = "dora@contoso.example"
internal const val DORA_PASSWORD = "Explorer-2000"
internal const val APP = "11111111-1111-4111-8111-111111111111"
internal const val ATTRIBUTES_APP = "33333333-3333-4333-8333-333333333333"
internal val TODO = listOf("api://todo/ToDo.Read")

/** The built `doorstep sandbox`, on a free port, as long as a test lasts. */
internal class Sandbox(vararg flags: String) : AutoCloseable {
    private val process: Process
    private val listening: String

    val tenant: String
    val api: String
    val caPem: String?

    /** The tenant behind the sandbox's gate. */
    val gate: String

    /** The risk provider that the gate asks. */
    val risk: String
    private val admin: String

    init {
        val binary = checkNotNull(System.getProperty("doorstep.bin")) { "cargo xtask test names the command" }
        process = ProcessBuilder(binary, "sandbox", "--json", *flags)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
        listening = checkNotNull(process.inputStream.bufferedReader().readLine()) { "the sandbox did not start" }
        tenant = checkNotNull(member("tenant"))
        admin = checkNotNull(member("admin"))
        api = checkNotNull(member("api"))
        gate = checkNotNull(member("gate"))
        risk = checkNotNull(member("risk"))
        caPem = member("ca_pem")?.replace("\\n", "\n")
    }

    /** The newest code that went to [to], a username or a number. */
    fun code(to: String): String {
        val codes = Regex("\"code\"\\s*:\\s*\"([0-9]+)\"").findAll(ask("GET", "/mailbox?to=${to.replace("+", "%2B")}"))
        return codes.last().groupValues[1]
    }

    /** How many requests the tenant has seen at a path that ends in [end]. */
    fun requests(end: String): Int = Regex("\"path\"\\s*:\\s*\"[^\"]*$end\"").findAll(ask("GET", "/journal")).count()

    fun put(path: String, json: String) {
        ask("PUT", path, json)
    }

    fun post(path: String, json: String) {
        ask("POST", path, json)
    }

    private fun ask(method: String, path: String, json: String? = null): String {
        val connection = URI("$admin$path").toURL().openConnection() as HttpURLConnection
        connection.requestMethod = method
        if (json != null) {
            connection.doOutput = true
            connection.setRequestProperty("content-type", "application/json")
            connection.outputStream.use { it.write(json.toByteArray()) }
        }
        check(connection.responseCode < 300) { connection.errorStream.reader().readText() }
        return connection.inputStream.reader().readText()
    }

    private fun member(name: String): String? = Regex("\"$name\"\\s*:\\s*\"([^\"]*)\"").find(listening)?.groupValues?.get(1)

    override fun close() {
        process.destroy()
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly()
    }
}
