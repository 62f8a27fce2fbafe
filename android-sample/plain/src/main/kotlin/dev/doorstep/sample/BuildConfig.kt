package dev.doorstep.sample

/** Stands for what Android's build makes of `app/build.gradle.kts`. */
object BuildConfig {
    val AUTHORITY: String get() = "http://127.0.0.1:4000/contoso.onmicrosoft.com"
    val CLIENT_ID: String get() = "33333333-3333-4333-8333-333333333333"
    val API: String get() = "http://127.0.0.1:4000/api/todo"
    val VERSION_NAME: String get() = "0.1.0"
    val DEBUG: Boolean get() = true
}
