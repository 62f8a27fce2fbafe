package dev.doorstep.sample.screens

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.navigationBars
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalAutofillManager
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import dev.doorstep.sample.R
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.models.Place
import dev.doorstep.sample.models.SignalsModel
import dev.doorstep.sample.parts.Quiet

/** The whole app: the screen of the place where the person is. */
@Composable
fun App(app: AppModel) {
    val place by app.place.collectAsState()
    val autofill = LocalAutofillManager.current
    LaunchedEffect(place) {
        // A password is offered for saving once it was right, and forgotten when the person turned back.
        if (place is Place.SignedIn) autofill?.commit() else if (place is Place.Entry) autofill?.cancel()
    }
    Surface(Modifier.fillMaxSize()) {
        Column {
            Box(Modifier.weight(1f)) { Here(place, app) }
            SignalsLink(app.signals)
        }
    }
}

@Composable
private fun Here(place: Place, app: AppModel) = when (place) {
    Place.Opening -> Unit
    is Place.Entry -> EntryScreen(place.model)
    is Place.SignIn -> SignInScreens(place.model)
    is Place.SignUp -> SignUpScreens(place.model)
    is Place.ResetPassword -> ResetPasswordScreens(place.model)
    is Place.DeviceLost -> DeviceLostScreen(place.model)
    is Place.SignedIn -> AccountScreen(place.model, app::addAccount)
}

/** The way to the risk signals, from everywhere, where the app has any. */
@Composable
private fun SignalsLink(model: SignalsModel) {
    val isOffered by model.isOffered.collectAsState()
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (isOffered) {
        Box(Modifier.windowInsetsPadding(WindowInsets.navigationBars)) {
            Quiet(stringResource(R.string.signals_title)) { isOpen = true }
        }
    }
    if (isOpen) {
        Dialog(onDismissRequest = { isOpen = false }, DialogProperties(usePlatformDefaultWidth = false)) {
            SignalsScreen(model) { isOpen = false }
        }
    }
}
