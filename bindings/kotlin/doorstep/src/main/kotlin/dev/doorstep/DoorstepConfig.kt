package dev.doorstep

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * What a [Doorstep] is set up with.
 *
 * @property authority `https://contoso.ciamlogin.com/`, or a custom domain with the tenant's GUID behind it
 * @property clientId the application (client) id of the app registration
 * @property firstFactors those that the app has screens for
 * @property mfa whether the app has screens for a second factor; without them such a sign-in goes to the browser
 * @property registration whether the app has screens to register a method; without them likewise
 * @property redirectUri where the browser comes back to, as the app registration has it
 * @property stepUpContext the number of the context, `c1` to `c99`, that a step-up asks for where the gate in front of
 *   the tenant names none
 * @property requestTimeout the longest time that one request may take
 * @property flowLifetime how long a flow may wait for the person at one step
 * @property hookTimeout how long the app's own vault and records may take to answer
 * @property allowsPlainHttpToThisMachine for a sandbox on loopback, and for nothing else
 */
public class DoorstepConfig(
    public val authority: String,
    public val clientId: String,
    public val firstFactors: FirstFactors = FirstFactors.PASSWORD_AND_CODE,
    public val mfa: Boolean = true,
    public val registration: Boolean = true,
    public val redirectUri: String? = null,
    public val requestTimeout: Duration = 30.seconds,
    public val flowLifetime: Duration = 30.minutes,
    public val hookTimeout: Duration = 10.seconds,
    public val allowsPlainHttpToThisMachine: Boolean = false,
    public val stepUpContext: Int? = null,
)

/** The first factors that an app has screens for. An account with another one is sent to the browser. */
public enum class FirstFactors { PASSWORD_AND_CODE, PASSWORD, CODE }

/** What a flow is for. */
public enum class FlowKind { SIGN_IN, SIGN_UP, RESET_PASSWORD, OTHER }

/** The name of a step. */
public enum class StepKind {
    PASSWORD_REQUIRED,
    CODE_REQUIRED,
    MFA_REQUIRED,
    MFA_CODE_REQUIRED,
    REGISTRATION_REQUIRED,
    REGISTRATION_CODE_REQUIRED,
    ATTRIBUTES_REQUIRED,
    SIGNED_UP,
    NEW_PASSWORD_REQUIRED,
    NEW_PASSWORD_SUBMITTED,
    PASSWORD_RESET,
    VERIFICATION_REQUIRED,
    BROWSER_REQUIRED,
    SIGNED_IN,
    OTHER,
}

/** A flow that waits for the person. */
public class WaitingFlow internal constructor(
    /** [Doorstep.resume] takes it. */
    public val id: String,
    public val kind: FlowKind,
    /** The step it waits at. */
    public val step: StepKind,
    /** Since when, in milliseconds since 1970. */
    public val sinceMillis: Long,
    /** Until when, at most. */
    public val untilMillis: Long,
)

/** A flow that goes on after the process died. */
public sealed interface ResumedFlow {
    public class SignIn internal constructor(public val flow: SignInFlow) : ResumedFlow

    public class SignUp internal constructor(public val flow: SignUpFlow) : ResumedFlow

    public class ResetPassword internal constructor(public val flow: ResetPasswordFlow) : ResumedFlow
}
