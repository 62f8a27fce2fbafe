package dev.doorstep.sample.models

import dev.doorstep.AuthMethod
import dev.doorstep.Channel
import dev.doorstep.SignInStep

/** The methods of [all] in the order that the person most likely wants: the one that was used last comes first. */
fun SignInModel.ordered(all: List<AuthMethod>): List<AuthMethod> =
    all.sortedByDescending { it.channel.word() == memory.lastMethod }

/** Has a code sent by [method], as first choice or as another way. */
fun SignInModel.choose(method: AuthMethod) {
    memory.lastMethod = method.channel.word()
    when (step.value) {
        is SignInStep.MfaCodeRequired -> answer<SignInStep.MfaCodeRequired> { it.reply.choose(method) }
        else -> answer<SignInStep.MfaRequired> { it.reply.choose(method) }
    }
}

/** A word for the way that a code travels, to remember it by. */
fun Channel.word(): String = when (this) {
    Channel.Email -> "email"
    Channel.Sms -> "sms"
    is Channel.Unknown -> word
}
