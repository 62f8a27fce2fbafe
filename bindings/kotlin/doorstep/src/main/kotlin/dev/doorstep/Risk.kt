package dev.doorstep

import kotlin.time.Duration

/**
 * A risk provider's software. It is called in its own coroutines, never on the main thread, and nothing of it before
 * the person consented to all of [uses]. What takes longer than its budget is cancelled; what is late or throws follows
 * the policy of [Signals]. It never ends a flow.
 */
public interface RiskProvider {
    /** Its name, 1 to 32 of `a-z`, `0-9`, `-`, such as `tmx`. */
    public val id: String

    /** The names of the headers that [attach] may give. */
    public val headers: List<String> get() = emptyList()

    /** What it does with data of the person's device. All of it needs consent. */
    public val uses: Set<DataUse>

    /**
     * Begins to profile the device under [session], and gives back the id that it really uses: any other is a failure.
     * It must not wait for the profile. It is called again with the same session where an earlier call was cut off,
     * and in the process that resumes a flow.
     */
    public suspend fun begin(session: String, journey: RiskJourney): String

    /** Waits until the profile is there. */
    public suspend fun ready(session: String): RiskProfile = RiskProfile.FULL

    /** The headers of one request, of the names in [headers]. It must have them at hand. */
    public suspend fun attach(session: String, route: RiskRoute): Map<String, String> = emptyMap()

    /** Judges what is about to happen. */
    public suspend fun check(session: String, purpose: RiskPurpose): RiskVerdict = RiskVerdict.Allow

    /** Takes in what came of a decision, on a thread of its own. */
    public fun report(session: String, outcome: RiskOutcome): Unit = Unit

    /** The transaction is over; the next one has another session. */
    public fun end(session: String, why: RiskEnd): Unit = Unit
}

/** What data is used for, as a person consents to it. */
public enum class DataUse {
    /** What the device is: its kind, its system, its network, and what a provider's profile reads of it. */
    DEVICE,

    /** How it is used: how long, how often, how fast; never what is typed. */
    BEHAVIOUR,
}

/** What happens where a provider is late, fails, or answers what is no answer. */
public enum class FailPolicy {
    /** Nothing is sent: [Reason.RISK_UNAVAILABLE]. The flow stays where it is. */
    CLOSED,

    /** It goes on as if there were no provider; whatever stands in front of the service decides alone. */
    OPEN,

    /** The person has to solve something first. */
    CHALLENGE,
}

/**
 * What a transaction is, as far as it is known when it begins.
 *
 * @property flow what it is for; null at a screen that has not begun a flow yet
 * @property resumed whether it began in an earlier process
 */
public class RiskJourney(public val flow: FlowKind?, public val resumed: Boolean)

/** How good a profile is. */
public enum class RiskProfile { FULL, PARTIAL }

/** Where a request goes that may bear headers. */
public enum class RiskRoute {
    SIGN_IN,
    CHALLENGE,
    TOKEN,
    REGISTER_CHALLENGE,
    REGISTER_CONTINUE,
    SIGN_UP,
    SIGN_UP_CHALLENGE,
    SIGN_UP_CONTINUE,
    RESET,
    RESET_CHALLENGE,
    RESET_CONTINUE,
    RESET_SUBMIT,
    OTHER,
}

/** What is about to happen. The list grows: have an `else`. */
public sealed interface RiskPurpose {
    /** A text message goes to a number that the tenant knows. The service shows it masked, so it is not given here. */
    public data object SmsToKnown : RiskPurpose

    /** A text message goes to [number], which the person typed just now. It does not print. */
    public class SmsToNew(public val number: String) : RiskPurpose {
        override fun toString(): String = "SmsToNew"
    }

    /** A first factor, or what stands for one, is exchanged for tokens. */
    public data object Token : RiskPurpose

    /** An account is about to be made. */
    public data object SignUp : RiskPurpose

    /** Something that this version has no word for. */
    public data object Other : RiskPurpose
}

/** What a provider says of that. What it can't say, it throws. */
public sealed interface RiskVerdict {
    /** It may happen. */
    public data object Allow : RiskVerdict

    /** Only after the person solved something. [payload] is what the provider's software needs to show it. */
    public class Challenge(public val payload: String) : RiskVerdict

    /** It must not happen, and nothing is sent: [Denier.PROVIDER]. */
    public data object Block : RiskVerdict
}

/**
 * What came of a decision, for a provider that learns from it.
 *
 * @property channel the way of the code, where it was one: `email`, `sms`
 */
public class RiskOutcome(public val decision: RiskDecision, public val result: RiskResult, public val channel: String?)

/** What was decided. */
public enum class RiskDecision {
    PASSWORD,
    FIRST_CODE,
    SECOND_FACTOR,
    REGISTRATION,
    SIGN_UP_CODE,
    SIGN_UP,
    RESET_CODE,
    PASSWORD_RESET,
    SIGN_IN,
    OTHER,
}

/** How a decision went. One that has begun and that nothing follows was given up. */
public enum class RiskResult { BEGUN, PASSED, FAILED, BLOCKED, OTHER }

/** How a transaction ended. */
public enum class RiskEnd { COMPLETED, CANCELLED, FAILED, CONSENT_WITHDRAWN, OTHER }

/** How long each call of a provider may take. */
public class RiskBudgets(
    public val begin: Duration = BEGIN,
    public val ready: Duration = READY,
    public val attach: Duration = ATTACH,
    public val check: Duration = CHECK,
)
