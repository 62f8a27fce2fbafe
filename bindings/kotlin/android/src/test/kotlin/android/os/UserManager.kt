package android.os

/** Stands before the framework's own, which asks the system. */
public class UserManager(@JvmField public var isUserUnlocked: Boolean) {
    public fun isUserUnlocked(): Boolean = isUserUnlocked
}
