package dev.doorstep.android

import android.content.Context
import android.content.Intent
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import dev.doorstep.Account
import dev.doorstep.AuthMethod
import dev.doorstep.CodeInput
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepConfig
import dev.doorstep.DoorstepException
import dev.doorstep.Landing
import dev.doorstep.PasswordReply
import dev.doorstep.Problem
import dev.doorstep.RegistrationMethod
import dev.doorstep.ResumedFlow
import dev.doorstep.SignInFlow
import dev.doorstep.SignInStep
import dev.doorstep.StepUp
import dev.doorstep.cancelledWithCaller
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

// snippet: docs/getting-started/android.md client

// snippet: docs/getting-started/android.md view-model

internal fun codeField(field: Field, model: SignInViewModel, step: SignInStep.MfaCodeRequired) {
    // snippet: docs/getting-started/android.md code-field
}

internal suspend fun authorization(doorstep: Doorstep): String? {
    // snippet: docs/getting-started/android.md account
}

// snippet: docs/getting-started/android.md step-up

// snippet: docs/getting-started/android.md browser

internal fun onNewIntent(intent: Intent, model: SignInViewModel) {
    // snippet: docs/getting-started/android.md callback
}

// snippet: docs/getting-started/android.md errors

internal suspend fun submitOrEnd(flow: SignInFlow, reply: PasswordReply, password: CharSequence): SignInStep {
    // snippet: docs/getting-started/android.md cancelling
    return step
}
