package dev.doorstep.android

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import dev.doorstep.KeyInvalidatedException
import dev.doorstep.KeyWrap
import dev.doorstep.StorageLockedException
import java.security.KeyStore
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Wraps by AES-GCM with a key of the Android Keystore, which never leaves it. The key asks for no fingerprint: a refresh
 * in the background must not wait for a person.
 *
 * What is gone for good is a `KeyInvalidatedException`, and a locked device a `StorageLockedException`. Whatever else
 * the Keystore throws is thrown on, and a vault that throws counts as locked: nothing is given up for a bad moment.
 *
 * @param alias names the key within the app
 * @param strongBox asks for a key in a chip of its own, where the device has one (from Android 9 on); it is slower
 * @param onlyWhileUnlocked keeps the key from use while the screen is locked (from Android 9 on); then nothing is saved
 *   or renewed in the background
 */
public class KeystoreWrap(
    private val alias: String = "dev.doorstep",
    private val strongBox: Boolean = false,
    private val onlyWhileUnlocked: Boolean = false,
) : KeyWrap {
    override fun wrap(key: ByteArray): ByteArray = told {
        synchronized(oneMaker) {
            try {
                encrypt(found() ?: made(), key)
            } catch (failure: Exception) {
                if (!failure.isForGood()) throw failure
                encrypt(made(), key)
            }
        }
    }

    override fun unwrap(wrapped: ByteArray): ByteArray = told {
        if (wrapped.size <= NONCE_BYTES) throw KeyInvalidatedException()
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(
            Cipher.DECRYPT_MODE,
            found() ?: throw KeyInvalidatedException(),
            GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE_BYTES),
        )
        cipher.doFinal(wrapped, NONCE_BYTES, wrapped.size - NONCE_BYTES)
    }

    private fun encrypt(with: SecretKey, key: ByteArray): ByteArray {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.ENCRYPT_MODE, with)
        check(cipher.iv.size == NONCE_BYTES) { "a nonce of another length" }
        return cipher.iv + cipher.doFinal(key)
    }

    private fun found(): SecretKey? {
        val store = KeyStore.getInstance(STORE).apply { load(null) }
        repeat(TRIES - 1) {
            try {
                return store.getKey(alias, null) as SecretKey?
            } catch (failure: UnrecoverableKeyException) {
                if (failure.isForGood() || failure.isLocked()) throw failure
            }
        }
        return store.getKey(alias, null) as SecretKey?
    }

    /** A new key, in place of the one before. */
    private fun made(): SecretKey = try {
        made(inStrongBox = strongBox && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P)
    } catch (failure: ProviderException) {
        if (!Later.lacksStrongBox(failure)) throw failure
        made(inStrongBox = false)
    }

    private fun made(inStrongBox: Boolean): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(alias, purposes)
            .setKeySize(KEY_BITS)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        if (inStrongBox) Later.putInStrongBox(spec)
        if (onlyWhileUnlocked && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) Later.tieToUnlockedDevice(spec)
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE).apply { init(spec.build()) }.generateKey()
    }

    private companion object {
        /** Two wraps may be of one alias, and a key that is made takes the place of the one before. */
        val oneMaker = Any()

        const val STORE = "AndroidKeyStore"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val NONCE_BYTES = 12
        const val TAG_BITS = 128
        const val TRIES = 3

        val LOSSES = listOf(
            "Key permanently invalidated",
            "User changed or deleted their auth credentials",
            "Key blob corrupted",
            "Invalid key blob",
        )

        inline fun <T> told(call: () -> T): T {
            try {
                return call()
            } catch (failure: Exception) {
                throw when {
                    failure.isForGood() -> KeyInvalidatedException()
                    failure.isLocked() -> StorageLockedException()
                    else -> failure
                }
            }
        }

        /** A tag that does not fit is a file that is damaged, or another key's: it opens for nobody any more. */
        fun Exception.isForGood(): Boolean = when (this) {
            is KeyInvalidatedException, is KeyPermanentlyInvalidatedException, is AEADBadTagException -> true
            is UnrecoverableKeyException -> causes().any { it.namesLoss() }
            else -> false
        }

        /**
         * The Keystore throws the same exception for a system that is busy and for a key that is gone, and keeps the
         * number that tells them apart to itself on the older versions. The sentence that goes with it is all there is.
         */
        fun Throwable.namesLoss(): Boolean =
            this is KeyPermanentlyInvalidatedException || LOSSES.any { it in message.orEmpty() }

        fun Exception.isLocked(): Boolean = causes().any { it is UserNotAuthenticatedException }

        fun Exception.causes(): Sequence<Throwable> = generateSequence<Throwable>(this, Throwable::cause)
    }
}
