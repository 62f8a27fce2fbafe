package dev.doorstep.bench

/** Answers of the service's sizes, the same every time, for a sign-in with a password. */
internal object Answers {
    private val continuation = "c".repeat(1200)
    private val initiate = """{"continuation_token":"$continuation"}""".toByteArray()
    private val challenge = """{"continuation_token":"$continuation","challenge_type":"password"}""".toByteArray()

    /** With the ids u1 and t1, and the name Ada. */
    val token: ByteArray = run {
        val claims = "eyJvaWQiOiJ1MSIsInRpZCI6InQxIiwibmFtZSI6IkFkYSJ9"
        val info = "eyJ1aWQiOiJ1MSIsInV0aWQiOiJ0MSJ9"
        val (access, refresh, signature) = Triple("a".repeat(1400), "r".repeat(1100), "s".repeat(342))
        """{"token_type":"Bearer","scope":"openid profile offline_access","expires_in":3600,"ext_expires_in":3600,
           "access_token":"$access","refresh_token":"$refresh","id_token":"e30.$claims.$signature",
           "client_info":"$info"}""".toByteArray()
    }

    /** A copy, since who takes it wipes it. */
    fun to(url: String): ByteArray = when {
        url.endsWith("/initiate") -> initiate
        url.endsWith("/challenge") -> challenge
        else -> token
    }.copyOf()
}
