package dev.doorstep.bench

import dev.doorstep.Account
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepConfig
import dev.doorstep.Http
import dev.doorstep.HttpRequest
import dev.doorstep.HttpResponse
import dev.doorstep.Records
import dev.doorstep.SignInStep
import dev.doorstep.Slot
import dev.doorstep.Transport
import dev.doorstep.Vault
import dev.doorstep.VaultAnswer
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger

/** The library with a host that answers at once and keeps everything in memory. */
internal class Ours {
    private val host = CountingHost()
    private val doorstep = Doorstep(
        DoorstepConfig("https://contoso.ciamlogin.com/", "11111111-1111-4111-8111-111111111111"),
        host,
        host,
        Http.Host(host),
    )

    /** A sign-in up to the step that is timed. */
    suspend fun passwordStep(): SignInStep.PasswordRequired =
        doorstep.signIn("ada@contoso.example").start() as SignInStep.PasswordRequired

    /** One whole step, and how long it took in nanoseconds. */
    suspend fun step(): Long {
        val step = passwordStep()
        host.calls.set(0)
        val begun = System.nanoTime()
        val next = step.reply.submit("correct horse")
        val took = System.nanoTime() - begun
        check(next is SignInStep.SignedIn)
        return took
    }

    /** How often the last step called its host. */
    fun calls(): Int = host.calls.get()

    suspend fun account(): Account = (passwordStep().reply.submit("correct horse") as SignInStep.SignedIn).account
}

private class CountingHost : Transport, Vault, Records {
    val calls = AtomicInteger()
    private val records = ConcurrentHashMap<String, ByteArray>()

    @Volatile
    private var key: ByteArray? = null

    override fun send(id: Long, request: HttpRequest, slot: Slot) {
        calls.incrementAndGet()
        val type = "content-type" to "application/json"
        slot.complete(HttpResponse(200, listOf(type), Answers.to(request.url)))
    }

    override fun abort(id: Long) {
        calls.incrementAndGet()
    }

    override fun dataKey(): VaultAnswer {
        calls.incrementAndGet()
        return key?.let { VaultAnswer.Key(it.copyOf()) } ?: VaultAnswer.Missing
    }

    override fun storeDataKey(key: ByteArray) {
        calls.incrementAndGet()
        this.key = key.copyOf()
    }

    override fun save(key: String, bytes: ByteArray) {
        calls.incrementAndGet()
        records[key] = bytes
    }

    override fun load(key: String): ByteArray? {
        calls.incrementAndGet()
        return records[key]
    }

    override fun delete(key: String) {
        calls.incrementAndGet()
        records.remove(key)
    }

    override fun list(prefix: String): List<String> {
        calls.incrementAndGet()
        return records.keys.filter { it.startsWith(prefix) }
    }
}
