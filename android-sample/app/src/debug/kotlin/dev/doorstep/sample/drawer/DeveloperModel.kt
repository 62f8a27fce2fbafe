package dev.doorstep.sample.drawer

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI

/** A message that the sandbox "sent"; a mere notice has no [code]. */
class Mail(val to: String, val code: String?, val purpose: String)

/** What a developer asks of the sandbox at [sandbox]: its mailbox, and what the risk provider will say next. */
class DeveloperModel(private val sandbox: () -> String) {
    /** The newest messages, newest first; empty where no sandbox listens. */
    suspend fun mailbox(): List<Mail> {
        val letters = LETTER.findAll(ask("GET", "/mailbox").orEmpty()).map { it.value }
        return letters.map { Mail(member(it, "to").orEmpty(), member(it, "code"), member(it, "purpose").orEmpty()) }.toList().asReversed()
    }

    /** What the risk provider says to the next question: one of [VERDICTS]. Says whether the sandbox took it. */
    suspend fun next(verdict: String): Boolean =
        ask("PUT", "/risk", """{"match":{},"verdict":"$verdict","times":1}""") != null

    /** The proof of the challenge that the sandbox's provider described in [payload]. */
    suspend fun solve(payload: String): String? =
        member(payload, "id")?.let { ask("POST", "/risk/solve", "{\"challenge\":\"$it\"}") }?.let { member(it, "proof") }

    private suspend fun ask(method: String, path: String, json: String? = null): String? = withContext(Dispatchers.IO) {
        try {
            answer(method, path, json)
        } catch (_: IOException) {
            null
        }
    }

    private fun answer(method: String, path: String, json: String?): String? {
        val connection = URI("${sandbox()}/admin$path").toURL().openConnection() as HttpURLConnection
        connection.requestMethod = method
        if (json != null) {
            connection.doOutput = true
            connection.setRequestProperty("content-type", "application/json")
            connection.outputStream.use { it.write(json.toByteArray()) }
        }
        return if (connection.responseCode < 300) connection.inputStream.reader().use { it.readText() } else null
    }

    companion object {
        val VERDICTS = listOf("pass", "review", "challenge", "reject", "timeout", "error")
        private val LETTER = Regex("\\{[^{}]*\"purpose\"[^{}]*\\}")

        private fun member(json: String, name: String): String? =
            Regex("\"$name\"\\s*:\\s*\"([^\"]*)\"").find(json)?.groupValues?.get(1)
    }
}
