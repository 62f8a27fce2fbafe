package dev.doorstep

import dev.doorstep.ffi.AccessToken
import dev.doorstep.ffi.Account
import dev.doorstep.ffi.Answer
import dev.doorstep.ffi.Call
import dev.doorstep.ffi.InternalException
import dev.doorstep.ffi.Step
import dev.doorstep.ffi.StepUp
import dev.doorstep.ffi.WaitingFlow

/** Waits for what a call comes to. A caller that is cancelled lets go of the answer, and the call goes on. */
private suspend inline fun <reified A : Answer> Call.answered(): A = use { answer() as A }

internal suspend fun Call.done() {
    answered<Answer.Done>()
}

internal suspend fun Call.step(): Step = answered<Answer.Step>().step

internal suspend fun Call.resumed(): Answer.Resumed = answered()

internal suspend fun Call.waiting(): List<WaitingFlow> = answered<Answer.Pending>().flows

internal suspend fun Call.accounts(): List<Account> = answered<Answer.Accounts>().accounts

internal suspend fun Call.stepUp(): StepUp? = answered<Answer.StepUp>().answer

internal suspend fun Call.token(): AccessToken = answered<Answer.Token>().token

internal suspend fun Call.address(): String = answered<Answer.Address>().url

/** Of a step that the flow's kind does not have: a defect of the library. */
internal fun Step.ofAnotherFlow(): Nothing = throw InternalException("a step of another kind of flow: ${this::class.simpleName}")
