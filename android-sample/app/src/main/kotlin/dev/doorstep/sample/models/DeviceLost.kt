package dev.doorstep.sample.models

import dev.doorstep.RecoveryReason

/** The recovery of a lost device: a password reset that does more. It says so before anything begins. */
class DeviceLostModel(val address: String, private val app: AppModel) {
    val calls = Calls(app.scope)

    fun begin() = app.resetPassword(address, RecoveryReason.DEVICE_LOST)

    fun stop() = app.leave(address)
}
