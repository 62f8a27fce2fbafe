package dev.doorstep

import java.util.concurrent.ConcurrentHashMap

/** Records in memory: the disk is not what is measured. */
internal class MemoryRecords : Records {
    private val all = ConcurrentHashMap<String, ByteArray>()

    override fun save(key: String, bytes: ByteArray) {
        all[key] = bytes
    }

    override fun load(key: String): ByteArray? = all[key]

    override fun delete(key: String) {
        all.remove(key)
    }

    override fun list(prefix: String): List<String> = all.keys.filter { it.startsWith(prefix) }
}
