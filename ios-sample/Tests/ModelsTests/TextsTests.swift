import Foundation
import Testing

@testable import SampleModels

/// The string table and the files of the views, as they lie in the repository.
@MainActor
@Suite struct TextsTests {
    private struct Catalog: Decodable {
        struct Entry: Decodable {
            let localizations: [String: Localization]
        }
        struct Localization: Decodable {
            let stringUnit: Unit?
            let variations: [String: [String: Form]]?

            var forms: [String: String] {
                if let stringUnit { return ["": stringUnit.value] }
                return variations?["plural"]?.mapValues(\.stringUnit.value) ?? [:]
            }
        }
        struct Form: Decodable {
            let stringUnit: Unit
        }
        struct Unit: Decodable {
            let value: String
        }
        let strings: [String: Entry]
    }

    private static let plurals = [
        "en": ["one", "other"], "de": ["one", "other"], "ar": ["few", "many", "one", "other", "two", "zero"],
    ]

    private func catalog() throws -> Catalog {
        let file = sample.appendingPathComponent("Sources/Views/Localizable.xcstrings")
        return try JSONDecoder().decode(Catalog.self, from: Data(contentsOf: file))
    }

    @Test func everyTextIsThereInEveryLanguageWithTheSameGap() throws {
        let strings = try catalog().strings
        #expect(Set(strings.keys) == Set(Key.allCases.map(\.rawValue)))
        for (key, entry) in strings {
            #expect(Set(entry.localizations.keys) == Set(Self.plurals.keys), "\(key)")
            let forms = entry.localizations.mapValues(\.forms)
            let gaps = Set(forms.values.flatMap(\.values).map(gap))
            #expect(gaps.count == 1, "\(key)")
            #expect(forms.values.allSatisfy { $0.values.allSatisfy { !$0.isEmpty } }, "\(key)")
            guard gaps == ["%lld"] else { continue }
            for (language, forms) in forms { #expect(forms.keys.sorted() == Self.plurals[language], "\(key)") }
        }
    }

    private func gap(_ text: String) -> String {
        ["%@", "%lld"].first(where: text.contains) ?? ""
    }

    @Test func everyTextIsUsed() throws {
        let sources = try files("Sources/Models") + files("Sources/Views")
        let text = try sources.filter { $0.lastPathComponent != "Key.swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        for key in Key.allCases {
            #expect(text.range(of: #"\.\#(key.rawValue)\b"#, options: .regularExpression) != nil, "\(key)")
        }
    }

    @Test func noScreenIsLongAndNoViewCallsTheLibrary() throws {
        for file in try files("Sources/Views") {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 200, "\(file)")
            for rule in ["DoorstepClient", "DoorstepError", "URLSession", "Reply", #"\btry\b"#] {
                #expect(text.range(of: rule, options: .regularExpression) == nil, "\(rule) in \(file)")
            }
        }
    }

    private func files(_ folder: String) throws -> [URL] {
        let folder = sample.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (found?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        try #require(!files.isEmpty)
        return files
    }

    /// The folder of the sample.
    private var sample: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }
}
