package dev.doorstep.android

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.ContextWrapper
import android.content.Intent
import android.content.pm.ApplicationInfo
import android.content.pm.PackageManager
import android.os.UserManager
import java.io.File
import java.nio.file.Files

/** An app's context with a folder, a lock and browsers of its own. */
internal class Phone : ContextWrapper(null) {
    val folder: File = Files.createTempDirectory("doorstep").toFile()
    val users = UserManager(true)
    val opened = ArrayList<Intent>()
    var packages = PackageManager("org.browser", listOf("org.browser"))
    var hasBrowser = true

    override fun getApplicationContext(): Context = this

    override fun getNoBackupFilesDir(): File = File(folder, "no_backup").apply { mkdirs() }

    override fun getSystemService(name: String): Any? = users.takeIf { name == USER_SERVICE }

    override fun getApplicationInfo(): ApplicationInfo = ApplicationInfo().apply { flags = ApplicationInfo.FLAG_DEBUGGABLE }

    override fun getPackageManager(): PackageManager = packages

    override fun startActivity(intent: Intent) {
        if (!hasBrowser) throw ActivityNotFoundException()
        opened.add(intent)
    }
}
