package dev.doorstep

import java.io.File

/** A process of its own that runs the `main` of [program], with the classes and the library of this one. */
internal fun otherJvm(program: Class<*>, vararg arguments: String): ProcessBuilder {
    val java = File(System.getProperty("java.home"), "bin/java").path
    val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
    val command = listOf(
        java, "-Djna.library.path=${System.getProperty("jna.library.path")}", "-Djna.nosys=true", "-cp", classes, program.name,
    )
    return ProcessBuilder(command + arguments).redirectError(ProcessBuilder.Redirect.INHERIT)
}
