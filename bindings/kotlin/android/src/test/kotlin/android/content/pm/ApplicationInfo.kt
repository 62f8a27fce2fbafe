package android.content.pm

/** Stands before the framework's own, which asks the system for the time. */
public class ApplicationInfo {
    @JvmField public var flags: Int = 0

    public companion object {
        public const val FLAG_DEBUGGABLE: Int = 2
    }
}
