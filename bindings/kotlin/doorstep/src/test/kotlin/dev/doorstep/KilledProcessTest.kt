package dev.doorstep

import kotlinx.coroutines.runBlocking
import java.io.File
import java.util.concurrent.TimeUnit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** A process of its own is killed, by a signal that it can't catch; this one goes on with its folder. */
internal class KilledProcessTest {
    @Test
    fun a_flow_whose_process_was_killed_goes_on_by_its_id() = onSandbox { sandbox, device ->
        val id = killed("waiting", sandbox, device.folder)
        val flow = assertIs<ResumedFlow.SignIn>(device.doorstep().resume(id)).flow
        assertFalse(flow.isUncertain)
        val step = assertIs<SignInStep.MfaCodeRequired>(flow.step.value)
        assertIs<SignInStep.SignedIn>(step.reply.submit(sandbox.code(ADA)))
    }

    @Test
    fun a_flow_that_was_killed_while_a_code_was_on_its_way_says_that_it_is_uncertain() = onSandbox { sandbox, device ->
        val id = killed("sending", sandbox, device.folder)
        val flow = assertIs<ResumedFlow.SignIn>(device.doorstep().resume(id)).flow
        assertTrue(flow.isUncertain)
        val step = assertIs<SignInStep.MfaCodeRequired>(flow.step.value)
        assertIs<SignInStep.SignedIn>(step.reply.submit(sandbox.code(ADA)))
    }

    /** Runs [OtherProcess] until it says that it is [moment], kills it, and gives the id of its flow. */
    private fun killed(moment: String, sandbox: Sandbox, folder: File): String {
        val process = otherJvm(OtherProcess::class.java, moment, sandbox.tenant, folder.path).start()
        try {
            val id = assertNotNull(process.inputStream.bufferedReader().readLine(), "it did not get there")
            assertTrue(process.isAlive)
            return id
        } finally {
            process.destroyForcibly()
            assertTrue(process.waitFor(1, TimeUnit.MINUTES))
            assertEquals(SIGNAL_KILL, process.exitValue())
        }
    }

    private companion object {
        /** What the JVM reports of a process that died by signal 9. */
        const val SIGNAL_KILL = 128 + 9
    }
}

/** Signs Ada in up to her second factor, tells the flow's id, and waits to be killed. */
internal object OtherProcess {
    @JvmStatic
    fun main(arguments: Array<String>): Unit = runBlocking {
        val (moment, tenant, folder) = arguments
        val device = Device(tenant, File(folder))
        val gate = Gate()
        device.http = Http.Host(gate)
        val flow = device.doorstep().signIn(ADA)
        val choice = adaAtSecondFactor(flow)
        val step = assertIs<SignInStep.MfaCodeRequired>(choice.reply.choose(choice.methods.first()))
        if (moment == "sending") {
            gate.close()
            Thread { runBlocking { step.reply.submit("12345678") } }.start()
            gate.held.await()
        }
        println(flow.id)
        Thread.sleep(Long.MAX_VALUE)
    }
}
