package dev.doorstep

import java.io.File
import java.nio.file.Files
import java.util.concurrent.CountDownLatch
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import javax.crypto.spec.SecretKeySpec
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

internal class StoresTest {
    private val folder = Files.createTempDirectory("doorstep").toFile()

    @AfterTest
    fun leaveNothing() {
        folder.deleteRecursively()
    }

    @Test
    fun records_are_replaced_listed_and_deleted() {
        val records = FileRecords(File(folder, "records"))
        assertNull(records.load("flow-1"))
        records.save("flow-1", byteArrayOf(1))
        records.save("flow-1", byteArrayOf(2))
        records.save("session-1", byteArrayOf(3))
        File(folder, "records/flow-2.tmp").writeText("half")
        assertContentEquals(byteArrayOf(2), records.load("flow-1"))
        assertEquals(listOf("flow-1"), records.list("flow-"))
        records.delete("flow-1")
        records.delete("flow-1")
        assertEquals(emptyList(), records.list("flow-"))
    }

    @Test
    fun writers_of_one_record_do_not_meet() {
        val sizes = 1..4
        val writers = sizes.map { size ->
            FutureTask {
                val records = FileRecords(folder)
                repeat(50) { records.save("flow-1", ByteArray(size) { size.toByte() }) }
            }.also { Thread(it).start() }
        }
        writers.forEach { it.get() }
        val kept = FileRecords(folder).load("flow-1")!!
        assertTrue(kept.size in sizes && kept.all { it == kept.size.toByte() })
        assertEquals(listOf("flow-1"), folder.list()!!.toList())
    }

    @Test
    fun what_a_dead_process_left_unfinished_goes_and_what_is_being_written_stays() {
        val (old, new) = File(folder, "flow-1.tmp") to File(folder, "flow-2.tmp")
        listOf(old, new).forEach { it.writeText("half") }
        old.setLastModified(System.currentTimeMillis() - 3_600_000)
        FileRecords(folder)
        assertEquals(listOf(new.name), folder.list()!!.toList())
    }

    @Test
    fun two_vaults_of_one_file_agree_on_the_first_key() {
        val (both, wrapped) = CountDownLatch(2) to AtomicInteger()
        val aes = SwitchedWrap()
        val wrap = object : KeyWrap by aes {
            override fun wrap(key: ByteArray): ByteArray {
                wrapped.incrementAndGet()
                both.countDown()
                both.await(50, TimeUnit.MILLISECONDS)
                return aes.wrap(key)
            }
        }
        val stores = List(2) { n ->
            FutureTask { FileVault(File(folder, "key"), wrap).storeDataKey(ByteArray(32) { n.toByte() }) }
                .also { Thread(it).start() }
        }
        stores.forEach { it.get() }
        assertEquals(1, wrapped.get())
    }

    @Test
    fun a_key_is_never_a_path() {
        val records = FileRecords(folder)
        for (key in listOf("../key", "a/b", "", "A")) assertFailsWith<IllegalArgumentException> { records.load(key) }
    }

    @Test
    fun a_vault_keeps_its_first_key_and_never_writes_it_down() {
        val wrap = SwitchedWrap()
        val vault = FileVault(File(folder, "key"), wrap)
        val key = ByteArray(32) { it.toByte() }
        assertIs<VaultAnswer.Missing>(vault.dataKey())
        vault.storeDataKey(key)
        vault.storeDataKey(ByteArray(32))
        assertContentEquals(key, assertIs<VaultAnswer.Key>(vault.dataKey()).bytes)
        assertFalse(String(key, Charsets.ISO_8859_1) in File(folder, "key").readText(Charsets.ISO_8859_1))
        wrap.locked = true
        assertIs<VaultAnswer.Locked>(vault.dataKey())
        assertFailsWith<StorageLockedException> { vault.storeDataKey(key) }
    }

    @Test
    fun a_changed_wrap_or_another_key_opens_nothing() {
        fun wrap(byte: Byte) = AesKeyWrap(SecretKeySpec(ByteArray(32) { byte }, "AES"))
        val wrapped = wrap(1).wrap(ByteArray(32))
        assertFailsWith<KeyInvalidatedException> { wrap(2).unwrap(wrapped) }
        wrapped[wrapped.size - 1] = (wrapped.last() + 1).toByte()
        assertFailsWith<KeyInvalidatedException> { wrap(1).unwrap(wrapped) }
        assertFailsWith<KeyInvalidatedException> { wrap(1).unwrap(ByteArray(3)) }
    }
}
