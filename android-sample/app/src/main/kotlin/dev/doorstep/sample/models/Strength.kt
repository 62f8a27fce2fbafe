package dev.doorstep.sample.models

/** How good a new password is, by its length alone: what else the service wants, it says itself. */
enum class Strength {
    SHORT, FAIR, GOOD;

    companion object {
        private const val LEAST = 8
        private const val ENOUGH = 15

        /** Nothing is said of an empty field. */
        fun of(password: CharSequence): Strength? = when {
            password.isEmpty() -> null
            password.length < LEAST -> SHORT
            password.length < ENOUGH -> FAIR
            else -> GOOD
        }
    }
}
