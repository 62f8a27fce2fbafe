package dev.doorstep

import kotlinx.coroutines.runBlocking
import java.net.URL
import java.net.URLClassLoader
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.TimeUnit
import kotlin.coroutines.Continuation
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.system.exitProcess
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Where the native library is loaded. */
internal class WarmUpTest {
    @Test
    fun warming_up_loads_the_library_on_another_thread() {
        val process = otherJvm(WarmingUp::class.java).start()
        assertEquals("on another thread", process.inputStream.bufferedReader().readLine())
        assertTrue(process.waitFor(1, TimeUnit.MINUTES))
    }
}

/** Warms up on the main thread. In a process of its own: a library tells the native side once where its hooks are. */
internal object WarmingUp {
    @JvmStatic
    fun main(arguments: Array<String>): Unit = runBlocking {
        val classes = Anew()
        classes.warmUp()
        val loader = checkNotNull(classes.loadedBy["dev.doorstep.ffi.UniffiLib"])
        println(if (loader == Thread.currentThread()) "on the main thread" else "on another thread")
        exitProcess(0)
    }
}

/** The library's classes, and who has each of them loaded. */
private class Anew : URLClassLoader(places(), Anew::class.java.classLoader) {
    val loadedBy = ConcurrentHashMap<String, Thread>()

    override fun loadClass(name: String, resolve: Boolean): Class<*> {
        if (!name.startsWith("dev.doorstep.")) return super.loadClass(name, resolve)
        return synchronized(getClassLoadingLock(name)) {
            loadedBy.putIfAbsent(name, Thread.currentThread())
            findLoadedClass(name) ?: findClass(name)
        }
    }

    suspend fun warmUp() {
        val companion = loadClass("dev.doorstep.Doorstep").getField("Companion").get(null)
        val warmUp = companion.javaClass.getMethod("warmUp", Continuation::class.java)
        suspendCoroutineUninterceptedOrReturn<Any?> { warmUp.invoke(companion, it) }
    }

    private companion object {
        fun places(): Array<URL> = listOf(Doorstep::class, dev.doorstep.ffi.Client::class)
            .map { it.java.protectionDomain.codeSource.location }
            .toTypedArray()
    }
}
