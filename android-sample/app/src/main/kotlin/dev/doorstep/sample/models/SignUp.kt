package dev.doorstep.sample.models

import dev.doorstep.AttributeKind
import dev.doorstep.Attributes
import dev.doorstep.RequiredAttribute
import dev.doorstep.SignUpFlow
import dev.doorstep.SignUpStep
import dev.doorstep.attributes

/** A new account: code, password, attributes, in the order in which the service asks. */
class SignUpModel(private val flow: SignUpFlow, address: String, doors: Doors) :
    Journey<SignUpStep>(flow, address, doors) {

    fun submitCode(code: CharSequence) = answer<SignUpStep.CodeRequired> { it.reply.submit(code) }

    fun resend() = answer<SignUpStep.CodeRequired> { it.reply.resend() }

    fun submitPassword(password: CharSequence) = answer<SignUpStep.PasswordRequired> { it.reply.submit(password) }

    fun submitAttributes(typed: Map<String, String>) = answer<SignUpStep.AttributesRequired> {
        it.reply.submit(attributesOf(it.attributes, typed))
    }

    fun openBrowser() = calls.run {
        (step.value as? SignUpStep.BrowserRequired)?.let { doors.openPage(it.reply.authorizationUrl()) }
    }

    fun cameBack(callback: String) = calls.run {
        val left = step.value as? SignUpStep.BrowserRequired ?: return@run
        BrowserReturn(left.reply, doors).complete(callback)
    }

    override fun submitProof(proof: CharSequence) = answer<SignUpStep.VerificationRequired> { it.reply.submit(proof) }

    override fun again() = answer<SignUpStep.VerificationRequired> { it.reply.again() }

    override fun goBack() = answer<SignUpStep.VerificationRequired> { it.reply.goBack() }

    internal suspend fun begin() = arrived(flow.start())

    override fun hides(step: SignUpStep): Boolean =
        step is SignUpStep.PasswordRequired || step is SignUpStep.CodeRequired

    /** On to the sign-in: by itself behind the last answer, by the button where that failed or the process died there. */
    fun goOn() = calls.run { step.value?.let { arrived(it) } }

    override suspend fun arrived(step: SignUpStep) {
        if (step is SignUpStep.SignedUp) doors.goOn(step.next.signIn(), address)
    }
}

/** Why a page of attributes can't be sent yet, by the names of its fields. */
fun missing(asked: List<RequiredAttribute>, typed: Map<String, String>): Map<String, FieldProblem> =
    asked.mapNotNull { one -> problemOf(one, typed[one.name].orEmpty())?.let { one.name to it } }.toMap()

/** What is wrong with a field. */
enum class FieldProblem { EMPTY, NOT_A_NUMBER, WRONG_FORM }

private fun problemOf(asked: RequiredAttribute, text: String): FieldProblem? = when {
    asked.kind == AttributeKind.YesOrNo -> null
    text.isBlank() -> FieldProblem.EMPTY.takeIf { asked.isRequired }
    asked.kind == AttributeKind.Number && text.trim().toLongOrNull() == null -> FieldProblem.NOT_A_NUMBER
    asked.pattern?.let(::regexOrNull)?.containsMatchIn(text) == false -> FieldProblem.WRONG_FORM
    else -> null
}

/** The tenant's pattern; one that this device can't read is left to the service. */
private fun regexOrNull(pattern: String): Regex? = runCatching { Regex(pattern) }.getOrNull()

private fun attributesOf(asked: List<RequiredAttribute>, typed: Map<String, String>): Attributes = attributes {
    for (one in asked) {
        val text = typed[one.name].orEmpty().trim()
        when (one.kind) {
            AttributeKind.YesOrNo -> yesOrNo(one.name, text == YES)
            AttributeKind.Number -> text.toLongOrNull()?.let { number(one.name, it) }
            else -> if (text.isNotEmpty()) text(one.name, text)
        }
    }
}

/** What a switch writes into its field. */
const val YES = "yes"
