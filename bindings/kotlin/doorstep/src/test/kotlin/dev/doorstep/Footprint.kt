package dev.doorstep

import com.sun.jna.Library
import com.sun.jna.Native
import com.sun.jna.NativeLong
import com.sun.jna.Platform
import com.sun.jna.Structure
import com.sun.jna.internal.Cleaner
import kotlinx.coroutines.delay
import java.io.File

/**
 * What the process holds.
 *
 * @property objects handles of the library's objects that the collector has not given back
 * @property nativeHeap what is allocated outside the JVM's heap, by the library and by the JVM itself
 */
internal data class Footprint(
    val objects: Int,
    val javaHeap: Long,
    val nativeHeap: Long,
    val resident: Long,
    val threads: Int,
) {
    companion object {
        /** Once the collector and the thread behind it have done what they are going to do. */
        suspend fun settled(): Footprint {
            var last = now()
            while (true) {
                delay(200)
                val next = now()
                if (next.objects >= last.objects) return next
                last = next
            }
        }

        private fun now(): Footprint {
            repeat(2) { System.gc() }
            val runtime = Runtime.getRuntime()
            val javaHeap = runtime.totalMemory() - runtime.freeMemory()
            return Footprint(objects(), javaHeap, allocated(), resident(), Thread.activeCount())
        }

        private fun objects(): Int {
            val cleaner = Cleaner.getCleaner()
            fun Any.member(name: String) = javaClass.getDeclaredField(name).apply { isAccessible = true }.get(this)
            return synchronized(cleaner) {
                generateSequence(cleaner.member("firstCleanable")) { it.member("next") }.count()
            }
        }

        private fun allocated(): Long {
            if (!Platform.isLinux()) return 0
            val info = Native.load("c", LibC::class.java).mallinfo2()
            return info.uordblks.toLong() + info.hblkhd.toLong()
        }

        private fun resident(): Long {
            if (!Platform.isLinux()) return 0
            val pages = File("/proc/self/statm").readText().split(' ')[1].toLong()
            return pages * 4096
        }
    }
}

/** What glibc says of its heap. */
internal interface LibC : Library {
    fun mallinfo2(): Mallinfo2
}

@Structure.FieldOrder(
    "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
)
internal class Mallinfo2 : Structure(), Structure.ByValue {
    @JvmField var arena = NativeLong()
    @JvmField var ordblks = NativeLong()
    @JvmField var smblks = NativeLong()
    @JvmField var hblks = NativeLong()
    @JvmField var hblkhd = NativeLong()
    @JvmField var usmblks = NativeLong()
    @JvmField var fsmblks = NativeLong()
    @JvmField var uordblks = NativeLong()
    @JvmField var fordblks = NativeLong()
    @JvmField var keepcost = NativeLong()
}
