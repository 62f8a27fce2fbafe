package dev.doorstep.android

import android.os.Build
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import android.security.keystore.UserNotAuthenticatedException
import dev.doorstep.KeyInvalidatedException
import dev.doorstep.StorageLockedException
import java.security.InvalidKeyException
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

/** The wrap against what stands for the Keystore; the specs and exceptions are the framework's own. */
internal class KeystoreWrapTest {
    private val key = ByteArray(32) { it.toByte() }

    private val only get() = FakeKeystore.keys.getValue("dev.doorstep")

    @BeforeTest
    fun newDevice() {
        FakeKeystore.install()
        Build.VERSION.SDK_INT = 24
    }

    @Test
    fun what_one_wraps_another_of_the_same_alias_opens() {
        val wrapped = KeystoreWrap().wrap(key)
        assertContentEquals(key, KeystoreWrap().unwrap(wrapped))
        assertNotEquals(wrapped.toList(), KeystoreWrap().wrap(key).toList())
        assertFailsWith<KeyInvalidatedException> { KeystoreWrap("another").unwrap(wrapped) }
    }

    @Test
    fun the_key_is_for_aes_gcm_alone_and_asks_for_nobody() {
        KeystoreWrap(strongBox = true, onlyWhileUnlocked = true).wrap(key)
        assertEquals(256, only.spec.keySize)
        assertEquals(listOf(KeyProperties.BLOCK_MODE_GCM), only.spec.blockModes.toList())
        assertEquals(KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT, only.spec.purposes)
        assertTrue(only.spec.isRandomizedEncryptionRequired)
        assertFalse(only.spec.isUserAuthenticationRequired)
        assertFalse(only.spec.isStrongBoxBacked || only.spec.isUnlockedDeviceRequired, "API 24 has neither")
    }

    @Test
    fun where_the_device_has_a_strong_box_the_key_lies_there() {
        Build.VERSION.SDK_INT = 28
        KeystoreWrap(strongBox = true, onlyWhileUnlocked = true).wrap(key)
        assertTrue(only.spec.isStrongBoxBacked && only.spec.isUnlockedDeviceRequired)
        FakeKeystore.keys.clear()
        FakeKeystore.whenMade = { spec -> StrongBoxUnavailableException().takeIf { spec.isStrongBoxBacked } }
        KeystoreWrap(strongBox = true).wrap(key)
        assertFalse(only.spec.isStrongBoxBacked)
    }

    @Test
    fun a_key_that_is_gone_for_good_is_said_to_be_and_replaced_when_something_is_wrapped() {
        val wrapped = KeystoreWrap().wrap(key)
        only.whenUsed = KeyPermanentlyInvalidatedException()
        assertFailsWith<KeyInvalidatedException> { KeystoreWrap().unwrap(wrapped) }
        val again = KeystoreWrap().wrap(key)
        assertContentEquals(key, KeystoreWrap().unwrap(again))
        assertFailsWith<KeyInvalidatedException> { KeystoreWrap().unwrap(wrapped) }
        FakeKeystore.keys.clear()
        assertFailsWith<KeyInvalidatedException> { KeystoreWrap().unwrap(again) }
    }

    @Test
    fun a_damaged_file_opens_for_nobody() {
        val wrapped = KeystoreWrap().wrap(key)
        wrapped[wrapped.size - 1] = (wrapped.last() + 1).toByte()
        assertFailsWith<KeyInvalidatedException> { KeystoreWrap().unwrap(wrapped) }
        assertFailsWith<KeyInvalidatedException> { KeystoreWrap().unwrap(ByteArray(12)) }
    }

    @Test
    fun a_locked_device_is_told_apart_and_the_key_kept() {
        val wrapped = KeystoreWrap().wrap(key)
        only.whenUsed = UserNotAuthenticatedException()
        assertFailsWith<StorageLockedException> { KeystoreWrap().unwrap(wrapped) }
        assertFailsWith<StorageLockedException> { KeystoreWrap().wrap(key) }
        only.whenUsed = null
        FakeKeystore.whenAsked = UnrecoverableKeyException().apply { initCause(UserNotAuthenticatedException()) }
        assertFailsWith<StorageLockedException> { KeystoreWrap().unwrap(wrapped) }
        FakeKeystore.whenAsked = null
        assertContentEquals(key, KeystoreWrap().unwrap(wrapped))
    }

    @Test
    fun a_failure_that_may_pass_gives_nothing_up() {
        val wrapped = KeystoreWrap().wrap(key)
        val before = only
        for (passing in listOf(InvalidKeyException("Keystore operation failed"), ProviderException("busy"))) {
            before.whenUsed = passing
            assertEquals(passing, assertFailsWith<Exception> { KeystoreWrap().wrap(key) })
            assertEquals(passing, assertFailsWith<Exception> { KeystoreWrap().unwrap(wrapped) })
        }
        val passing = asked("System error")
        FakeKeystore.whenAsked = passing
        assertEquals(passing, assertFailsWith<Exception> { KeystoreWrap().wrap(key) })
        assertEquals(passing, assertFailsWith<Exception> { KeystoreWrap().unwrap(wrapped) })
        assertEquals(before, only)
    }

    @Test
    fun a_failure_that_passes_at_once_is_not_even_noticed() {
        val wrapped = KeystoreWrap().wrap(key)
        FakeKeystore.whenAsked = asked("System error")
        FakeKeystore.passesAfter = 2
        assertContentEquals(key, KeystoreWrap().unwrap(wrapped))
    }

    @Test
    fun a_key_that_cannot_be_recovered_is_gone_where_the_keystore_says_that_it_is() {
        val wrapped = KeystoreWrap().wrap(key)
        val losses = listOf(
            asked("Invalid key blob"),
            asked("Key blob corrupted"),
            UnrecoverableKeyException("User changed or deleted their auth credentials"),
            UnrecoverableKeyException().apply { initCause(KeyPermanentlyInvalidatedException("any")) },
        )
        for (loss in losses) {
            FakeKeystore.whenAsked = loss
            assertFailsWith<KeyInvalidatedException> { KeystoreWrap().unwrap(wrapped) }
        }
        val before = only
        val again = KeystoreWrap().wrap(key)
        assertNotEquals(before, only)
        FakeKeystore.whenAsked = null
        assertContentEquals(key, KeystoreWrap().unwrap(again))
    }

    /** What the Keystore throws when it is asked for a key and its service answers [why]. */
    private fun asked(why: String): Exception = UnrecoverableKeyException("Failed to obtain information about key").apply {
        initCause(Exception(why))
    }
}
