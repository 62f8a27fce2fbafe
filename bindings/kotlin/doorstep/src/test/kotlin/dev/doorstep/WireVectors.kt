package dev.doorstep

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File

/** The answers of `tests/vectors/wire`, each with what must become of it. */
internal object WireVectors {
    private val files = listOf("initiate", "challenge", "introspect", "token", "sign_up", "register", "reset_password", "edge", "gate")

    val all: List<WireVector> = files.flatMap { name ->
        val text = File("../../../tests/vectors/wire/$name.json").readText()
        Json.parseToJsonElement(text).jsonArray.map { WireVector(it.jsonObject) }
    }

    fun named(id: String): WireVector = all.first { it.id == id }
}

/** One answer of the service's. */
internal class WireVector(private val json: JsonObject) {
    val id: String = text("id")!!
    val ask: String = text("ask")!!
    val expect: JsonObject = json.getValue("expect").jsonObject

    /** What a reset is for, beside a new password. */
    val recovery: RecoveryReason? = text("recovery")?.let { RecoveryReason.valueOf(it.uppercase()) }

    /** What the answer is for the machine: `refused`, `browser`, or a step forward. */
    val reply: String = expect.getValue("reply").jsonPrimitive.content

    val answer: () -> HttpResponse = {
        val headers = json["headers"]?.jsonObject.orEmpty().map { (name, value) -> name to value.jsonPrimitive.content }
        val body = text("text") ?: json.getValue("body").toString()
        HttpResponse(json.getValue("status").jsonPrimitive.int, headers, body.toByteArray())
    }

    /** A client with the capabilities that the answer is to. */
    fun client(device: Device): Doorstep {
        val offer = json["offer"]?.jsonObject.orEmpty()
        val factors = when (offer["first_factors"]?.jsonPrimitive?.content) {
            "password" -> FirstFactors.PASSWORD
            "code" -> FirstFactors.CODE
            else -> FirstFactors.PASSWORD_AND_CODE
        }
        fun offers(name: String) = offer[name]?.jsonPrimitive?.boolean ?: true
        return device.doorstep(firstFactors = factors, mfa = offers("mfa"), registration = offers("registration"))
    }

    private fun text(name: String): String? = json[name]?.jsonPrimitive?.content
}

/** What an error says, in the words of the vectors. */
internal fun DoorstepException.asVector(): Map<String, String> = buildMap {
    put("reply", "refused")
    put("error", this@asVector::class.simpleName!!.lowercase())
    put("reaction", reaction().replace("_", "").lowercase())
    put("code", info.code)
    put("landing", info.landing.name.lowercase())
    info.serverCode?.let { put("server_code", "$it") }
    info.suberror?.let { put("suberror", it) }
    info.timestamp?.let { put("timestamp", it) }
    (this@asVector as? DoorstepException.Later)?.retryAfter?.let { put("retry_after", "${it.inWholeSeconds}") }
    if (info.attributes.isNotEmpty()) put("attributes", info.attributes.joinToString())
}

private fun DoorstepException.reaction(): String = when (this) {
    is DoorstepException.Fixable -> problem.name
    is DoorstepException.Later -> reason.name
    is DoorstepException.Misuse -> now.name
    is DoorstepException.Denied -> by.name
    is DoorstepException.Broken -> when (val area = area) {
        is Area.Configuration -> "Configuration(${area.setting})"
        else -> area.toString()
    }
}

/** What an app is told of it, in the same form. */
internal fun WireVector.expected(): Map<String, String> = expect.mapValues { (name, value) ->
    when (name) {
        "attributes" -> value.jsonArray.joinToString { it.jsonPrimitive.content }
        "reaction", "reason" -> value.jsonPrimitive.content.lowercase().replace(Regex("passwordrejected.(.*)."), "password$1")
        "landing" -> if (endsAtOnce()) "flow_over" else value.jsonPrimitive.content
        else -> value.jsonPrimitive.content
    }
}

/** A start that must be made otherwise is over: there is no step to correct it at. */
private fun WireVector.endsAtOnce() =
    ask == "open_sign_up" && expect["error"]?.jsonPrimitive?.content == "fixable"
