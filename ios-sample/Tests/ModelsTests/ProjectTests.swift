import Foundation
import Testing

/// The project that Xcode opens, as far as it can be read without Xcode.
@Suite struct ProjectTests {
    private let app = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("App")

    private func plist(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: app.appendingPathComponent(path))
        return try #require(try PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any])
    }

    @Test func whatTheProjectNamesIsThere() throws {
        let project = try plist("DoorstepSample.xcodeproj/project.pbxproj")
        let objects = try #require(project["objects"] as? [String: [String: Any]])
        let text = String(describing: project)
        let named = text.matches(of: /D005[0-9]{20}/).map { String($0.0) }
        #expect(Set(named) == Set(objects.keys))
        for object in objects.values {
            switch object["isa"] as? String {
            case "XCLocalSwiftPackageReference":
                try expectFile(try #require(object["relativePath"] as? String) + "/Package.swift")
            case "PBXFileSystemSynchronizedRootGroup":
                try expectFile(try #require(object["path"] as? String) + "/SampleApp.swift")
            case "XCBuildConfiguration":
                let settings = try #require(object["buildSettings"] as? [String: Any])
                if let file = settings["INFOPLIST_FILE"] as? String {
                    #expect(file == "\(object["name"] ?? "").plist")
                    try expectFile(file)
                }
            default: break
            }
        }
    }

    @Test func debugBuildsAloneMayTalkInCleartextAndToThisNetworkAlone() throws {
        let security = try #require(try plist("Debug.plist")["NSAppTransportSecurity"] as? [String: Any])
        #expect(security.keys.sorted() == ["NSAllowsLocalNetworking"])
        #expect(try plist("Release.plist")["NSAppTransportSecurity"] == nil)
        for file in ["Debug.plist", "Release.plist"] {
            #expect(try plist(file)["CFBundleLocalizations"] as? [String] == ["en", "de", "ar"])
        }
    }

    private func expectFile(_ path: String) throws {
        let file = app.appendingPathComponent(path).standardized
        #expect(FileManager.default.fileExists(atPath: file.path), "\(path)")
    }
}
