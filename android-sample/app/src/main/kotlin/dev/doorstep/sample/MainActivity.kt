package dev.doorstep.sample

import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.view.MotionEvent
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.viewModels
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.lifecycle.createSavedStateHandle
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import dev.doorstep.android.CustomTab
import dev.doorstep.android.takeBrowserCallback
import dev.doorstep.sample.drawer.DeveloperDrawer
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.parts.SampleTheme
import dev.doorstep.sample.screens.App

/** The one activity. What only Android has meets the models here, and nowhere else. */
class MainActivity : ComponentActivity() {
    private val app: AppModel by viewModels(
        factoryProducer = {
            viewModelFactory { initializer { AppModel(createSavedStateHandle(), application as SampleApp) } }
        },
    )

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        // Nobody draws over a password: by the system where it can, else a touch through another window is dropped.
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) window.setHideOverlayWindows(true)
        window.decorView.filterTouchesWhenObscured = true
        intent.takeBrowserCallback()?.let(app::cameBack)
        setContent {
            val hides by app.hidesContent.collectAsState(initial = true)
            SideEffect { hideContent(hides) }
            LaunchedEffect(app) { app.pages.collect(::open) }
            SampleTheme {
                App(app)
                DeveloperDrawer(application as SampleApp)
            }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        intent.takeBrowserCallback()?.let(app::cameBack)
    }

    /** Another app's window above this one is worth a signal, where the person consented to any. */
    override fun dispatchTouchEvent(event: MotionEvent): Boolean {
        (application as SampleApp).touched(event)
        return super.dispatchTouchEvent(event)
    }

    /** Keeps passwords and codes out of the app switcher, screenshots and recordings. */
    private fun hideContent(hides: Boolean) {
        val secure = WindowManager.LayoutParams.FLAG_SECURE
        if (hides) window.addFlags(secure) else window.clearFlags(secure)
    }

    private fun open(page: String) {
        if (!CustomTab().open(this, page)) app.openBrowserFailed()
    }
}
