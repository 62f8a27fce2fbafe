package dev.doorstep.sample.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.res.stringResource
import dev.doorstep.ResetPasswordStep
import dev.doorstep.sample.R
import dev.doorstep.sample.models.ResetPasswordModel
import dev.doorstep.sample.parts.Act
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.PasswordField

/** A password reset: one screen for each step. */
@Composable
fun ResetPasswordScreens(model: ResetPasswordModel) {
    val step by model.step.collectAsState()
    when (val now = step) {
        is ResetPasswordStep.CodeRequired ->
            CodeScreen(now.code, model.calls, model::now, model::stop, model::submitCode, model::resend)
        is ResetPasswordStep.NewPasswordRequired -> NewPasswordScreen(model)
        is ResetPasswordStep.NewPasswordSubmitted -> WaitScreen(model)
        is ResetPasswordStep.BrowserRequired -> BrowserScreen(now.reason, model.calls, model::stop, model::openBrowser)
        is ResetPasswordStep.VerificationRequired -> VerificationScreen(now.challenge, model)
        is ResetPasswordStep.PasswordReset -> ResetScreen(now, model)
        null -> Unit
    }
}

@Composable
private fun NewPasswordScreen(model: ResetPasswordModel) {
    val trouble by model.calls.trouble.collectAsState()
    Frame(
        stringResource(R.string.reset_title),
        model.calls,
        model::stop,
        stringResource(R.string.reset_more),
        onRemedy = { model.stop() },
    ) { busy -> PasswordField(!busy, trouble, isNew = true, onPassword = model::submitPassword) }
}

@Composable
private fun ResetScreen(step: ResetPasswordStep.PasswordReset, model: ResetPasswordModel) = if (step.recovery == null) {
    DoneScreen(stringResource(R.string.reset_done), null, model, model::goOn)
} else {
    DoneScreen(stringResource(R.string.lost_done), stringResource(R.string.lost_done_more), model, model::goOn)
}

@Composable
private fun WaitScreen(model: ResetPasswordModel) = Frame(
    stringResource(R.string.reset_waiting),
    model.calls,
    model::stop,
    stringResource(R.string.reset_waiting_more),
    onRemedy = { model.stop() },
) { busy -> Act(stringResource(R.string.look_again), enabled = !busy, onClick = model::waitOn) }
