package dev.doorstep.sample.drawer

import dev.doorstep.RiskProvider
import dev.doorstep.adapters.ThreatMetrixProfiling
import dev.doorstep.adapters.ThreatMetrixProvider
import dev.doorstep.adapters.ThreatMetrixStatus
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI
import kotlin.concurrent.thread

/** The vendor's adapter above the sandbox's own profiler, where the drawer names a risk provider at [address]. */
fun riskProvider(address: String?, device: String): RiskProvider? =
    address?.let { ThreatMetrixProvider(SandboxProfiling(it, device)) }

/** Profiles this device with the sandbox's risk provider, as the vendor's software does with the vendor's. */
private class SandboxProfiling(private val provider: String, private val device: String) : ThreatMetrixProfiling {
    override fun profile(session: String, onEnd: (ThreatMetrixStatus) -> Unit): String {
        thread(isDaemon = true) { onEnd(if (post(session)) ThreatMetrixStatus.OK else ThreatMetrixStatus.FAILED) }
        return session
    }

    /** The sandbox's provider goes by the device alone. */
    override fun sendBehaviour() = Unit

    /** A profile is one request, which ends by itself. */
    override fun cancel() = Unit

    private fun post(session: String): Boolean = try {
        val connection = URI("$provider/fp/device").toURL().openConnection() as HttpURLConnection
        connection.doOutput = true
        connection.setRequestProperty("content-type", "application/json")
        connection.outputStream.use { it.write("""{"session_id":"$session","device_id":"$device"}""".toByteArray()) }
        connection.responseCode < 300
    } catch (_: IOException) {
        false
    }
}
