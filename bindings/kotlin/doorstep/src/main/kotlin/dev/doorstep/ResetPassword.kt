package dev.doorstep

import dev.doorstep.ffi.Flow
import dev.doorstep.ffi.Reply
import dev.doorstep.ffi.Step as RawStep

internal typealias ResetPasswordCourse = Course<ResetPasswordStep>

/** A password reset on its way. */
public class ResetPasswordFlow internal constructor(raw: Flow) :
    AuthFlow<ResetPasswordStep>() {
    override val led: Led<ResetPasswordStep> = Led(raw, RawStep::told)
}

/** What a password reset wants next. Exhaustive, as [SignInStep] is. */
public sealed interface ResetPasswordStep {
    /** Ask for the code that was sent to the account's address. */
    public class CodeRequired internal constructor(public val code: CodeSent, public val reply: ResetCodeReply) :
        ResetPasswordStep

    /** Ask for the new password, which the service takes until [untilMillis], when it says so. */
    public class NewPasswordRequired internal constructor(
        public val untilMillis: Long?,
        public val reply: NewPasswordReply,
    ) : ResetPasswordStep

    /** The service has the new password and has not said yet that it is changed: the wait for that broke off. */
    public class NewPasswordSubmitted internal constructor(public val reply: NewPasswordWait) : ResetPasswordStep

    /**
     * A risk provider wants a challenge solved before the call just made goes on. It may come in place of any step, and
     * does not survive the process: what is resumed is the step before it.
     */
    public class VerificationRequired internal constructor(
        public val challenge: RiskChallenge,
        public val reply: ResetVerificationReply,
    ) : ResetPasswordStep

    /** The reset can't go on inside the app. */
    public class BrowserRequired internal constructor(public val reason: BrowserReason, public val reply: BrowserReply) :
        ResetPasswordStep

    /**
     * The password is changed. Nobody is signed in yet: [next] leads on. Where the reset was begun because of it,
     * [recovery] says what was carried out beside that: tell the person.
     */
    public class PasswordReset internal constructor(public val next: SignInAfter, public val recovery: RecoveryReason?) :
        ResetPasswordStep
}

/** Answers [ResetPasswordStep.CodeRequired]. */
public class ResetCodeReply internal constructor(
    private val raw: Reply,
    private val course: ResetPasswordCourse,
) {
    /** Takes the code. A wrong one is [Problem.WRONG_CODE], and this reply goes on working. */
    public suspend fun submit(code: CharSequence): ResetPasswordStep = code.asSecret { course.move { raw.submit(it) } }

    /** Has another code sent; the one before is void. */
    public suspend fun resend(): ResetPasswordStep = course.move { raw.resend() }
}

/** Answers [ResetPasswordStep.NewPasswordRequired]. */
public class NewPasswordReply internal constructor(
    private val raw: Reply,
    private val course: ResetPasswordCourse,
) {
    /** Takes the new password, and waits until it is changed. */
    public suspend fun submit(password: CharSequence): ResetPasswordStep =
        password.asSecret { course.move { raw.submit(it) } }
}

/** Answers [ResetPasswordStep.NewPasswordSubmitted]. */
public class NewPasswordWait internal constructor(
    private val raw: Reply,
    private val course: ResetPasswordCourse,
) {
    /** Waits on until the password is changed. */
    public suspend fun waitOn(): ResetPasswordStep = course.move { raw.waitOn() }
}

internal fun RawStep.told(course: ResetPasswordCourse): ResetPasswordStep = when (this) {
    is RawStep.CodeRequired -> ResetPasswordStep.CodeRequired(code.told(), ResetCodeReply(reply, course))
    is RawStep.NewPasswordRequired ->
        ResetPasswordStep.NewPasswordRequired(untilMillis?.toLong(), NewPasswordReply(reply, course))
    is RawStep.NewPasswordSubmitted -> ResetPasswordStep.NewPasswordSubmitted(NewPasswordWait(reply, course))
    is RawStep.VerificationRequired ->
        ResetPasswordStep.VerificationRequired(challenge.told(), ResetVerificationReply(reply, course))
    is RawStep.BrowserRequired -> ResetPasswordStep.BrowserRequired(reason.told(), BrowserReply(reply, lonelyCourse(course)))
    is RawStep.Over -> ResetPasswordStep.PasswordReset(SignInAfter(signIn), recovery?.mirrored())
    is RawStep.PasswordRequired, is RawStep.MfaRequired, is RawStep.MfaCodeRequired, is RawStep.RegistrationRequired,
    is RawStep.RegistrationCodeRequired, is RawStep.AttributesRequired, is RawStep.SignedIn,
    -> ofAnotherFlow()
}
