package dev.doorstep

import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes

/** Runs a test that waits, on a sandbox of its own. */
internal fun onSandbox(vararg flags: String, test: suspend (Sandbox, Device) -> Unit): Unit = runBlocking {
    Sandbox(*flags).use { sandbox ->
        val device = Device(sandbox.tenant)
        try {
            test(sandbox, device)
        } finally {
            device.folder.deleteRecursively()
        }
    }
}

/** As [onSandbox], against answers that are written down, for what no tenant can be brought to say. */
internal fun onScript(test: suspend (Script, Device) -> Unit): Unit = runBlocking {
    val script = Script()
    val device = Device("http://127.0.0.1:1/contoso.onmicrosoft.com").apply { http = Http.Host(script) }
    try {
        test(script, device)
    } finally {
        device.folder.deleteRecursively()
    }
}

/** The error that [call] must end in. */
internal suspend inline fun <reified E : DoorstepException> failure(crossinline call: suspend () -> Any?): E =
    assertFailsWith<E> { call() }

/** Waits for what another thread will bring about. */
internal suspend fun eventually(holds: suspend () -> Boolean): Unit = withTimeout(1.minutes) {
    while (!holds()) delay(2.milliseconds)
}

/** Ada's sign-in, up to the choice of her second factor. */
internal suspend fun adaAtSecondFactor(flow: SignInFlow): SignInStep.MfaRequired {
    val step = assertIs<SignInStep.PasswordRequired>(flow.start())
    return assertIs<SignInStep.MfaRequired>(step.reply.submit(ADA_PASSWORD))
}

/** Bob, signed in. */
internal suspend fun bob(doorstep: Doorstep): Account {
    val flow = doorstep.signIn(BOB, BOB_PASSWORD, TODO)
    return assertIs<SignInStep.SignedIn>(flow.start()).account
}
