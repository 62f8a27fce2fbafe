package dev.doorstep.sample.models

import dev.doorstep.SignInFlow
import dev.doorstep.SignInStep
import kotlinx.coroutines.launch

/** A sign-in, from the first factor to the account. The second factor stands in Mfa.kt, registration in StrongAuth.kt. */
class SignInModel(private val flow: SignInFlow, address: String, doors: Doors) :
    Journey<SignInStep>(flow, address, doors) {
    internal val memory get() = doors.memory

    fun submitPassword(password: CharSequence) =
        answer<SignInStep.PasswordRequired> { it.reply.submit(password) }

    fun submitCode(code: CharSequence) = when (step.value) {
        is SignInStep.CodeRequired -> answer<SignInStep.CodeRequired> { it.reply.submit(code) }
        is SignInStep.MfaCodeRequired -> answer<SignInStep.MfaCodeRequired> { it.reply.submit(code) }
        else -> answer<SignInStep.RegistrationCodeRequired> { it.reply.submit(code) }
    }

    fun resend() = when (step.value) {
        is SignInStep.CodeRequired -> answer<SignInStep.CodeRequired> { it.reply.resend() }
        is SignInStep.MfaCodeRequired -> answer<SignInStep.MfaCodeRequired> { it.reply.resend() }
        else -> answer<SignInStep.RegistrationCodeRequired> { it.reply.resend() }
    }

    /** From the message about a wrong password, with the address filled in. */
    fun resetPassword() = doors.resetPassword(flow, address)

    /** From the same screen, where the phone is gone, too: this sign-in ends. */
    fun deviceLost() {
        doors.scope.launch {
            flow.cancel()
            doors.deviceLost(address)
        }
    }

    fun openBrowser() = calls.run {
        (step.value as? SignInStep.BrowserRequired)?.let { doors.openPage(it.reply.authorizationUrl()) }
    }

    fun cameBack(callback: String) = answer<SignInStep.BrowserRequired> { it.reply.complete(callback) }

    override fun submitProof(proof: CharSequence) = answer<SignInStep.VerificationRequired> { it.reply.submit(proof) }

    override fun again() = answer<SignInStep.VerificationRequired> { it.reply.again() }

    override fun goBack() = answer<SignInStep.VerificationRequired> { it.reply.goBack() }

    /** The first step, before anybody has answered it. */
    internal suspend fun begin() = arrived(flow.start())

    override fun hides(step: SignInStep): Boolean = when (step) {
        is SignInStep.PasswordRequired, is SignInStep.CodeRequired, is SignInStep.MfaCodeRequired,
        is SignInStep.RegistrationCodeRequired,
        -> true
        else -> false
    }

    override suspend fun arrived(step: SignInStep) {
        when (step) {
            is SignInStep.SignedIn -> doors.signedIn(step.account)
            is SignInStep.MfaRequired -> step.methods.singleOrNull()?.let { arrived(step.reply.choose(it)) }
            else -> Unit
        }
    }
}
