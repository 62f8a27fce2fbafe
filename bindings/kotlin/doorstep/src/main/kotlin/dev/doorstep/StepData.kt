package dev.doorstep

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** The way that a code travels. */
public sealed interface Channel {
    /** To a mailbox. */
    public data object Email : Channel

    /** To a phone, as a text message. */
    public data object Sms : Channel

    /** In a way that this version does not know, by the service's own [word]. */
    public data class Unknown(public val word: String) : Channel
}

/** What a code is for. */
public enum class CodePurpose { FIRST_FACTOR, SECOND_FACTOR, SIGN_UP, PASSWORD_RESET, REGISTRATION, OTHER }

/** A one-time code is on its way to the person. */
public class CodeSent internal constructor(
    /** Where it went, masked by the service. */
    public val sentTo: String,
    public val channel: Channel,
    /** How many characters it has, when the service says so. Never assume a length. */
    public val length: Int?,
    /** When the answer came that said so, in milliseconds since 1970. */
    public val sentAtMillis: Long,
    /** How long to wait before another code may be asked for, when the service says so. */
    public val resendAfter: Duration?,
    /** What an earlier code of this flow was for, when it went to the same place: tell the person that this one is not that. */
    public val repeats: CodePurpose?,
) {
    override fun toString(): String = "CodeSent(channel=$channel, length=$length)"
}

/** A method that the person has registered and may choose as second factor. */
public class AuthMethod internal constructor(
    public val id: String,
    public val channel: Channel,
    /** Where its codes go, masked by the service. */
    public val hint: String,
) {
    override fun toString(): String = "AuthMethod(channel=$channel)"
}

/** A kind of strong-auth method that the person may register. */
public class RegistrationMethod internal constructor(
    public val id: String,
    public val channel: Channel,
    /** The contact that the service knows already, to fill the field with. It is not masked. */
    public val knownContact: String?,
) {
    override fun toString(): String = "RegistrationMethod(channel=$channel)"
}

/** The type of an attribute's value. */
public sealed interface AttributeKind {
    public data object Text : AttributeKind
    public data object Number : AttributeKind
    public data object YesOrNo : AttributeKind

    /** One that this version does not know, by the service's own [word]. */
    public data class Unknown(public val word: String) : AttributeKind
}

/** An attribute that a user flow asks for. */
public class RequiredAttribute internal constructor(
    /** The service's name for it, to be given back in [Attributes]. */
    public val name: String,
    public val kind: AttributeKind,
    public val isRequired: Boolean,
    /** The regular expression that its text must match, where there is one. */
    public val pattern: String?,
) {
    override fun toString(): String = "RequiredAttribute($name)"
}

/**
 * A code that something in front of the service had sent to the person, as a second proof: ask for it, and give it to
 * the step's reply as the proof. Whatever it does not say is null.
 */
public class SecurityCode internal constructor(
    public val channel: Channel?,
    /** Where it went, masked. */
    public val hint: String?,
    /** How many characters it has. Never assume a length. */
    public val codeLength: Int?,
    /** How often the person may still try before the flow gets no further. */
    public val triesLeft: Int?,
    /** How long to wait, from the arrival of this challenge, before `again()` has another code sent. */
    public val resendAfter: Duration?,
) {
    override fun toString(): String = "SecurityCode(channel=$channel, triesLeft=$triesLeft)"
}

/** Why a password is reset, where it is more than forgotten. */
public enum class RecoveryReason {
    /** The phone, or whatever else the person proves themselves with, is lost, or in somebody else's hands. */
    DEVICE_LOST,
}

/** What a risk provider wants solved before a call goes on: for the provider's software in the app. */
public class RiskChallenge internal constructor(
    /** Which provider, by the name that the gate has for it; empty where nothing says so. */
    public val provider: String,
    /** What its software needs: JSON text from in front of the tenant, or what that software gave. Hand it on. */
    public val payload: String,
    /** The how many-th challenge of the same call it is: from the second on, the proof before was not taken. */
    public val attempt: Int,
    /** The code that the person was sent, where that is what is to be solved: no provider's software is needed for it. */
    public val securityCode: SecurityCode?,
) {
    override fun toString(): String = "RiskChallenge(provider=$provider, attempt=$attempt)"
}

/** Why a flow can't go on inside the app. */
public class BrowserReason internal constructor(
    public val kind: BrowserReasonKind,
    /** The service's own sentence, for a developer's eyes: it is in no fixed language and form. */
    public val serverText: String?,
) {
    override fun toString(): String = "BrowserReason($kind)"
}

/** The kinds of [BrowserReason]. The list grows: have an `else`. */
public enum class BrowserReasonKind {
    MISSING_MFA_CAPABILITY,
    MISSING_REGISTRATION_CAPABILITY,
    PASSWORD_NOT_OFFERED,
    CODE_NOT_OFFERED,
    FEDERATED,
    UNKNOWN_CHALLENGE,

    /** What stands in front of the service answered with a page that only a browser can pass. */
    EDGE_CHALLENGE,
    UNSTATED,
    OTHER,
}

internal fun dev.doorstep.ffi.CodeSent.told() = CodeSent(
    sentTo = sentTo,
    channel = channel.told(),
    length = length?.toInt(),
    sentAtMillis = sentAtMillis.toLong(),
    resendAfter = resendAfterMillis?.toLong()?.milliseconds,
    repeats = repeats?.mirrored(),
)

internal fun dev.doorstep.ffi.AuthMethod.told() = AuthMethod(id, channel.told(), hint)

internal fun dev.doorstep.ffi.RegistrationMethod.told() = RegistrationMethod(id, channel.told(), knownContact)

internal fun dev.doorstep.ffi.RequiredAttribute.told() = RequiredAttribute(name, kind.told(), required, pattern)

internal fun dev.doorstep.ffi.RiskChallenge.told() =
    RiskChallenge(provider, payload, attempt.toInt(), securityCode?.told())

private fun dev.doorstep.ffi.SecurityCode.told() = SecurityCode(
    channel = channel?.told(),
    hint = hint,
    codeLength = codeLength?.toInt(),
    triesLeft = triesLeft?.bounded(),
    resendAfter = resendAfterMillis?.toLong()?.milliseconds,
)

/** A count that is larger than any is the largest there is. */
private fun UInt.bounded(): Int = coerceAtMost(Int.MAX_VALUE.toUInt()).toInt()

internal fun dev.doorstep.ffi.BrowserReason.told() = BrowserReason(kind.mirrored(), serverText)

private fun dev.doorstep.ffi.Channel.told(): Channel = when (this) {
    is dev.doorstep.ffi.Channel.Email -> Channel.Email
    is dev.doorstep.ffi.Channel.Sms -> Channel.Sms
    is dev.doorstep.ffi.Channel.Unknown -> Channel.Unknown(word)
}

private fun dev.doorstep.ffi.AttributeKind.told(): AttributeKind = when (this) {
    is dev.doorstep.ffi.AttributeKind.Text -> AttributeKind.Text
    is dev.doorstep.ffi.AttributeKind.Number -> AttributeKind.Number
    is dev.doorstep.ffi.AttributeKind.Boolean -> AttributeKind.YesOrNo
    is dev.doorstep.ffi.AttributeKind.Unknown -> AttributeKind.Unknown(word)
}
