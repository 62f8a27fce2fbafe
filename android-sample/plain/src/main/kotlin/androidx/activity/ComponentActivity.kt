package androidx.activity

import android.app.Activity
import androidx.lifecycle.ViewModel
import androidx.lifecycle.ViewModelProvider
import androidx.lifecycle.viewmodel.CreationExtras

/** Stands for AndroidX's own, as far as the sample's activity uses it: the compiler reads it, and nothing runs it. */
open class ComponentActivity : Activity()

/** As AndroidX's own of the same name. */
fun ComponentActivity.enableEdgeToEdge(): Unit = onDeviceOnly()

/** As AndroidX's own of the same name. */
@Suppress("UnusedReceiverParameter", "UNUSED_PARAMETER")
inline fun <reified VM : ViewModel> ComponentActivity.viewModels(
    noinline extrasProducer: (() -> CreationExtras)? = null,
    noinline factoryProducer: (() -> ViewModelProvider.Factory)? = null,
): Lazy<VM> = lazy { onDeviceOnly() }

/** Ends whoever runs a stand-in. */
fun onDeviceOnly(): Nothing = throw UnsupportedOperationException("only a device has activities")
