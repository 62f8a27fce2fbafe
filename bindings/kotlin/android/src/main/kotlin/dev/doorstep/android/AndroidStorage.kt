package dev.doorstep.android

import android.content.Context
import android.os.UserManager
import dev.doorstep.FileRecords
import dev.doorstep.FileVault
import dev.doorstep.KeyWrap
import dev.doorstep.Records
import dev.doorstep.StorageLockedException
import dev.doorstep.Vault
import dev.doorstep.VaultAnswer
import java.io.File

/**
 * Where an app on Android keeps what the library saves: sealed files below `Context.noBackupFilesDir`, which no backup and
 * no transfer to another device takes along, and their data key wrapped by the Keystore. Until the device was unlocked
 * for the first time after it was started, all of it is locked, and nothing is lost.
 *
 * @param name keeps several clients of one app apart
 */
public class AndroidStorage(context: Context, name: String = "default", wrap: KeyWrap = KeystoreWrap()) {
    private val app: Context = context.applicationContext
    private val folder by lazy { File(app.noBackupFilesDir, "doorstep/$name") }
    private val keyFile by lazy { FileVault(File(made(folder), "key"), wrap) }
    private val files by lazy { FileRecords(File(folder, "records")) }

    init {
        require(name.matches(NAME)) { "a name is made of a-z, 0-9 and -" }
    }

    /** For the constructor of `Doorstep`. */
    public val vault: Vault = object : Vault {
        override fun dataKey(): VaultAnswer = if (isLocked()) VaultAnswer.Locked else keyFile.dataKey()

        override fun storeDataKey(key: ByteArray) = unlocked { keyFile.storeDataKey(key) }
    }

    /** For the constructor of `Doorstep`. */
    public val records: Records = object : Records {
        override fun save(key: String, bytes: ByteArray) = unlocked { files.save(key, bytes) }

        override fun load(key: String): ByteArray? = unlocked { files.load(key) }

        override fun delete(key: String) = unlocked { files.delete(key) }

        override fun list(prefix: String): List<String> = unlocked { files.list(prefix) }
    }

    private fun isLocked(): Boolean =
        (app.getSystemService(Context.USER_SERVICE) as UserManager?)?.isUserUnlocked == false

    private inline fun <T> unlocked(call: () -> T): T = if (isLocked()) throw StorageLockedException() else call()

    private companion object {
        val NAME = Regex("[a-z0-9-]+")

        fun made(folder: File): File = folder.apply { mkdirs() }
    }
}
