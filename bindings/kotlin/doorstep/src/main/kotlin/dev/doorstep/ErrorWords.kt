package dev.doorstep

/** Where an error leaves the flow. */
public enum class Landing {
    /** The flow goes on, at the step that [AuthFlow.step] shows. */
    SAME_STEP,

    /** The flow is over. Start a new one. */
    FLOW_OVER,
}

/** What a person can correct. The list grows: have an `else`. */
public enum class Problem {
    WRONG_PASSWORD,

    /** The code is not right, or no longer. */
    WRONG_CODE,
    USER_NOT_FOUND,
    INVALID_USERNAME,
    BLANK_PASSWORD,
    BLANK_CODE,
    INPUT_TOO_LONG,
    UNKNOWN_METHOD,

    /** The service does not send to that address or number: choose another method. */
    METHOD_BLOCKED,
    BLANK_CONTACT,
    CONTACT_REJECTED,

    /** The tenant does not send to that region. */
    CONTACT_DISALLOWED,

    /** There is an account of that name already: sign in, or take another name. */
    USER_EXISTS,

    /** Those that [ErrorInfo.attributes] names were not taken. */
    ATTRIBUTES_REJECTED,

    /** Those that [ErrorInfo.attributes] names are missing: start again with them. */
    ATTRIBUTES_MISSING,

    /** The account has no password that could be reset: it signs in by code. */
    NO_PASSWORD,
    PASSWORD_NOT_CHANGED,

    /** The person left the browser's page without signing in. */
    BROWSER_CANCELLED,

    /** The browser came back too late, or twice: begin another journey. */
    BROWSER_CODE_REJECTED,

    /** The password must be reset before it can be used again. */
    PASSWORD_RESET_REQUIRED,

    /** A policy wants the person to prove more than a silent refresh can: sign in again. */
    INTERACTION_REQUIRED,

    /** The proof of a challenge is empty, too long, or no text that can be sent. Nothing was sent. */
    INVALID_PROOF,

    /** It needs more kinds of characters. */
    PASSWORD_TOO_WEAK,
    PASSWORD_TOO_SHORT,
    PASSWORD_TOO_LONG,
    PASSWORD_BANNED,
    PASSWORD_RECENTLY_USED,

    /** It has characters that are not allowed. */
    PASSWORD_INVALID,

    /** Another one: see [ErrorInfo.code]. */
    OTHER,
}

/** What to wait for. The list grows: have an `else`. */
public enum class Reason {
    /** The device has no network, or the service can't be reached. Nothing was sent. */
    OFFLINE,

    /** The connection broke or no answer came in time. The service may have acted. */
    NO_ANSWER,
    THROTTLED,

    /** Too many failures: the account is locked for a while. */
    LOCKED_OUT,
    TOO_MANY_CODES,

    /** The interval between two codes is not over. Nothing was sent. */
    RESEND_TOO_SOON,
    STILL_CHANGING,
    SERVER_UNAVAILABLE,
    EDGE_UNAVAILABLE,

    /** The risk of the call could not be judged now, so it was not let through: the service never saw it. */
    RISK_UNAVAILABLE,

    /** The device's storage is locked. */
    STORE_LOCKED,

    /** Another one: see [ErrorInfo.code]. */
    OTHER,
}

/** How a flow or an account stands when it can't take a call. The list grows: have an `else`. */
public enum class MisuseKind {
    /** Another call on the same flow runs. Nothing was sent. */
    BUSY,

    /** The reply belongs to a step that is past; [AuthFlow.step] has the live one. Nothing was sent. */
    STALE_STEP,
    NOT_STARTED,

    /** The flow ended, or there is none of that id. */
    FINISHED,
    CANCELLED,
    EXPIRED,
    SIGNED_OUT,

    /** Another one: see [ErrorInfo.code]. */
    OTHER,
}

/** Who decided against it. */
public enum class Denier {
    /** The tenant's policy. */
    POLICY,

    /** The gate in front of the service, which never saw the call. */
    GATE,

    /** A risk provider, in the app or in front of the service. The service never saw the call. */
    PROVIDER,

    /** Somebody else: see [ErrorInfo.code]. */
    OTHER,
}

/** Where to look. */
public sealed interface Area {
    /** A setting is wrong: [advice] says what to change, and where. */
    public class Configuration internal constructor(public val setting: Setting, public val advice: String) : Area

    /** The service answered something that the protocol does not allow. */
    public data object Server : Area

    /** An API asks for something that can't be asked of the service. */
    public data object Api : Area

    /** A proxy, a captive portal or a firewall answered in the service's place. */
    public data object Edge : Area

    /** Reading or writing a record failed, or a saved one was damaged or its key is gone. */
    public data object Storage : Area

    /** A defect of this library, or of how it was put into the app. */
    public data object Internal : Area
}

/** The setting to change. */
public enum class Setting {
    AUTHORITY,
    CLIENT_ID,
    FIRST_FACTORS,
    REDIRECT_URI,
    SCOPES,
    NATIVE_AUTHENTICATION,
    PUBLIC_CLIENT_FLOWS,
    USER_FLOW,
    CONSENT,

    /** The risk signals: a header, the provider's name, or what was collected. */
    SIGNALS,

    /** [DoorstepConfig.stepUpContext]. */
    STEP_UP_CONTEXT,

    /** The recovery of a lost device, which nothing in front of the tenant carries out. */
    DEVICE_LOST,

    /** Another one: see [ErrorInfo.code]. */
    OTHER,
}
