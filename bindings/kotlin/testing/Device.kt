package dev.doorstep

import javax.crypto.spec.SecretKeySpec
import java.io.File
import java.nio.file.Files
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A device with a folder of its own: a process that starts anew is another [doorstep] of the same device. */
internal class Device(
    private val tenant: String,
    val folder: File = Files.createTempDirectory("doorstep").toFile(),
) {
    val wrap = SwitchedWrap()
    val events = ArrayList<Event>()
    var http: Http = Http.Host()
    var records: Records = FileRecords(File(folder, "records"))
    var vault: Vault = FileVault(File(folder, "key"), wrap)

    fun forgetEvents() = synchronized(events) { events.clear() }

    fun doorstep(
        clientId: String = APP,
        redirectUri: String? = "doorstep://callback",
        firstFactors: FirstFactors = FirstFactors.PASSWORD_AND_CODE,
        mfa: Boolean = true,
        registration: Boolean = true,
        requestTimeout: Duration = 30.seconds,
        flowLifetime: Duration = 30.minutes,
        hookTimeout: Duration = 10.seconds,
        signals: Signals? = null,
        stepUpContext: Int? = null,
        authority: String = tenant,
    ): Doorstep {
        val config = DoorstepConfig(
            authority = authority,
            clientId = clientId,
            firstFactors = firstFactors,
            mfa = mfa,
            registration = registration,
            redirectUri = redirectUri,
            requestTimeout = requestTimeout,
            flowLifetime = flowLifetime,
            hookTimeout = hookTimeout,
            stepUpContext = stepUpContext,
            allowsPlainHttpToThisMachine = true,
        )
        val listener = EventListener { event -> synchronized(events) { events.add(event) } }
        return Doorstep(config, vault, records, http, listener, signals)
    }
}

/** A key that can be locked away, or lost. */
internal class SwitchedWrap : KeyWrap {
    private val aes = AesKeyWrap(SecretKeySpec(ByteArray(32) { 7 }, "AES"))
    @Volatile var locked = false
    @Volatile var invalidated = false

    override fun wrap(key: ByteArray): ByteArray = if (locked) throw StorageLockedException() else aes.wrap(key)

    override fun unwrap(wrapped: ByteArray): ByteArray = when {
        locked -> throw StorageLockedException()
        invalidated -> throw KeyInvalidatedException()
        else -> aes.unwrap(wrapped)
    }
}
