import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

android {
    namespace = "dev.doorstep.sample"
    compileSdk = 36

    defaultConfig {
        applicationId = "dev.doorstep.sample"
        minSdk = 24
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
        // Your tenant, your app registration and your API: a release is built with these.
        buildConfigField("String", "AUTHORITY", "\"https://contoso.ciamlogin.com/\"")
        buildConfigField("String", "CLIENT_ID", "\"33333333-3333-4333-8333-333333333333\"")
        buildConfigField("String", "API", "\"https://api.contoso.example/todo\"")
    }

    buildTypes {
        debug {
            // A sandbox on the developer's machine, after `adb reverse tcp:4000 tcp:4000`.
            buildConfigField("String", "AUTHORITY", "\"http://127.0.0.1:4000/contoso.onmicrosoft.com\"")
            buildConfigField("String", "API", "\"http://127.0.0.1:4000/api/todo\"")
        }
        release {
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
        }
    }

    buildFeatures {
        compose = true
        buildConfig = true
    }

    sourceSets.configureEach { kotlin.srcDir("src/$name/kotlin") }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }
}

kotlin {
    compilerOptions { jvmTarget = JvmTarget.JVM_11 }
}

dependencies {
    implementation(libs.doorstep.android)
    implementation(platform(libs.compose.bom))
    implementation(libs.compose.material3)
    implementation(libs.activity.compose)
    implementation(libs.lifecycle.viewmodel)
    implementation(libs.lifecycle.savedstate)
}
