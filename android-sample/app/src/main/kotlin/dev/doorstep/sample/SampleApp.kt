package dev.doorstep.sample

import android.app.Application
import android.view.MotionEvent
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepConfig
import dev.doorstep.android.AndroidStorage
import dev.doorstep.android.DeviceSignals
import dev.doorstep.sample.drawer.riskProvider
import dev.doorstep.sample.drawer.sandboxSolver
import dev.doorstep.sample.models.Host
import dev.doorstep.sample.models.HttpApi
import dev.doorstep.sample.models.Memory
import dev.doorstep.sample.models.SignalsModel
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** The process: one client, made off the main thread when it is first needed. */
class SampleApp : Application(), Host {
    private val making = Mutex()
    private var client: Doorstep? = null
    private val kept by lazy { DeviceMemory(getSharedPreferences("sample", MODE_PRIVATE)) }
    private val device by lazy { DeviceSignals(this, BuildConfig.VERSION_NAME) }
    override val memory: Memory get() = kept
    override val signals by lazy { SignalsModel(memory, device::addTo) }
    override val solver = sandboxSolver { kept.sandbox?.address ?: BuildConfig.API.removeSuffix("/api/todo") }
    override val api = HttpApi { kept.sandbox?.api ?: BuildConfig.API }

    /** Where a developer's sandbox listens: debug builds can point the app at it. */
    var sandbox: SandboxAddress?
        get() = kept.sandbox
        set(address) {
            kept.sandbox = address
            client = null
        }

    /** Counts a touch, and whether another app's window lay over this one. */
    fun touched(event: MotionEvent) = device.onTouch(event)

    override suspend fun doorstep(): Doorstep = making.withLock {
        client ?: withContext(Dispatchers.IO) { make() }.also { client = it }
    }

    private fun make(): Doorstep {
        val storage = AndroidStorage(this)
        val config = DoorstepConfig(
            authority = kept.sandbox?.authority ?: BuildConfig.AUTHORITY,
            clientId = BuildConfig.CLIENT_ID,
            redirectUri = "msauth://dev.doorstep.sample/callback",
            allowsPlainHttpToThisMachine = BuildConfig.DEBUG,
        )
        val provider = riskProvider(kept.sandbox?.risk, kept.device)
        val client = Doorstep(config, storage.vault, storage.records, signals = provider?.let(signals::signals))
        signals.attach(client)
        return client
    }
}
