package dev.doorstep

import java.nio.CharBuffer

/**
 * Hands this text to [use] as UTF-8 and wipes those bytes afterwards. What the caller holds the text in is the
 * caller's to wipe: a `CharBuffer` around a `CharArray` can be, a `String` cannot.
 */
internal inline fun <T> CharSequence.asSecret(use: (ByteArray) -> T): T {
    val encoded = Charsets.UTF_8.encode(CharBuffer.wrap(this))
    val bytes = ByteArray(encoded.remaining())
    encoded.get(bytes)
    encoded.array().fill(0)
    try {
        return use(bytes)
    } finally {
        bytes.fill(0)
    }
}

/** As [asSecret], for a text that may be absent. */
internal inline fun <T> CharSequence?.asSecretIfAny(use: (ByteArray?) -> T): T =
    if (this == null) use(null) else asSecret(use)
