package dev.doorstep.android

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.StrongBoxUnavailableException

/** Marks what must be called only where the device's version of Android is looked at first. */
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.CLASS)
internal annotation class NewerAndroid

/** What the oldest Android that counts does not have. Everything else keeps to API 24, which the build checks. */
@NewerAndroid
internal object Later {
    fun putInStrongBox(spec: KeyGenParameterSpec.Builder) {
        spec.setIsStrongBoxBacked(true)
    }

    fun tieToUnlockedDevice(spec: KeyGenParameterSpec.Builder) {
        spec.setUnlockedDeviceRequired(true)
    }

    fun lacksStrongBox(failure: Throwable): Boolean =
        Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && failure is StrongBoxUnavailableException
}
