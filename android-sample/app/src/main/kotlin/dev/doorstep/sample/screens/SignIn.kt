package dev.doorstep.sample.screens

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.res.stringResource
import dev.doorstep.CodeSent
import dev.doorstep.SignInStep
import dev.doorstep.sample.R
import dev.doorstep.sample.models.Calls
import dev.doorstep.sample.models.SignInModel
import dev.doorstep.sample.models.TroubleKind
import dev.doorstep.sample.models.asked
import dev.doorstep.sample.parts.CodeField
import dev.doorstep.sample.parts.Frame
import dev.doorstep.sample.parts.PasswordField
import dev.doorstep.sample.parts.Quiet
import dev.doorstep.sample.parts.Resend
import dev.doorstep.sample.parts.isolated
import dev.doorstep.sample.parts.whyAgain
import dev.doorstep.sample.parts.wordsOf

/** A sign-in: one screen for each step. */
@Composable
fun SignInScreens(model: SignInModel) {
    val step by model.step.collectAsState()
    when (val now = step) {
        is SignInStep.PasswordRequired -> PasswordScreen(model)
        is SignInStep.CodeRequired -> CodeScreen(now.code, model.calls, model::now, model::stop, model::submitCode, model::resend)
        is SignInStep.MfaRequired -> MfaScreen(now, model)
        is SignInStep.MfaCodeRequired -> MfaCodeScreen(now, model)
        is SignInStep.RegistrationRequired -> RegistrationScreen(now, model)
        is SignInStep.RegistrationCodeRequired -> RegistrationCodeScreen(now, model)
        is SignInStep.BrowserRequired -> BrowserScreen(now.reason, model.calls, model::stop, model::openBrowser)
        is SignInStep.VerificationRequired -> VerificationScreen(now.challenge, model)
        is SignInStep.SignedIn, null -> Unit
    }
}

@Composable
private fun PasswordScreen(model: SignInModel) {
    val trouble by model.calls.trouble.collectAsState()
    Frame(
        stringResource(R.string.password_title),
        model.calls,
        model::stop,
        model.address.ifEmpty { null },
        onRemedy = { model.resetPassword() },
    ) { busy ->
        PasswordField(!busy, trouble, onPassword = model::submitPassword)
        Quiet(stringResource(R.string.forgot_password), enabled = !busy, onClick = model::resetPassword)
        Quiet(stringResource(R.string.lost), enabled = !busy, onClick = model::deviceLost)
    }
}

/** Any code: where it went, [why] there is one more, the boxes, and another one after a while. [more] is for other ways. */
@Composable
fun CodeScreen(
    code: CodeSent,
    calls: Calls,
    now: () -> Long,
    onCancel: () -> Unit,
    onCode: (String) -> Unit,
    onResend: () -> Unit,
    title: String = stringResource(R.string.code_title),
    why: String? = null,
    more: @Composable (busy: Boolean) -> Unit = {},
) {
    val trouble by calls.trouble.collectAsState()
    val asked = remember(code) { code.asked() }
    val sent = stringResource(R.string.code_sent, wordsOf(code.channel), isolated(code.sentTo))
    Frame(title, calls, onCancel, sent, onRemedy = { onCancel() }) { busy ->
        CodeField(asked, !busy, trouble?.kind == TroubleKind.WRONG_CODE, onCode)
        (code.repeats?.let { whyAgain(it) } ?: why)?.let { Text(it, color = MaterialTheme.colorScheme.onSurfaceVariant) }
        Resend(asked, now, !busy, onResend)
        more(busy)
    }
}
