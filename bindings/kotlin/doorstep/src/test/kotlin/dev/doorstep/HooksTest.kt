package dev.doorstep

import java.io.File
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.atomic.AtomicInteger
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** What becomes of a call when the app's own transport, vault or records fail. */
internal class HooksTest {
    @Test
    fun a_locked_vault_keeps_the_flow_in_memory_and_loses_nothing() = onSandbox { _, device ->
        val kept = device.doorstep().signIn(ADA)
        kept.start()
        device.wrap.locked = true
        val doorstep = device.doorstep()
        assertEquals(Reason.STORE_LOCKED, failure<DoorstepException.Later> { doorstep.resume(kept.id) }.reason)
        assertEquals(Reason.STORE_LOCKED, failure<DoorstepException.Later> { doorstep.pending() }.reason)
        val flow = doorstep.signIn(BOB)
        val step = assertIs<SignInStep.PasswordRequired>(flow.start())
        assertFalse(flow.isDurable)
        device.wrap.locked = false
        val account = assertIs<SignInStep.SignedIn>(step.reply.submit(BOB_PASSWORD)).account
        assertTrue(account.isDurable)
        val resumed = assertIs<ResumedFlow.SignIn>(doorstep.resume(kept.id)).flow
        assertIs<SignInStep.PasswordRequired>(resumed.step.value)
    }

    @Test
    fun an_invalidated_key_is_reported_once_and_a_new_one_made() = onSandbox { _, device ->
        bob(device.doorstep())
        device.wrap.invalidated = true
        val doorstep = device.doorstep()
        assertEquals(Area.Storage, failure<DoorstepException.Broken> { doorstep.accounts() }.area)
        device.wrap.invalidated = false
        assertEquals(emptyList(), doorstep.accounts())
        assertTrue(bob(doorstep).isDurable)
        assertEquals(1, device.doorstep().accounts().size)
    }

    @Test
    fun a_damaged_key_file_is_an_invalidated_key() = onSandbox { _, device ->
        bob(device.doorstep())
        File(device.folder, "key").writeBytes(ByteArray(5))
        assertEquals(Area.Storage, failure<DoorstepException.Broken> { device.doorstep().accounts() }.area)
    }

    @Test
    fun a_damaged_record_is_set_aside_and_told_once_and_hides_no_other() = onSandbox { _, device ->
        val (damaged, whole) = device.doorstep().signIn(ADA) to device.doorstep().signIn(BOB)
        damaged.start()
        whole.start()
        val records = File(device.folder, "records")
        records.listFiles()!!.first { damaged.id in it.name || damaged.id.replace("-", "") in it.name }.writeBytes(ByteArray(9))
        val doorstep = device.doorstep()
        val error = failure<DoorstepException.Broken> { doorstep.resume(damaged.id) }
        assertEquals(Area.Storage, error.area)
        assertEquals("record_damaged", error.info.code)
        assertEquals(MisuseKind.FINISHED, failure<DoorstepException.Misuse> { doorstep.resume(damaged.id) }.now)
        assertEquals(listOf(whole.id), doorstep.pending().map { it.id })
        assertTrue(records.list()!!.any { it.startsWith("quarantine-") })
        eventually { synchronized(device.events) { Event.RecordsSetAside(SetAside.DAMAGED, 1) in device.events } }
    }

    @Test
    fun records_that_throw_say_the_first_line_of_why() = onSandbox { _, device ->
        device.records = object : Records by device.records {
            override fun list(prefix: String): List<String> = error("the disk is on fire\nand so is the house")
        }
        val error = failure<DoorstepException.Broken> { device.doorstep().accounts() }
        assertEquals(Area.Storage, error.area)
        val reason = error.info.hostReason.orEmpty()
        assertTrue("the disk is on fire" in reason, reason)
        assertFalse("house" in reason, reason)
    }

    @Test
    fun records_that_are_locked_mean_later() = onSandbox { _, device ->
        device.records = object : Records by device.records {
            override fun list(prefix: String): List<String> = throw StorageLockedException()
        }
        assertEquals(Reason.STORE_LOCKED, failure<DoorstepException.Later> { device.doorstep().accounts() }.reason)
    }

    @Test
    fun a_vault_that_hangs_twice_is_not_asked_a_third_time() = onSandbox { _, device ->
        bob(device.doorstep())
        val (never, asked) = CountDownLatch(1) to AtomicInteger()
        device.vault = object : Vault by device.vault {
            override fun dataKey(): VaultAnswer {
                asked.incrementAndGet()
                never.await()
                return VaultAnswer.Locked
            }
        }
        val doorstep = device.doorstep(hookTimeout = 1.seconds)
        val reasons = List(3) {
            val error = failure<DoorstepException.Later> { doorstep.accounts() }
            assertEquals(Reason.STORE_LOCKED, error.reason)
            error.info.hostReason.orEmpty()
        }
        assertEquals(2, asked.get())
        assertTrue("did not return" in reasons[0], reasons[0])
        assertTrue("not called any more" in reasons[2], reasons[2])
        never.countDown()
    }

    @Test
    fun a_transport_that_throws_may_have_sent() = onSandbox { _, device ->
        device.http = Http.Host(object : Transport {
            override fun send(id: Long, request: HttpRequest, slot: Slot): Unit = error("no stack")

            override fun abort(id: Long) = Unit
        })
        val error = failure<DoorstepException.Later> { device.doorstep().signIn(BOB).start() }
        assertEquals(Reason.NO_ANSWER, error.reason)
        assertTrue("no stack" in error.info.hostReason.orEmpty(), error.info.hostReason)
    }

    @Test
    fun an_executor_that_takes_nothing_leaves_nothing_behind() = onSandbox { _, device ->
        var sent: ByteArray? = null
        val inner = HttpUrlConnectionTransport({ throw RejectedExecutionException("shut down") })
        device.http = Http.Host(object : Transport by inner {
            override fun send(id: Long, request: HttpRequest, slot: Slot) {
                sent = request.body
                inner.send(id, request, slot)
            }
        })
        val error = failure<DoorstepException.Later> { device.doorstep().signIn(BOB).start() }
        assertEquals(Reason.OFFLINE, error.reason)
        assertTrue(sent!!.all { it == 0.toByte() })
    }

    @Test
    fun what_prepares_a_connection_and_throws_is_told_and_ends_no_thread() = onSandbox { _, device ->
        val died = AtomicInteger()
        val threads = Executor { work -> Thread(work).apply { setUncaughtExceptionHandler { _, _ -> died.incrementAndGet() } }.start() }
        device.http = Http.Host(HttpUrlConnectionTransport(threads) { error("no socket factory") })
        val told = failure<DoorstepException.Later> { device.doorstep().signIn(BOB).start() }
        assertTrue("no socket factory" in told.info.hostReason.orEmpty(), told.info.hostReason)
        assertEquals(0, died.get())
    }

    @Test
    fun a_slot_that_is_never_answered_is_over_with_the_time_and_aborted() = onSandbox { _, device ->
        val (slots, aborted) = ArrayList<Slot>() to CountDownLatch(1)
        device.http = Http.Host(object : Transport {
            override fun send(id: Long, request: HttpRequest, slot: Slot) {
                slots.add(slot)
            }

            override fun abort(id: Long) = aborted.countDown()
        })
        val doorstep = device.doorstep(requestTimeout = 50.milliseconds)
        val error = failure<DoorstepException.Later> { doorstep.signIn(BOB).start() }
        assertEquals(Reason.NO_ANSWER, error.reason)
        aborted.await()
        slots.forEach { it.fail(HttpFault.LOST) }
    }
}
