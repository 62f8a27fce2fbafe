package dev.doorstep

import dev.doorstep.ffi.Reply
import dev.doorstep.ffi.Step

/** Answers `BrowserRequired` of any flow. */
public class BrowserReply internal constructor(
    private val raw: Reply,
    private val course: SignInCourse,
) {
    /**
     * The address of the service's sign-in page, for a browser tab of the system and for nothing else: it names the
     * person. Each call begins a new journey, and the one before it is void. Needs [DoorstepConfig.redirectUri].
     *
     * @param domainHint leads straight to an identity provider, such as `Google`
     * @param prompt the page's `prompt`, such as `login`
     */
    public suspend fun authorizationUrl(domainHint: String? = null, prompt: String? = null): String =
        told { raw.authorizationUrl(domainHint, prompt).address() }

    /** Takes the whole address that the browser came back with, and signs in. */
    public suspend fun complete(callback: String): SignInStep =
        callback.asSecret { course.move { raw.submit(it) } }
}

/** For a browser's journey that a flow of another kind began: nobody follows its steps, but that flow moves along. */
internal fun lonelyCourse(began: Course<*>): SignInCourse =
    SignInCourse(null, Step::told, began::look)
