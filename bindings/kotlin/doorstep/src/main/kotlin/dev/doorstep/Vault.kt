package dev.doorstep

import dev.doorstep.ffi.HookException
import java.io.File
import java.security.GeneralSecurityException
import java.security.SecureRandom
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Keeps the one data key with which the library seals its records. It is called on threads of the library's, and may
 * take some time; it must not call the library, which may wait for it. What it throws counts as [VaultAnswer.Locked],
 * so nothing is given up.
 */
public interface Vault {
    /** The data key, or why there is none. The bytes are wiped after they were taken. */
    public fun dataKey(): VaultAnswer

    /** Keeps [key] from now on, in place of one that is gone. Where there is one by now, that one stays. */
    public fun storeDataKey(key: ByteArray)
}

/** What a vault says when it is asked for the data key. */
public sealed interface VaultAnswer {
    /** Here it is: 32 [bytes]. */
    public class Key(public val bytes: ByteArray) : VaultAnswer

    /** There has never been one. */
    public data object Missing : VaultAnswer

    /** There may be one, but not now: the device is locked. */
    public data object Locked : VaultAnswer

    /** There was one, and it is gone for good. */
    public data object Invalidated : VaultAnswer
}

/** Where a [FileVault] has its data key wrapped: a platform's key store, or a key of the host's. */
public interface KeyWrap {
    /** Encrypts [key]. */
    public fun wrap(key: ByteArray): ByteArray

    /** Decrypts what [wrap] made. */
    public fun unwrap(wrapped: ByteArray): ByteArray
}

/** Thrown by a [KeyWrap] or by [Records] while the device is locked: nothing is lost. */
public class StorageLockedException : Exception("the device is locked")

/** Thrown by a [KeyWrap] whose own key is gone for good: what it wrapped is lost. */
public class KeyInvalidatedException : Exception("the wrapping key is gone")

/** A vault that is a file: the data key, wrapped by [wrap]. */
public class FileVault(private val file: File, private val wrap: KeyWrap) : Vault {
    override fun dataKey(): VaultAnswer = synchronized(oneVault) { kept() }

    override fun storeDataKey(key: ByteArray): Unit = synchronized(oneVault) {
        when (val answer = kept()) {
            VaultAnswer.Missing, VaultAnswer.Invalidated -> file.replaceWith(wrap.wrap(key))
            VaultAnswer.Locked -> throw StorageLockedException()
            is VaultAnswer.Key -> answer.bytes.fill(0)
        }
    }

    private fun kept(): VaultAnswer {
        if (!file.exists()) return VaultAnswer.Missing
        return try {
            VaultAnswer.Key(wrap.unwrap(file.readBytes()))
        } catch (_: StorageLockedException) {
            VaultAnswer.Locked
        } catch (_: KeyInvalidatedException) {
            VaultAnswer.Invalidated
        }
    }
}

/** Held by one vault of the process at a time: two may be of one file, and two files of one wrapping key. */
private val oneVault = Any()

/** Wraps by AES-GCM with a key that the host has from somewhere: as safe as that key is. */
public class AesKeyWrap(private val key: SecretKey) : KeyWrap {
    override fun wrap(key: ByteArray): ByteArray {
        val nonce = ByteArray(NONCE_BYTES).also(SecureRandom()::nextBytes)
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.ENCRYPT_MODE, this.key, GCMParameterSpec(TAG_BITS, nonce))
        return nonce + cipher.doFinal(key)
    }

    override fun unwrap(wrapped: ByteArray): ByteArray {
        try {
            val nonce = GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE_BYTES)
            val cipher = Cipher.getInstance(TRANSFORMATION)
            cipher.init(Cipher.DECRYPT_MODE, key, nonce)
            return cipher.doFinal(wrapped, NONCE_BYTES, wrapped.size - NONCE_BYTES)
        } catch (_: AEADBadTagException) {
            throw KeyInvalidatedException()
        } catch (_: IllegalArgumentException) {
            throw KeyInvalidatedException()
        }
    }

    private companion object {
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val NONCE_BYTES = 12
        const val TAG_BITS = 128
    }
}

/** A [Vault], as the library calls it. */
internal class RawVault(private val host: Vault) : dev.doorstep.ffi.Vault {
    override fun dataKey(): dev.doorstep.ffi.VaultAnswer = lockable {
        when (val answer = host.dataKey()) {
            is VaultAnswer.Key -> dev.doorstep.ffi.VaultAnswer.Key(answer.bytes)
            VaultAnswer.Missing -> dev.doorstep.ffi.VaultAnswer.Missing
            VaultAnswer.Locked -> dev.doorstep.ffi.VaultAnswer.Locked
            VaultAnswer.Invalidated -> dev.doorstep.ffi.VaultAnswer.Invalidated
        }
    }

    override fun storeDataKey(key: ByteArray): Unit = lockable {
        try {
            host.storeDataKey(key)
        } finally {
            key.fill(0)
        }
    }
}

/** Runs a hook; a locked device is told apart from every other failure. */
internal inline fun <T> lockable(call: () -> T): T {
    try {
        return call()
    } catch (_: StorageLockedException) {
        throw HookException.Locked()
    } catch (failure: GeneralSecurityException) {
        throw HookException.Failed(failure.toString())
    }
}
