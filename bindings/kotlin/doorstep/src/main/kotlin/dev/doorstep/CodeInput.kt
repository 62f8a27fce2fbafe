package dev.doorstep

/**
 * What stands behind a field for a one-time code: it leaves out what no code holds, stops at the code's length, and
 * calls [onComplete] once per code, however often the field reports it. To be used on one thread. It holds the code as
 * text, as the field does, until [clear] or the next one.
 *
 * @param length as [CodeSent.length] has it; without one, nothing is complete until the person says so
 */
public class CodeInput(private val length: Int?, private val onComplete: (String) -> Unit) {
    private var fired: String? = null

    /** Counts how the code is typed, for risk signals, where the person consents to that. */
    public var meter: TypingMeter? = null

    /** What the field should show. */
    public var text: String = ""
        private set

    /** The field has changed to [typed], by typing, pasting or autofill. Gives back what it should show. */
    public fun onChange(typed: CharSequence): String {
        meter?.onChange(text.length, typed.length)
        text = typed.mapNotNull(::plain).joinToString("").take(length ?: MOST)
        if (text.length == length && text != fired) {
            fired = text
            onComplete(text)
        }
        return text
    }

    /** Empties the field for another code, or for another try: the same code may fire again. */
    public fun clear() {
        text = ""
        fired = null
    }

    private companion object {
        /** No code is longer. */
        const val MOST = 64

        /** A letter as it is, a digit of any script as the plain one, and nothing else. */
        fun plain(letter: Char): Char? {
            val digit = Character.digit(letter, 10)
            return if (digit >= 0) '0' + digit else letter.takeIf { it in 'a'..'z' || it in 'A'..'Z' }
        }
    }
}
