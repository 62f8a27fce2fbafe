package dev.doorstep.sample.models

import dev.doorstep.ResetPasswordFlow
import dev.doorstep.ResetPasswordStep

/** A password reset, which ends in a sign-in of the same person. */
class ResetPasswordModel(private val flow: ResetPasswordFlow, address: String, doors: Doors) :
    Journey<ResetPasswordStep>(flow, address, doors) {

    fun submitCode(code: CharSequence) = answer<ResetPasswordStep.CodeRequired> { it.reply.submit(code) }

    fun resend() = answer<ResetPasswordStep.CodeRequired> { it.reply.resend() }

    fun submitPassword(password: CharSequence) =
        answer<ResetPasswordStep.NewPasswordRequired> { it.reply.submit(password) }

    /** After a wait that broke off. */
    fun waitOn() = answer<ResetPasswordStep.NewPasswordSubmitted> { it.reply.waitOn() }

    fun openBrowser() = calls.run {
        (step.value as? ResetPasswordStep.BrowserRequired)?.let { doors.openPage(it.reply.authorizationUrl()) }
    }

    fun cameBack(callback: String) = calls.run {
        val left = step.value as? ResetPasswordStep.BrowserRequired ?: return@run
        BrowserReturn(left.reply, doors).complete(callback)
    }

    override fun submitProof(proof: CharSequence) = answer<ResetPasswordStep.VerificationRequired> { it.reply.submit(proof) }

    override fun again() = answer<ResetPasswordStep.VerificationRequired> { it.reply.again() }

    override fun goBack() = answer<ResetPasswordStep.VerificationRequired> { it.reply.goBack() }

    internal suspend fun begin() = arrived(flow.start())

    override fun hides(step: ResetPasswordStep): Boolean = when (step) {
        is ResetPasswordStep.CodeRequired, is ResetPasswordStep.NewPasswordRequired -> true
        is ResetPasswordStep.VerificationRequired -> step.challenge.securityCode != null
        else -> false
    }

    /** On to the sign-in: by itself behind the last answer, by the button where that failed or the process died there. */
    fun goOn() = calls.run { (step.value as? ResetPasswordStep.PasswordReset)?.let { signIn(it) } }

    /** Behind a recovery the person first reads what was done. */
    override suspend fun arrived(step: ResetPasswordStep) {
        if (step is ResetPasswordStep.PasswordReset && step.recovery == null) signIn(step)
    }

    private suspend fun signIn(step: ResetPasswordStep.PasswordReset) = doors.goOn(step.next.signIn(), address)
}
