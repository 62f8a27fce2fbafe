package dev.doorstep

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals

/** The lines of the README, which xtask makes a function of. */
internal class ReadmeTest {
    @Test
    fun the_readmes_lines_sign_somebody_in() = onSandbox { sandbox, device ->
        val config = DoorstepConfig(sandbox.tenant, APP, allowsPlainHttpToThisMachine = true)
        val records = FileRecords(File(device.folder, "records"))
        val account = readme(config, device.vault, records) { what ->
            if (what == "Password") ADA_PASSWORD else sandbox.code(ADA)
        }
        assertEquals(ADA, account.username)
    }
}
