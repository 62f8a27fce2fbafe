package dev.doorstep.sample.parts

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.doorstep.BrowserReasonKind
import dev.doorstep.Channel
import dev.doorstep.CodePurpose
import dev.doorstep.Problem
import dev.doorstep.sample.R
import dev.doorstep.sample.models.FieldProblem
import dev.doorstep.sample.models.Remedy
import dev.doorstep.sample.models.SignalKind
import dev.doorstep.sample.models.Strength
import dev.doorstep.sample.models.Trouble
import dev.doorstep.sample.models.TroubleKind

/** The sentence for [trouble]: never a text of the service's. */
@Composable
fun wordsOf(trouble: Trouble): String = stringResource(
    when (trouble.kind) {
        TroubleKind.WRONG_PASSWORD -> R.string.wrong_password
        TroubleKind.WRONG_CODE -> R.string.wrong_code
        TroubleKind.NO_ACCOUNT -> R.string.no_account
        TroubleKind.ACCOUNT_EXISTS -> R.string.account_exists
        TroubleKind.PASSWORD_RULE -> ruleOf(trouble.problem)
        TroubleKind.ADDRESS -> R.string.bad_address
        TroubleKind.CONTACT -> R.string.bad_contact
        TroubleKind.METHOD_BLOCKED -> R.string.method_blocked
        TroubleKind.ATTRIBUTES -> R.string.bad_attributes
        TroubleKind.MUST_RESET -> R.string.must_reset
        TroubleKind.BROWSER_CANCELLED -> R.string.browser_cancelled
        TroubleKind.OTHER_INPUT -> R.string.bad_input
        TroubleKind.OFFLINE -> R.string.offline
        TroubleKind.THROTTLED, TroubleKind.WAIT -> R.string.throttled
        TroubleKind.LOCKED_OUT -> R.string.locked_out
        TroubleKind.TOO_MANY_CODES -> R.string.too_many_codes
        TroubleKind.STORE_LOCKED -> R.string.store_locked
        TroubleKind.SERVER -> R.string.server
        TroubleKind.RISK_AWAY -> R.string.risk_away
        TroubleKind.EXPIRED -> R.string.expired
        TroubleKind.SIGNED_OUT -> R.string.signed_out
        TroubleKind.STALE -> R.string.stale
        TroubleKind.DENIED -> R.string.denied
        TroubleKind.RISK -> R.string.risk
        TroubleKind.NO_RECOVERY -> R.string.no_recovery
        TroubleKind.BROKEN -> R.string.broken
        TroubleKind.NO_BROWSER -> R.string.no_browser
        TroubleKind.API -> R.string.api_refused
    },
)

private fun ruleOf(problem: Problem?): Int = when (problem) {
    Problem.PASSWORD_TOO_WEAK -> R.string.password_too_weak
    Problem.PASSWORD_TOO_SHORT -> R.string.password_too_short
    Problem.PASSWORD_TOO_LONG -> R.string.password_too_long
    Problem.PASSWORD_RECENTLY_USED, Problem.PASSWORD_NOT_CHANGED -> R.string.password_recently_used
    Problem.PASSWORD_BANNED -> R.string.password_banned
    Problem.BLANK_PASSWORD -> R.string.password_blank
    else -> R.string.password_invalid
}

/** The button for [remedy]. */
@Composable
fun wordsOf(remedy: Remedy): String = stringResource(
    when (remedy) {
        Remedy.RESET_PASSWORD -> R.string.forgot_password
        Remedy.SIGN_UP -> R.string.create_account
        Remedy.SIGN_IN -> R.string.sign_in_instead
        Remedy.START_OVER -> R.string.start_over
    },
)

/** What is wrong with a field. */
@Composable
fun wordsOf(problem: FieldProblem): String = stringResource(
    when (problem) {
        FieldProblem.EMPTY -> R.string.field_empty
        FieldProblem.NOT_A_NUMBER -> R.string.field_number
        FieldProblem.WRONG_FORM -> R.string.field_form
    },
)

/** The name of a way for codes. */
@Composable
fun wordsOf(channel: Channel): String = when (channel) {
    Channel.Email -> stringResource(R.string.channel_email)
    Channel.Sms -> stringResource(R.string.channel_sms)
    is Channel.Unknown -> channel.word
}

/** How good a new password is. */
@Composable
fun wordsOf(strength: Strength): String = stringResource(
    when (strength) {
        Strength.SHORT -> R.string.strength_short
        Strength.FAIR -> R.string.strength_fair
        Strength.GOOD -> R.string.strength_good
    },
)

/** What happened with the risk provider. */
@Composable
fun wordsOf(kind: SignalKind): String = stringResource(
    when (kind) {
        SignalKind.BEGAN -> R.string.signals_began
        SignalKind.ASKED -> R.string.signals_asked
        SignalKind.TOLD -> R.string.signals_reported
        SignalKind.ENDED -> R.string.signals_ended
        SignalKind.REFUSED -> R.string.signals_refused
    },
)

/** A number or an address within a sentence of any direction: it runs from left to right by itself. */
fun isolated(text: String): String = "\u2066$text\u2069"

/** Why it is not the code from before, when it went to the same place. */
@Composable
fun whyAgain(earlier: CodePurpose): String = stringResource(
    when (earlier) {
        CodePurpose.SIGN_UP -> R.string.again_after_sign_up
        CodePurpose.PASSWORD_RESET -> R.string.again_after_reset
        else -> R.string.again
    },
)

/** Why the browser is needed. */
@Composable
fun wordsOf(reason: BrowserReasonKind): String = stringResource(
    when (reason) {
        BrowserReasonKind.FEDERATED -> R.string.browser_federated
        BrowserReasonKind.MISSING_MFA_CAPABILITY, BrowserReasonKind.MISSING_REGISTRATION_CAPABILITY -> R.string.browser_second_factor
        BrowserReasonKind.PASSWORD_NOT_OFFERED, BrowserReasonKind.CODE_NOT_OFFERED -> R.string.browser_first_factor
        else -> R.string.browser_other
    },
)
