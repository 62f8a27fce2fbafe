@file:Suppress("ClassName", "unused")

package android.os

/** Stands before the framework's own, which asks the system for its version. */
public class Build {
    public companion object {
        @JvmField public var MODEL: String = "Pixel 9"

        @JvmField public var FINGERPRINT: String = "google/tokay/tokay:15/AP4A/1:user/release-keys"
    }

    public class VERSION {
        public companion object {
            @JvmField public var SDK_INT: Int = 24

            @JvmField public var RELEASE: String = "15"
        }
    }

    public object VERSION_CODES {
        public const val P: Int = 28
        public const val TIRAMISU: Int = 33
    }
}
