// swift-tools-version: 6.0
import PackageDescription

// The Swift that is generated, and on Linux the C header beside it, come from `cargo xtask bindings`; the library for
// Apple's platforms, with its header, from `cargo xtask ios`.
#if os(Linux)
    let library = Target.systemLibrary(name: "CDoorstep", path: "bindings/swift/Generated/CDoorstep")
#else
    let library = Target.binaryTarget(name: "CDoorstep", path: "dist/Doorstep.xcframework")
#endif

let package = Package(
    name: "Doorstep",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Doorstep", targets: ["Doorstep"])],
    targets: [
        library,
        // Generated, in the language mode that its generator keeps to.
        .target(
            name: "DoorstepFFI",
            dependencies: ["CDoorstep"],
            path: "bindings/swift/Generated/DoorstepFFI",
            swiftSettings: [.swiftLanguageMode(.v5)]
        ),
        .target(
            name: "Doorstep",
            dependencies: ["DoorstepFFI"],
            path: "bindings/swift/Sources/Doorstep",
            resources: [.process("PrivacyInfo.xcprivacy")]
        ),
        .target(
            name: "DoorstepTestSupport",
            dependencies: ["Doorstep"],
            path: "bindings/swift/Tests/Support"
        ),
        // An app for the tests to kill.
        .executableTarget(
            name: "DoorstepChild",
            dependencies: ["Doorstep", "DoorstepTestSupport"],
            path: "bindings/swift/Tests/Child"
        ),
        // The code of the README and the guide, as `cargo xtask bindings` cuts it out.
        .target(
            name: "DoorstepSnippets",
            dependencies: ["Doorstep"],
            path: "bindings/swift/Generated/Snippets"
        ),
        .testTarget(
            name: "DoorstepTests",
            dependencies: ["Doorstep", "DoorstepSnippets", "DoorstepTestSupport"],
            path: "bindings/swift/Tests/DoorstepTests"
        ),
    ],
    swiftLanguageModes: [.v6]
)
