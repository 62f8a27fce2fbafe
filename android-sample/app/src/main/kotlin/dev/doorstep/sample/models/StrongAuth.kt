package dev.doorstep.sample.models

import dev.doorstep.RegistrationMethod
import dev.doorstep.SignInStep

/** Has a code sent to [contact], to be registered as a second factor. */
fun SignInModel.register(method: RegistrationMethod, contact: String) = when (step.value) {
    is SignInStep.RegistrationCodeRequired ->
        answer<SignInStep.RegistrationCodeRequired> { it.reply.register(method, contact) }
    else -> answer<SignInStep.RegistrationRequired> { it.reply.register(method, contact) }
}

/** A country of the phone field, by its ISO code and what its numbers begin with. */
class Country(val iso: String, val prefix: String) {
    /** What is typed as a number of this country, in the form that is sent: no trunk zero, digits alone. */
    fun number(typed: String): String {
        val digits = typed.mapNotNull { it.digitToIntOrNull() }.joinToString("")
        if (typed.trim().startsWith("+")) return "+$digits"
        return "+$prefix" + if (iso in KEEP_THE_ZERO) digits else digits.trimStart('0')
    }

    companion object {
        /** In Italy and San Marino the zero is part of the number. */
        private val KEEP_THE_ZERO = setOf("IT", "SM", "VA")

        val all: List<Country> = TABLE.split(' ', '\n').filter(String::isNotBlank).map { Country(it.take(2), it.drop(2)) }

        /** The one of [iso], or the first. */
        fun of(iso: String): Country = all.firstOrNull { it.iso == iso } ?: all.first()
    }
}

private const val TABLE = """
US1 CA1 GB44 AE971 AR54 AT43 AU61 BD880 BE32 BG359 BR55 CH41 CL56 CN86 CO57 CY357 CZ420 DE49 DK45 DZ213 EE372 EG20 ES34
FI358 FR33 GH233 GR30 HK852 HR385 HU36 ID62 IE353 IL972 IN91 IQ964 IS354 IT39 JO962 JP81 KE254 KR82 KW965 LB961 LT370
LU352 LV371 MA212 MT356 MX52 MY60 NG234 NL31 NO47 NZ64 OM968 PE51 PH63 PK92 PL48 PT351 QA974 RO40 RS381 SA966 SE46 SG65
SI386 SK421 SM378 TH66 TN216 TR90 TW886 UA380 VA39 VN84 ZA27"""
