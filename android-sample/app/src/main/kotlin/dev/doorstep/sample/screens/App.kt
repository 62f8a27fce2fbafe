package dev.doorstep.sample.screens

import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalAutofillManager
import dev.doorstep.sample.models.AppModel
import dev.doorstep.sample.models.Place

/** The whole app: the screen of the place where the person is. */
@Composable
fun App(app: AppModel) {
    val place by app.place.collectAsState()
    val autofill = LocalAutofillManager.current
    LaunchedEffect(place) {
        // A password is offered for saving once it was right, and forgotten when the person turned back.
        if (place is Place.SignedIn) autofill?.commit() else if (place is Place.Entry) autofill?.cancel()
    }
    when (val here = place) {
        Place.Opening -> Surface(Modifier.fillMaxSize()) {}
        is Place.Entry -> EntryScreen(here.model)
        is Place.SignIn -> SignInScreens(here.model)
        is Place.SignUp -> SignUpScreens(here.model)
        is Place.ResetPassword -> ResetPasswordScreens(here.model)
        is Place.SignedIn -> AccountScreen(here.model, app::addAccount)
    }
}
