package dev.doorstep

import java.io.File
import java.io.FileOutputStream
import java.io.IOException

/**
 * Keeps sealed bytes under short keys made of `a-z`, `0-9` and `-`. It is called on threads of the library's, and must
 * not call the library, which may wait for it. What it throws is an error of the area [Area.Storage]; a [StorageLockedException] means that nothing is lost.
 */
public interface Records {
    /** Stores [bytes] under [key] in one piece: a reader sees the old record or the new one. */
    public fun save(key: String, bytes: ByteArray)

    /** The record under [key], if there is one. */
    public fun load(key: String): ByteArray?

    /** Removes the record under [key]; fine when there is none. */
    public fun delete(key: String)

    /** The keys that begin with [prefix], in any order. */
    public fun list(prefix: String): List<String>
}

/**
 * Records as files of [folder], which is made when it is not there. Put it where backups do not look, on Android
 * below `Context.noBackupFilesDir`: a record that comes back on another device cannot be opened there.
 */
public class FileRecords(private val folder: File) : Records {
    init {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("the folder of the records cannot be made")
        folder.keepPrivate()
        folder.sweep()
    }

    override fun save(key: String, bytes: ByteArray): Unit = file(key).replaceWith(bytes)

    override fun load(key: String): ByteArray? = file(key).takeIf(File::exists)?.readBytes()

    override fun delete(key: String) {
        val file = file(key)
        if (!file.delete() && file.exists()) throw IOException("a record cannot be deleted")
    }

    override fun list(prefix: String): List<String> =
        folder.list()?.filter { it.startsWith(prefix) && !it.endsWith(UNFINISHED) }
            ?: throw IOException("the records cannot be listed")

    private fun file(key: String): File {
        require(key.matches(KEY)) { "not a key of a record" }
        return File(folder, key)
    }

    private companion object {
        val KEY = Regex("[a-z0-9-]+")
    }
}

private const val UNFINISHED = ".tmp"

/** No write takes longer. */
private const val LONGEST_WRITE_MILLIS = 60_000L

/** Removes what processes left in this folder that died while they wrote. */
private fun File.sweep() {
    val before = System.currentTimeMillis() - LONGEST_WRITE_MILLIS
    listFiles()?.filter { it.name.endsWith(UNFINISHED) && it.lastModified() < before }?.forEach(File::delete)
}

/**
 * Writes [bytes] beside this file and puts them in its place, so that no reader sees half of them. Each write has a file
 * of its own: two at a time, also of two processes, do not write into each other.
 */
internal fun File.replaceWith(bytes: ByteArray) {
    val unfinished = File.createTempFile("$name-new", UNFINISHED, absoluteFile.parentFile)
    try {
        FileOutputStream(unfinished).use { out ->
            unfinished.keepPrivate()
            out.write(bytes)
            out.fd.sync()
        }
        if (!unfinished.renameTo(this)) throw IOException("a file cannot be put in its place")
    } finally {
        unfinished.delete()
    }
}

/** Takes the file from everybody but its owner, where the platform knows owners. */
private fun File.keepPrivate() {
    setReadable(false, false)
    setReadable(true, true)
    setWritable(false, false)
    setWritable(true, true)
    if (isDirectory) {
        setExecutable(false, false)
        setExecutable(true, true)
    }
}

/** [Records], as the library calls them. */
internal class RawRecords(private val host: Records) : dev.doorstep.ffi.Records {
    override fun save(key: String, bytes: ByteArray): Unit = lockable { host.save(key, bytes) }

    override fun load(key: String): ByteArray? = lockable { host.load(key) }

    override fun delete(key: String): Unit = lockable { host.delete(key) }

    override fun list(prefix: String): List<String> = lockable { host.list(prefix) }
}
