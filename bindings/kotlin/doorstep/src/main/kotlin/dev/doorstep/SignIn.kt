package dev.doorstep

import dev.doorstep.ffi.Flow
import dev.doorstep.ffi.Reply
import dev.doorstep.ffi.Step as RawStep

internal typealias SignInCourse = Course<SignInStep>

/** A sign-in on its way. */
public class SignInFlow internal constructor(private val raw: Flow) :
    AuthFlow<SignInStep>() {
    override val led: Led<SignInStep> = Led(raw, RawStep::told)

    /** What the sign-in asks tokens for. */
    public val scopes: List<String> get() = raw.scopes()

    /** A password reset for the same person, for who has forgotten the password. The sign-in stays as it is. */
    public fun resetPassword(): ResetPasswordFlow = ResetPasswordFlow(checkNotNull(raw.resetPassword()))
}

/** What a sign-in wants next. Exhaustive: a step is added only together with a capability that the app declares. */
public sealed interface SignInStep {
    /** Ask for the password. */
    public class PasswordRequired internal constructor(public val reply: PasswordReply) : SignInStep

    /** Ask for the code that was sent as first factor. */
    public class CodeRequired internal constructor(public val code: CodeSent, public val reply: CodeReply) : SignInStep

    /** A second factor is due: let the person choose how to get a code. */
    public class MfaRequired internal constructor(public val methods: List<AuthMethod>, public val reply: MfaReply) :
        SignInStep

    /** Ask for the code that was sent as second factor; [methods] are for who wants another way. */
    public class MfaCodeRequired internal constructor(
        public val code: CodeSent,
        public val methods: List<AuthMethod>,
        public val reply: MfaCodeReply,
    ) : SignInStep

    /** A strong-auth method must be registered: let the person choose one and name a contact. */
    public class RegistrationRequired internal constructor(
        public val methods: List<RegistrationMethod>,
        public val reply: RegistrationReply,
    ) : SignInStep

    /** Ask for the code that was sent to the contact to be registered. */
    public class RegistrationCodeRequired internal constructor(
        public val code: CodeSent,
        public val methods: List<RegistrationMethod>,
        public val reply: RegistrationCodeReply,
    ) : SignInStep

    /**
     * A risk provider wants a challenge solved before the call just made goes on. It may come in place of any step, and
     * does not survive the process: what is resumed is the step before it.
     */
    public class VerificationRequired internal constructor(
        public val challenge: RiskChallenge,
        public val reply: VerificationReply,
    ) : SignInStep

    /** The sign-in can't go on inside the app. */
    public class BrowserRequired internal constructor(public val reason: BrowserReason, public val reply: BrowserReply) :
        SignInStep

    /** Done. */
    public class SignedIn internal constructor(public val account: Account) : SignInStep
}

/** Answers [SignInStep.PasswordRequired]. */
public class PasswordReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /** Takes the password. A wrong one is [Problem.WRONG_PASSWORD], and this reply goes on working. */
    public suspend fun submit(password: CharSequence): SignInStep =
        password.asSecret { course.move { raw.submit(it) } }
}

/** Answers [SignInStep.CodeRequired]. */
public class CodeReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /** Takes the code. A wrong one is [Problem.WRONG_CODE], and this reply goes on working. */
    public suspend fun submit(code: CharSequence): SignInStep = code.asSecret { course.move { raw.submit(it) } }

    /** Has another code sent; the one before is void. */
    public suspend fun resend(): SignInStep = course.move { raw.resend() }
}

/** Leads on from a finished sign-up or reset to a sign-in of the same person, as the same flow. */
public class SignInAfter internal constructor(private val raw: Flow) {
    /** The sign-in, to be begun with [SignInFlow.start]. In most tenants it ends there. */
    public fun signIn(): SignInFlow = SignInFlow(raw)
}

internal fun RawStep.told(course: SignInCourse): SignInStep = when (this) {
    is RawStep.PasswordRequired -> SignInStep.PasswordRequired(PasswordReply(reply, course))
    is RawStep.CodeRequired -> SignInStep.CodeRequired(code.told(), CodeReply(reply, course))
    is RawStep.MfaRequired -> SignInStep.MfaRequired(methods.map { it.told() }, MfaReply(reply, course))
    is RawStep.MfaCodeRequired ->
        SignInStep.MfaCodeRequired(code.told(), methods.map { it.told() }, MfaCodeReply(reply, course))
    is RawStep.RegistrationRequired ->
        SignInStep.RegistrationRequired(methods.map { it.told() }, RegistrationReply(reply, course))
    is RawStep.RegistrationCodeRequired ->
        SignInStep.RegistrationCodeRequired(code.told(), methods.map { it.told() }, RegistrationCodeReply(reply, course))
    is RawStep.VerificationRequired ->
        SignInStep.VerificationRequired(challenge.told(), VerificationReply(reply, course))
    is RawStep.BrowserRequired -> SignInStep.BrowserRequired(reason.told(), BrowserReply(reply, course))
    is RawStep.SignedIn -> SignInStep.SignedIn(Account(account))
    is RawStep.AttributesRequired, is RawStep.NewPasswordRequired, is RawStep.NewPasswordSubmitted, is RawStep.Over ->
        ofAnotherFlow()
}
