package dev.doorstep.sample

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModelStore
import dev.doorstep.Device
import dev.doorstep.Doorstep
import dev.doorstep.RiskBudgets
import dev.doorstep.Sandbox
import dev.doorstep.sample.drawer.riskProvider
import dev.doorstep.sample.drawer.sandboxSolver
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.models.Calls
import dev.doorstep.sample.models.Host
import dev.doorstep.sample.models.HttpApi
import dev.doorstep.sample.models.Journey
import dev.doorstep.sample.models.Memory
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.SignalsModel
import dev.doorstep.sample.models.Trouble
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.setMain
import kotlinx.coroutines.withTimeout
import java.io.File
import java.net.URI
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A phone with the app on it. What is saved outlives the app; everything else ends with [kill]. */
internal class Rig(val sandbox: Sandbox, val device: Device) : Host {
    val saved = SavedStateHandle()
    override val memory = object : Memory {
        override var lastMethod: String? = null
        override var consent = false
    }
    override val solver = sandboxSolver { URI(sandbox.tenant).let { "${it.scheme}://${it.authority}" } }
    override val api = HttpApi { sandbox.api }
    override var signals = SignalsModel(memory) { it.os = "android" }
        private set
    var build: () -> Doorstep = { device.doorstep() }
    private var client: Doorstep? = null
    private var store = ViewModelStore()
    private var clock = 0L

    override suspend fun doorstep(): Doorstep = client ?: build().also { client = it }

    override fun now(): Long = System.currentTimeMillis() + clock

    /** The app, as the launcher starts it. */
    fun launch(): AppModel = AppModel(saved, this).also { store.put("app", it) }

    /** What Android does to an app in the background. */
    fun kill() {
        store.clear()
        store = ViewModelStore()
        client = null
        signals = SignalsModel(memory) { it.os = "android" }
    }

    /** Has the app go through the sandbox's gate, with the risk provider that profiles this device. */
    fun judged() {
        val budgets = RiskBudgets(20.seconds, 20.seconds, 20.seconds, 20.seconds)
        build = {
            val provider = checkNotNull(riskProvider(sandbox.risk, "my-phone"))
            device.doorstep(authority = sandbox.gate, signals = signals.signals(provider, budgets)).also { signals.attach(it) }
        }
    }

    /** Lets [seconds] pass for the app's own clock. */
    fun wait(seconds: Int) {
        clock += seconds * 1000L
    }
}

/** Runs a test on a phone and a sandbox of their own. */
internal fun onPhone(vararg flags: String, test: suspend Rig.() -> Unit): Unit = runBlocking {
    onMainThread()
    Sandbox(*flags).use { sandbox ->
        val device = Device(sandbox.tenant)
        try {
            Rig(sandbox, device).test()
        } finally {
            device.folder.deleteRecursively()
        }
    }
}

/** The one thread of the app's models, as on a phone. */
@OptIn(ExperimentalCoroutinesApi::class)
internal fun onMainThread() = Dispatchers.setMain(main)

private val main = Executors.newSingleThreadExecutor { Thread(it, "main").apply { isDaemon = true } }.asCoroutineDispatcher()

/** A seed of the sandbox's scenarios, as flags. */
internal fun scenario(name: String): Array<String> =
    arrayOf("--seed", File(checkNotNull(System.getProperty("sample.scenarios")), "$name.toml").path)

/** Eve, who needs a second factor and has one alone. */
internal const val ONE_METHOD = """{"username":"eve@contoso.example","password":"Tulip-42!x","groups":["mfa"],
    "methods":[{"channel":"sms","target":"+15550100199"}]}"""

internal suspend inline fun <reified P : Place> AppModel.at(): P =
    withTimeout(1.minutes) { place.filterIsInstance<P>().first() }

internal suspend inline fun <reified S : Any> Journey<*>.at(): S =
    withTimeout(1.minutes) { step.filterIsInstance<S>().first().also { calls.busy.first { busy -> !busy } } }

internal suspend fun Calls.refusal(): Trouble = withTimeout(1.minutes) {
    trouble.filterNotNull().first().also { busy.first { running -> !running } }
}

/** The app at its first field, once that is there. */
internal suspend fun AppModel.entry() = at<Place.Entry>().model

/** The sign-in of [address], at its first step. */
internal suspend fun AppModel.signingIn(address: String) = entry().signIn(address).let { at<Place.SignIn>().model }
