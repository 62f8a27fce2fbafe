package androidx.lifecycle

import androidx.activity.onDeviceOnly
import androidx.lifecycle.viewmodel.CreationExtras

/** As AndroidX's own of the same name. */
@Suppress("UnusedReceiverParameter")
fun CreationExtras.createSavedStateHandle(): SavedStateHandle = onDeviceOnly()
