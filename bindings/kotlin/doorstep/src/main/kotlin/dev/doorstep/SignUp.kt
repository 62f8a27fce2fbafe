package dev.doorstep

import dev.doorstep.ffi.Flow
import dev.doorstep.ffi.Reply
import dev.doorstep.ffi.Step as RawStep

internal typealias SignUpCourse = Course<SignUpStep>

/** A sign-up on its way. */
public class SignUpFlow internal constructor(raw: Flow) :
    AuthFlow<SignUpStep>() {
    override val led: Led<SignUpStep> = Led(raw, RawStep::told)
}

/** What a sign-up wants next. Exhaustive, as [SignInStep] is. */
public sealed interface SignUpStep {
    /** Ask for the code that was sent to the new account's address. */
    public class CodeRequired internal constructor(public val code: CodeSent, public val reply: SignUpCodeReply) :
        SignUpStep

    /** Ask for the new account's password. */
    public class PasswordRequired internal constructor(public val reply: SignUpPasswordReply) : SignUpStep

    /** Ask for attributes. It may come more than once: a user flow may have several pages. */
    public class AttributesRequired internal constructor(
        public val attributes: List<RequiredAttribute>,
        public val reply: AttributesReply,
    ) : SignUpStep

    /**
     * A risk provider wants a challenge solved before the call just made goes on. It may come in place of any step, and
     * does not survive the process: what is resumed is the step before it.
     */
    public class VerificationRequired internal constructor(
        public val challenge: RiskChallenge,
        public val reply: SignUpVerificationReply,
    ) : SignUpStep

    /** The sign-up can't go on inside the app. */
    public class BrowserRequired internal constructor(public val reason: BrowserReason, public val reply: BrowserReply) :
        SignUpStep

    /** The account is there. Nobody is signed in yet: [next] leads on. */
    public class SignedUp internal constructor(public val next: SignInAfter) : SignUpStep
}

/** Answers [SignUpStep.CodeRequired]. */
public class SignUpCodeReply internal constructor(
    private val raw: Reply,
    private val course: SignUpCourse,
) {
    /** Takes the code. A wrong one is [Problem.WRONG_CODE], and this reply goes on working. */
    public suspend fun submit(code: CharSequence): SignUpStep = code.asSecret { course.move { raw.submit(it) } }

    /** Has another code sent; the one before is void. */
    public suspend fun resend(): SignUpStep = course.move { raw.resend() }
}

/** Answers [SignUpStep.PasswordRequired]. */
public class SignUpPasswordReply internal constructor(
    private val raw: Reply,
    private val course: SignUpCourse,
) {
    /** Takes the new account's password. */
    public suspend fun submit(password: CharSequence): SignUpStep =
        password.asSecret { course.move { raw.submit(it) } }
}

/** Answers [SignUpStep.AttributesRequired]. */
public class AttributesReply internal constructor(
    private val raw: Reply,
    private val course: SignUpCourse,
) {
    /** Takes the attributes. */
    public suspend fun submit(attributes: Attributes): SignUpStep = course.move { raw.give(attributes.given) }
}

internal fun RawStep.told(course: SignUpCourse): SignUpStep = when (this) {
    is RawStep.CodeRequired -> SignUpStep.CodeRequired(code.told(), SignUpCodeReply(reply, course))
    is RawStep.PasswordRequired -> SignUpStep.PasswordRequired(SignUpPasswordReply(reply, course))
    is RawStep.AttributesRequired ->
        SignUpStep.AttributesRequired(attributes.map { it.told() }, AttributesReply(reply, course))
    is RawStep.VerificationRequired ->
        SignUpStep.VerificationRequired(challenge.told(), SignUpVerificationReply(reply, course))
    is RawStep.BrowserRequired -> SignUpStep.BrowserRequired(reason.told(), BrowserReply(reply, lonelyCourse(course)))
    is RawStep.Over -> SignUpStep.SignedUp(SignInAfter(signIn))
    is RawStep.MfaRequired, is RawStep.MfaCodeRequired, is RawStep.RegistrationRequired,
    is RawStep.RegistrationCodeRequired, is RawStep.NewPasswordRequired, is RawStep.NewPasswordSubmitted,
    is RawStep.SignedIn,
    -> ofAnotherFlow()
}
