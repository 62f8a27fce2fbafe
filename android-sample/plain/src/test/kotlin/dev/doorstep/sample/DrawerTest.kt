package dev.doorstep.sample

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import dev.doorstep.CLEO
import dev.doorstep.SignInStep
import dev.doorstep.sample.drawer.DeveloperModel
import dev.doorstep.sample.drawer.Drawer
import java.net.URI
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
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

    @OptIn(ExperimentalTestApi::class)
    @Test
    fun the_drawer_shows_the_mailbox_sets_the_verdict_and_hands_on_where_the_sandbox_is() = onPhone {
        launch().signingIn(CLEO).at<SignInStep.CodeRequired>()
        var used: SandboxAddress? = null
        shown(Look(), look = {
            appears(hasText("$CLEO: ${sandbox.code(CLEO)}"))
            draw("drawer")
            onNodeWithText("Gate, such as", substring = true).performTextInput(" http://127.0.0.1:4001/ ")
            onNodeWithText("Use it from the next flow on").performClick()
            onNodeWithText("reject").performScrollTo().performClick()
            appears(hasText("The risk provider's next verdict is reject"))
        }) { Drawer(SandboxAddress(root())) { used = it } }
        val address = assertNotNull(used)
        assertEquals(Triple(root(), "http://127.0.0.1:4001", null), Triple(address.address, address.gate, address.risk))
        assertTrue(address.authority.startsWith("http://127.0.0.1:4001/"))
        assertEquals("${root()}/contoso.onmicrosoft.com", SandboxAddress(root()).authority)
    }

    private fun Rig.root(): String = URI(sandbox.tenant).let { "${it.scheme}://${it.authority}" }
}
