package dev.doorstep.sample

import dev.doorstep.CLEO
import dev.doorstep.SignInStep
import dev.doorstep.sample.drawer.DeveloperModel
import java.net.URI
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

internal class DrawerTest {
    @Test
    fun the_mailbox_shows_the_newest_code_first() = onPhone {
        launch().signingIn(CLEO).at<SignInStep.CodeRequired>()
        val mail = DeveloperModel { root() }.mailbox().first()
        assertEquals(CLEO to sandbox.code(CLEO), mail.to to mail.code)
    }

    @Test
    fun the_next_verdict_is_set_and_a_word_that_is_none_is_not_taken() = onPhone {
        val model = DeveloperModel { root() }
        DeveloperModel.VERDICTS.forEach { assertTrue(model.next(it), it) }
        assertFalse(model.next("perhaps"))
    }

    @Test
    fun without_a_sandbox_the_mailbox_is_empty() = onPhone {
        val address = root()
        sandbox.close()
        assertEquals(emptyList(), DeveloperModel { address }.mailbox())
    }

    private fun Rig.root(): String = URI(sandbox.tenant).let { "${it.scheme}://${it.authority}" }
}
