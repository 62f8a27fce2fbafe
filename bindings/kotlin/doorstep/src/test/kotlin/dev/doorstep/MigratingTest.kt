package dev.doorstep

import dev.doorstep.migrating.Screens
import dev.doorstep.migrating.signIn
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

/** The lines of docs/migrating-from-msal.md, which xtask makes a file of. */
internal class MigratingTest {
    @Test
    fun the_pages_lines_sign_somebody_in_who_errs_twice() = onSandbox { sandbox, device ->
        val screens = Clumsy(sandbox)
        val account = signIn(device.doorstep(), ADA, screens)
        assertEquals(ADA, account?.username)
        assertEquals(listOf(Problem.WRONG_PASSWORD, Problem.WRONG_CODE), screens.shown)
        assertEquals(1, screens.kept.size)
    }

    /** Types the password and the code wrong once each. */
    private class Clumsy(private val sandbox: Sandbox) : Screens {
        val kept = mutableListOf<String>()
        val shown = mutableListOf<Problem>()

        override fun keep(flowId: String) {
            kept += flowId
        }

        override fun show(problem: Problem) {
            shown += problem
        }

        override suspend fun password() = if (shown.isEmpty()) "not it" else ADA_PASSWORD

        override suspend fun code(sent: CodeSent): CharSequence {
            val right = sandbox.code(ADA)
            return if (shown.size < 2) right.dropLast(1) + (if (right.last() == '0') '1' else '0') else right
        }

        override suspend fun oneOf(methods: List<AuthMethod>): AuthMethod {
            val first = methods.first()
            assertIs<Channel.Email>(first.channel)
            return first
        }
    }
}
