package dev.doorstep

import java.io.File
import java.nio.file.Files
import javax.crypto.spec.SecretKeySpec
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull

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
