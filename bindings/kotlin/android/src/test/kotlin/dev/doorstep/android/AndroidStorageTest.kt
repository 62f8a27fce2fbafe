package dev.doorstep.android

import dev.doorstep.StorageLockedException
import dev.doorstep.VaultAnswer
import kotlin.test.AfterTest
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

internal class AndroidStorageTest {
    private val phone = Phone()

    @BeforeTest
    fun newDevice() = FakeKeystore.install()

    @AfterTest
    fun leaveNothing() {
        phone.folder.deleteRecursively()
    }

    @Test
    fun everything_lies_where_no_backup_looks() {
        val storage = AndroidStorage(phone)
        storage.vault.storeDataKey(ByteArray(32))
        storage.records.save("flow-1", byteArrayOf(1))
        val files = phone.folder.walk().filter { it.isFile }.map { it.relativeTo(phone.folder).path }.toSet()
        assertEquals(setOf("no_backup/doorstep/default/key", "no_backup/doorstep/default/records/flow-1"), files)
    }

    @Test
    fun a_process_that_starts_anew_finds_what_the_one_before_left() {
        val key = ByteArray(32) { 3 }
        AndroidStorage(phone).apply { vault.storeDataKey(key) }.records.save("flow-1", byteArrayOf(1))
        val later = AndroidStorage(phone)
        assertContentEquals(key, assertIs<VaultAnswer.Key>(later.vault.dataKey()).bytes)
        assertContentEquals(byteArrayOf(1), later.records.load("flow-1"))
        assertIs<VaultAnswer.Missing>(AndroidStorage(phone, "another").vault.dataKey())
    }

    @Test
    fun before_the_first_unlock_all_of_it_is_locked_and_nothing_is_touched() {
        phone.users.isUserUnlocked = false
        val storage = AndroidStorage(phone)
        assertIs<VaultAnswer.Locked>(storage.vault.dataKey())
        assertFailsWith<StorageLockedException> { storage.vault.storeDataKey(ByteArray(32)) }
        assertFailsWith<StorageLockedException> { storage.records.save("flow-1", ByteArray(1)) }
        assertFailsWith<StorageLockedException> { storage.records.load("flow-1") }
        assertFailsWith<StorageLockedException> { storage.records.delete("flow-1") }
        assertFailsWith<StorageLockedException> { storage.records.list("") }
        assertTrue(phone.folder.walk().none { it.isFile })
        phone.users.isUserUnlocked = true
        assertNull(storage.records.load("flow-1"))
        assertIs<VaultAnswer.Missing>(storage.vault.dataKey())
    }

    @Test
    fun a_phone_that_lost_its_keys_says_that_the_data_key_is_gone() {
        AndroidStorage(phone).vault.storeDataKey(ByteArray(32))
        FakeKeystore.keys.clear()
        val storage = AndroidStorage(phone)
        assertIs<VaultAnswer.Invalidated>(storage.vault.dataKey())
        storage.vault.storeDataKey(ByteArray(32) { 9 })
        assertEquals(9, assertIs<VaultAnswer.Key>(storage.vault.dataKey()).bytes[0])
    }

    @Test
    fun a_name_is_never_a_path() {
        for (name in listOf("../x", "", "a/b")) assertFailsWith<IllegalArgumentException> { AndroidStorage(phone, name) }
    }
}
