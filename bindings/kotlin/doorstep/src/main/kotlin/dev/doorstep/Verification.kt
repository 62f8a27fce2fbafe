package dev.doorstep

import dev.doorstep.ffi.Reply

/** Answers [SignInStep.VerificationRequired]. */
public class VerificationReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /**
     * Takes the proof that the provider's software gave for the solved challenge, and sends the call that it was asked
     * for once more. One that is not taken leads to this step again, with another challenge.
     */
    public suspend fun submit(proof: CharSequence): SignInStep = proof.asSecret { course.move { raw.submit(it) } }

    /**
     * Sends the call once more without a proof, for another challenge: another security code where the wait for one is
     * over, the same challenge where it is not, and what would have followed where nothing is to be solved any more.
     */
    public suspend fun again(): SignInStep = course.move { raw.resend() }

    /**
     * Gives the challenge up and goes back to the step before it. Sends nothing. Where there was none, the flow stands
     * at its beginning again: [MisuseKind.NOT_STARTED].
     */
    public suspend fun goBack(): SignInStep = course.move { raw.goBack() }
}

/** Answers [SignUpStep.VerificationRequired]. */
public class SignUpVerificationReply internal constructor(
    private val raw: Reply,
    private val course: SignUpCourse,
) {
    /**
     * Takes the proof that the provider's software gave for the solved challenge, and sends the call that it was asked
     * for once more. One that is not taken leads to this step again, with another challenge.
     */
    public suspend fun submit(proof: CharSequence): SignUpStep = proof.asSecret { course.move { raw.submit(it) } }

    /**
     * Sends the call once more without a proof, for another challenge: another security code where the wait for one is
     * over, the same challenge where it is not, and what would have followed where nothing is to be solved any more.
     */
    public suspend fun again(): SignUpStep = course.move { raw.resend() }

    /**
     * Gives the challenge up and goes back to the step before it. Sends nothing. Where there was none, the flow stands
     * at its beginning again: [MisuseKind.NOT_STARTED].
     */
    public suspend fun goBack(): SignUpStep = course.move { raw.goBack() }
}

/** Answers [ResetPasswordStep.VerificationRequired]. */
public class ResetVerificationReply internal constructor(
    private val raw: Reply,
    private val course: ResetPasswordCourse,
) {
    /**
     * Takes the proof that the provider's software gave for the solved challenge, and sends the call that it was asked
     * for once more. One that is not taken leads to this step again, with another challenge.
     */
    public suspend fun submit(proof: CharSequence): ResetPasswordStep = proof.asSecret { course.move { raw.submit(it) } }

    /**
     * Sends the call once more without a proof, for another challenge: another security code where the wait for one is
     * over, the same challenge where it is not, and what would have followed where nothing is to be solved any more.
     */
    public suspend fun again(): ResetPasswordStep = course.move { raw.resend() }

    /**
     * Gives the challenge up and goes back to the step before it. Sends nothing. Where there was none, the flow stands
     * at its beginning again: [MisuseKind.NOT_STARTED].
     */
    public suspend fun goBack(): ResetPasswordStep = course.move { raw.goBack() }
}
