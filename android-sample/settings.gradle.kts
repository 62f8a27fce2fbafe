pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
        // What `cargo xtask android` makes at the top of this repository.
        maven("../dist/maven")
    }
}

rootProject.name = "doorstep-sample"
include(":app")
