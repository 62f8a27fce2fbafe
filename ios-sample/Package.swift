// swift-tools-version: 6.0
import PackageDescription

// The sample app. Its models know no SwiftUI, and are tested on Linux against the sandbox. There, its views are compiled
// against a stand-in for SwiftUI, which no app ever gets.
#if os(Linux)
    let standIns: [Target] = [.target(name: "SwiftUI", path: "StandIn/SwiftUI")]
    let views: [Target.Dependency] = ["SampleModels", "SwiftUI"]
#else
    let standIns: [Target] = []
    let views: [Target.Dependency] = ["SampleModels"]
#endif

let package = Package(
    name: "DoorstepSample",
    defaultLocalization: "en",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "DoorstepSample", targets: ["SampleModels", "SampleViews"])],
    dependencies: [.package(name: "Doorstep", path: "..")],
    targets: standIns + [
        .target(
            name: "SampleModels",
            dependencies: [.product(name: "Doorstep", package: "Doorstep")],
            path: "Sources/Models"
        ),
        .target(
            name: "SampleViews",
            dependencies: views + [.product(name: "Doorstep", package: "Doorstep")],
            path: "Sources/Views",
            resources: [.process("Localizable.xcstrings")]
        ),
        .testTarget(
            name: "SampleModelsTests",
            dependencies: ["SampleModels", "SampleViews"],
            path: "Tests/ModelsTests"
        ),
    ],
    swiftLanguageModes: [.v6]
)
