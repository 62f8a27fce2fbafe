package dev.doorstep

import dev.doorstep.ffi.Reply

/** Answers [SignInStep.RegistrationRequired]. */
public class RegistrationReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /** Has a code sent to [contact], an address or a number such as `+1 555 010 0123`. */
    public suspend fun register(method: RegistrationMethod, contact: String): SignInStep =
        course.move { raw.register(method.id, contact) }
}

/** Answers [SignInStep.RegistrationCodeRequired]. */
public class RegistrationCodeReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /** Takes the code. A wrong one is [Problem.WRONG_CODE], and this reply goes on working. */
    public suspend fun submit(code: CharSequence): SignInStep = code.asSecret { course.move { raw.submit(it) } }

    /** Has another code sent; the one before is void. */
    public suspend fun resend(): SignInStep = course.move { raw.resend() }

    /** Takes another contact. */
    public suspend fun register(method: RegistrationMethod, contact: String): SignInStep =
        course.move { raw.register(method.id, contact) }
}
