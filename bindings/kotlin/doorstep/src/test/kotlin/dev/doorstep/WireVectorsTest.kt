package dev.doorstep

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

/** What every refusal of the service's, and every way out into the browser, is to an app. */
internal class WireVectorsTest {
    /** How a flow comes to one call of the service's: what was answered before, and the app's call that asks. */
    private class Way(vararg val before: String, val call: suspend (Doorstep) -> Any)

    private val ways = mapOf(
        "open" to Way { it.signIn(NAME).start() },
        "first_challenge" to Way("initiate.ok") { it.signIn(NAME).start() },
        "redeem_password" to Way("initiate.ok", "challenge.password") { password(it) },
        "redeem_code" to Way("initiate.ok", "challenge.oob_email") { doorstep ->
            assertIs<SignInStep.CodeRequired>(doorstep.signIn(NAME).start()).reply.submit("12345678")
        },
        "list_methods" to Way("initiate.ok", "challenge.password", "token.mfa_required") { password(it) },
        "method_challenge" to Way(*toMethods) { secondFactor(it) },
        "redeem_second_code" to Way(*toMethods, "mfa.challenge.sms") { doorstep ->
            assertIs<SignInStep.MfaCodeRequired>(secondFactor(doorstep)).reply.submit("12345678")
        },
        "list_registrable" to Way("initiate.ok", "challenge.password", "token.registration_required") { password(it) },
        "register_contact" to Way(*toRegistration) { registered(it) },
        "confirm_contact" to Way(*toRegistration, "register.challenge.sms") { doorstep ->
            assertIs<SignInStep.RegistrationCodeRequired>(registered(doorstep)).reply.submit("12345678")
        },
        "open_sign_up" to Way { it.signUp(NAME, "Builder-2024!", attributes { city("Bergen") }).start() },
        "open_sign_up/bare" to Way { it.signUp(NAME).start() },
        "sign_up_challenge" to Way("sign_up.start.ok_bare") { it.signUp(NAME).start() },
        "sign_up_code" to Way("sign_up.start.ok_bare", "sign_up.challenge.oob") { doorstep ->
            assertIs<SignUpStep.CodeRequired>(doorstep.signUp(NAME).start()).reply.submit("12345678")
        },
        "sign_up_password" to Way("sign_up.start.ok_bare", "sign_up.challenge.password") { doorstep ->
            assertIs<SignUpStep.PasswordRequired>(doorstep.signUp(NAME).start()).reply.submit("Builder-2024!")
        },
        "sign_up_attributes" to Way(*toAttributes) { doorstep ->
            val code = assertIs<SignUpStep.CodeRequired>(doorstep.signUp(NAME).start())
            assertIs<SignUpStep.AttributesRequired>(code.reply.submit("12345678")).reply.submit(attributes { city("Bergen") })
        },
        "open_reset" to Way { it.resetPassword(NAME).start() },
        "open_reset/DEVICE_LOST" to Way { it.resetPassword(NAME, because = RecoveryReason.DEVICE_LOST).start() },
        "reset_challenge" to Way("reset.start.ok") { it.resetPassword(NAME).start() },
        "reset_code" to Way("reset.start.ok", "reset.challenge.oob") { resetCode(it) },
        "new_password" to Way("reset.start.ok", "reset.challenge.oob", "reset.continue.ok") { doorstep ->
            assertIs<ResetPasswordStep.NewPasswordRequired>(resetCode(doorstep)).reply.submit("Gardener-2025!")
        },
    )

    @Test
    fun every_refusal_and_every_way_out_crosses_with_all_it_says() = onScript { script, device ->
        val (wrong, seen) = ArrayList<String>() to HashMap<String, Int>()
        for (vector in WireVectors.all) {
            val way = ways[listOfNotNull(vector.ask, vector.recovery).joinToString("/")] ?: continue
            if (vector.reply != "refused" && vector.reply != "browser" || vector.id in ASKED_AGAIN) continue
            script.clear()
            way.before.forEach { script.say(WireVectors.named(it).answer) }
            script.say(vector.answer)
            val found = try {
                browser(way.call(vector.client(device)))
            } catch (error: DoorstepException) {
                error.asVector()
            }
            val expected = vector.expected()
            if (found != expected) wrong.add("${vector.id}\n  expected $expected\n  found    $found")
            seen.merge(vector.reply, 1, Int::plus)
        }
        assertTrue(wrong.isEmpty(), wrong.joinToString("\n"))
        assertTrue(seen.getValue("refused") > 250 && seen.getValue("browser") > 30, "$seen")
    }

    @Test
    fun what_a_step_shows_is_what_the_service_said() = onScript { script, device ->
        script.say(WireVectors.named("initiate.ok").answer, WireVectors.named("challenge.oob_email").answer)
        val step = assertIs<SignInStep.CodeRequired>(device.doorstep().signIn(NAME).start())
        assertEquals("c***y@f***m.example", step.code.sentTo)
        assertEquals(8, step.code.length)
        (toMethods).forEach { script.say(WireVectors.named(it).answer) }
        val choice = assertIs<SignInStep.MfaRequired>(password(device.doorstep()))
        assertEquals(listOf("c***y@f***m.example", "+1********7"), choice.methods.map { it.hint })
        assertEquals(listOf(Channel.Email, Channel.Sms), choice.methods.map { it.channel })
    }

    private fun browser(step: Any): Map<String, String> {
        val reason = when (step) {
            is SignInStep.BrowserRequired -> step.reason
            is SignUpStep.BrowserRequired -> step.reason
            is ResetPasswordStep.BrowserRequired -> step.reason
            else -> return mapOf("reply" to step::class.simpleName!!)
        }
        val kind = reason.kind.name.replace("_", "").lowercase()
        return mapOf("reply" to "browser", "reason" to kind) + listOfNotNull(reason.serverText?.let { "text" to it })
    }

    private companion object {
        const val NAME = "casey@farm.example"

        /** No refusal to an app: the flow asks for the methods anew and shows them. */
        val ASKED_AGAIN = setOf("mfa.challenge.introspect_required")
        val toAttributes = arrayOf("sign_up.start.ok_bare", "sign_up.challenge.oob", "sign_up.continue.attributes_required")
        val toRegistration =
            arrayOf("initiate.ok", "challenge.password", "token.registration_required", "register.introspect.ok")
        val toMethods = arrayOf("initiate.ok", "challenge.password", "token.mfa_required", "introspect.two")

        suspend fun password(doorstep: Doorstep) =
            assertIs<SignInStep.PasswordRequired>(doorstep.signIn(NAME).start()).reply.submit("Builder-2024!")

        suspend fun secondFactor(doorstep: Doorstep): SignInStep {
            val choice = assertIs<SignInStep.MfaRequired>(password(doorstep))
            return choice.reply.choose(choice.methods.last())
        }

        suspend fun registered(doorstep: Doorstep): SignInStep {
            val choice = assertIs<SignInStep.RegistrationRequired>(password(doorstep))
            return choice.reply.register(choice.methods.last(), "+15550100777")
        }

        suspend fun resetCode(doorstep: Doorstep) =
            assertIs<ResetPasswordStep.CodeRequired>(doorstep.resetPassword(NAME).start()).reply.submit("12345678")
    }
}
