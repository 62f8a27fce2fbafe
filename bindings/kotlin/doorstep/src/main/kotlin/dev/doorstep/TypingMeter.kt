package dev.doorstep

import java.util.concurrent.TimeUnit

/**
 * Counts how a field is typed into: sums and medians, never a key, a text, or the time between two keys that are known.
 * To be used on one thread, beside a field; [CodeInput] does it by itself.
 */
public class TypingMeter(private val nanoTime: () -> Long = System::nanoTime) {
    private val gaps = ArrayList<Long>()
    private var last: Long? = null
    private var first: Long? = null
    private var keystrokes = 0L
    private var erasures = 0L
    private var pastes = 0L
    private var focusChanges = 0L

    /** The field's length went from [before] to [after]. Several characters at once came by a paste, or by what fills fields in. */
    public fun onChange(before: Int, after: Int) {
        if (before == after) return
        val now = nanoTime()
        when {
            after < before -> erasures++
            after - before > 1 -> pastes++
            else -> keystroke(now)
        }
        first = first ?: now
        last = now
    }

    /** The field got the focus, or lost it. */
    public fun onFocusChange() {
        focusChanges++
    }

    /** Forgets all of it. */
    public fun clear() {
        gaps.clear()
        last = null
        first = null
        keystrokes = 0
        erasures = 0
        pastes = 0
        focusChanges = 0
    }

    /** Adds it to [signals]. Times are told from eight keystrokes on: fewer of them would tell the keys. */
    public fun addTo(signals: CollectedSignals) {
        signals.keystrokes = keystrokes
        signals.erasures = erasures
        signals.pastes = pastes
        signals.focusChanges = focusChanges
        val (begun, ended) = (first ?: return) to (last ?: return)
        signals.fieldMillis = TimeUnit.NANOSECONDS.toMillis(ended - begun)
        if (keystrokes >= FEWEST) {
            val sorted = gaps.sorted()
            signals.keystrokeMedianMillis = sorted[sorted.size / 2]
            signals.keystrokeSpreadMillis = sorted[sorted.size * 3 / 4] - sorted[sorted.size / 4]
        }
    }

    private fun keystroke(now: Long) {
        last?.let { gaps.add(TimeUnit.NANOSECONDS.toMillis(now - it)) }
        keystrokes++
    }

    private companion object {
        const val FEWEST = 8
    }
}
