package dev.doorstep.sample

import android.content.SharedPreferences
import dev.doorstep.sample.models.Memory
import java.util.UUID

/** What the app keeps besides the library's records: nothing secret, and nothing about the person. */
internal class DeviceMemory(private val kept: SharedPreferences) : Memory {
    override var lastMethod: String?
        get() = kept.getString("lastMethod", null)
        set(word) = kept.edit().putString("lastMethod", word).apply()

    override var consent: Boolean
        get() = kept.getBoolean("consent", false)
        set(given) = kept.edit().putBoolean("consent", given).apply()

    /** The sandbox of debug builds. */
    var sandbox: SandboxAddress?
        get() = kept.getString("sandbox", null)?.takeIf { BuildConfig.DEBUG }
            ?.let { SandboxAddress(it, kept.getString("gate", null), kept.getString("risk", null)) }
        set(at) = kept.edit().putString("sandbox", at?.address).putString("gate", at?.gate).putString("risk", at?.risk).apply()

    /** What debug builds call this device before the sandbox's risk provider. */
    val device: String get() = kept.getString("device", null)
        ?: UUID.randomUUID().toString().also { kept.edit().putString("device", it).apply() }
}

/** Where a developer's sandbox listens, and where its gate and its risk provider do if the app shall go through them. */
class SandboxAddress(val address: String, val gate: String? = null, val risk: String? = null) {
    val authority: String get() = gate?.let { "$it/$TENANT" } ?: "$address/contoso.onmicrosoft.com"
    val api: String get() = "$address/api/todo"

    private companion object {
        /** The sandbox's own tenant, as its gate calls it. */
        const val TENANT = "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90"
    }
}
