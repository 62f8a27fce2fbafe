package dev.doorstep.android

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.AlgorithmParameters
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.Cipher
import javax.crypto.CipherSpi
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/** What stands for the Android Keystore on the JVM: keys by alias that give no bytes away, and fail as they are told to. */
internal object FakeKeystore {
    val keys = HashMap<String, FakeKey>()

    /** Thrown when the store is asked for a key. */
    var whenAsked: Throwable? = null

    /** How many times [whenAsked] is thrown. */
    var passesAfter = Int.MAX_VALUE

    /** Thrown when a key is made as this spec says. */
    var whenMade: (KeyGenParameterSpec) -> Throwable? = { null }

    fun install() {
        keys.clear()
        whenAsked = null
        passesAfter = Int.MAX_VALUE
        whenMade = { null }
        if (Security.getProvider(NAME) == null) Security.insertProviderAt(FakeProvider(), 1)
    }

    const val NAME = "AndroidKeyStore"
}

/** A key of the Keystore's. */
internal class FakeKey(val spec: KeyGenParameterSpec) : SecretKey {
    val inside = SecretKeySpec(ByteArray(32).also(SecureRandom()::nextBytes), "AES")

    /** Thrown when the key is used. */
    var whenUsed: Throwable? = null

    override fun getAlgorithm() = "AES"

    override fun getFormat() = null

    override fun getEncoded() = null
}

internal class FakeProvider : Provider(FakeKeystore.NAME, "1", "stands for the Android Keystore") {
    init {
        put("KeyStore.${FakeKeystore.NAME}", FakeStore::class.java.name)
        put("KeyGenerator.AES", FakeGenerator::class.java.name)
        put("Cipher.AES/GCM/NoPadding", FakeCipher::class.java.name)
        put("Cipher.AES/GCM/NoPadding SupportedKeyClasses", FakeKey::class.java.name)
    }
}

internal class FakeGenerator : KeyGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun engineInit(params: AlgorithmParameterSpec, random: SecureRandom?) {
        spec = params as KeyGenParameterSpec
    }

    override fun engineGenerateKey(): SecretKey {
        FakeKeystore.whenMade(spec)?.let { throw it }
        return FakeKey(spec).also { FakeKeystore.keys[spec.keystoreAlias] = it }
    }

    override fun engineInit(random: SecureRandom?) = error("a spec is needed")

    override fun engineInit(keysize: Int, random: SecureRandom?) = error("a spec is needed")
}

internal class FakeCipher : CipherSpi() {
    private val real = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE")

    override fun engineInit(opmode: Int, key: Key, random: SecureRandom?) = engineInit(opmode, key, null as AlgorithmParameterSpec?, random)

    override fun engineInit(opmode: Int, key: Key, params: AlgorithmParameterSpec?, random: SecureRandom?) {
        key as FakeKey
        key.whenUsed?.let { throw it }
        real.init(opmode, key.inside, params)
    }

    override fun engineInit(opmode: Int, key: Key, params: AlgorithmParameters?, random: SecureRandom?) = error("by spec")

    override fun engineDoFinal(input: ByteArray, offset: Int, length: Int): ByteArray = real.doFinal(input, offset, length)

    override fun engineGetIV(): ByteArray = real.iv

    override fun engineSetMode(mode: String) = Unit

    override fun engineSetPadding(padding: String) = Unit

    override fun engineGetBlockSize() = real.blockSize

    override fun engineGetOutputSize(length: Int) = real.getOutputSize(length)

    override fun engineGetParameters(): AlgorithmParameters = real.parameters

    override fun engineUpdate(input: ByteArray, offset: Int, length: Int): ByteArray? = real.update(input, offset, length)

    override fun engineUpdate(input: ByteArray, offset: Int, length: Int, output: ByteArray, at: Int) =
        real.update(input, offset, length, output, at)

    override fun engineDoFinal(input: ByteArray, offset: Int, length: Int, output: ByteArray, at: Int) =
        real.doFinal(input, offset, length, output, at)
}

/** Only what a key wrap asks of a store. */
internal class FakeStore : KeyStoreSpi() {
    override fun engineGetKey(alias: String, password: CharArray?): Key? {
        FakeKeystore.whenAsked?.let { if (FakeKeystore.passesAfter-- > 0) throw it }
        return FakeKeystore.keys[alias]
    }

    override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

    override fun engineAliases(): Enumeration<String> = Collections.enumeration(FakeKeystore.keys.keys)

    override fun engineContainsAlias(alias: String) = alias in FakeKeystore.keys

    override fun engineSize() = FakeKeystore.keys.size

    override fun engineIsKeyEntry(alias: String) = alias in FakeKeystore.keys

    override fun engineDeleteEntry(alias: String) {
        FakeKeystore.keys.remove(alias)
    }

    override fun engineIsCertificateEntry(alias: String) = false

    override fun engineGetCertificate(alias: String): Certificate? = null

    override fun engineGetCertificateAlias(certificate: Certificate): String? = null

    override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

    override fun engineGetCreationDate(alias: String): Date? = null

    override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<out Certificate>?) = Unit

    override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<out Certificate>?) = Unit

    override fun engineSetCertificateEntry(alias: String, certificate: Certificate) = Unit

    override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit
}
