package dev.doorstep

import kotlinx.coroutines.runBlocking
import java.net.URL
import java.net.URLClassLoader
import java.util.concurrent.ConcurrentHashMap
import kotlin.coroutines.Continuation
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.test.Test
import kotlin.test.assertNotNull
import kotlin.test.assertNotSame

/** Where the native library is loaded. */
internal class WarmUpTest {
    @Test
    fun warming_up_loads_the_library_on_another_thread() = runBlocking<Unit> {
        val classes = Anew()
        val main = Thread.currentThread()
        classes.warmUp()
        assertNotSame(main, assertNotNull(classes.loadedBy["dev.doorstep.ffi.UniffiLib"]))
    }
}

/** The library's classes once more, as in a process that has not called it yet; it notes who has each loaded. */
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
