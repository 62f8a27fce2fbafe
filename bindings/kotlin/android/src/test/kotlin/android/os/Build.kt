@file:Suppress("ClassName", "unused")

package android.os

/** Stands before the framework's own, which asks the system for its version. */
public class Build {
    public class VERSION {
        public companion object {
            @JvmField public var SDK_INT: Int = 24
        }
    }

    public object VERSION_CODES {
        public const val P: Int = 28
        public const val TIRAMISU: Int = 33
    }
}
