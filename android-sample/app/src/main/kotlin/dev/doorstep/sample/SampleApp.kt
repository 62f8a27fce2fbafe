package dev.doorstep.sample

import android.app.Application
import android.content.SharedPreferences
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepConfig
import dev.doorstep.android.AndroidStorage
import dev.doorstep.sample.drawer.sandboxSolver
import dev.doorstep.sample.models.Host
import dev.doorstep.sample.models.HttpApi
import dev.doorstep.sample.models.Memory
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** The process: one client, made off the main thread when it is first needed. */
class SampleApp : Application(), Host {
    private val making = Mutex()
    private var client: Doorstep? = null
    private val kept by lazy { DeviceMemory(getSharedPreferences("sample", MODE_PRIVATE)) }
    override val memory: Memory get() = kept
    override val solver = sandboxSolver { kept.sandbox ?: BuildConfig.API.removeSuffix("/api/todo") }
    override val api = HttpApi { kept.sandbox?.let { "$it/api/todo" } ?: BuildConfig.API }

    /** Where a developer's sandbox listens: debug builds can point the app at it. */
    var sandbox: String?
        get() = kept.sandbox
        set(address) {
            kept.sandbox = address
            client = null
        }

    override suspend fun doorstep(): Doorstep = making.withLock {
        client ?: withContext(Dispatchers.IO) { make() }.also { client = it }
    }

    private fun make(): Doorstep {
        val storage = AndroidStorage(this)
        val config = DoorstepConfig(
            authority = kept.sandbox?.let { "$it/contoso.onmicrosoft.com" } ?: BuildConfig.AUTHORITY,
            clientId = BuildConfig.CLIENT_ID,
            redirectUri = "msauth://dev.doorstep.sample/callback",
            allowsPlainHttpToThisMachine = BuildConfig.DEBUG,
        )
        return Doorstep(config, storage.vault, storage.records)
    }
}

/** What the app keeps besides the library's records: nothing secret, and nothing about the person. */
private class DeviceMemory(private val kept: SharedPreferences) : Memory {
    override var lastMethod: String?
        get() = kept.getString("lastMethod", null)
        set(word) = kept.edit().putString("lastMethod", word).apply()

    override var consent: Boolean
        get() = kept.getBoolean("consent", false)
        set(given) = kept.edit().putBoolean("consent", given).apply()

    var sandbox: String?
        get() = kept.getString("sandbox", null).takeIf { BuildConfig.DEBUG }
        set(address) = kept.edit().putString("sandbox", address).apply()
}
