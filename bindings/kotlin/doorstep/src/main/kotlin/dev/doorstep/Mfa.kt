package dev.doorstep

import dev.doorstep.ffi.Reply

/** Answers [SignInStep.MfaRequired]. */
public class MfaReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /** Has a code sent by [method]. */
    public suspend fun choose(method: AuthMethod): SignInStep = course.move { raw.choose(method.id) }
}

/** Answers [SignInStep.MfaCodeRequired]. */
public class MfaCodeReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /** Takes the code. A wrong one is [Problem.WRONG_CODE], and this reply goes on working. */
    public suspend fun submit(code: CharSequence): SignInStep = code.asSecret { course.move { raw.submit(it) } }

    /** Has another code sent; the one before is void. */
    public suspend fun resend(): SignInStep = course.move { raw.resend() }

    /** Has a code sent by another method. */
    public suspend fun choose(method: AuthMethod): SignInStep = course.move { raw.choose(method.id) }
}
