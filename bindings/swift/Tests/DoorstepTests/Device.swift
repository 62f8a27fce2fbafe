import Doorstep
import DoorstepTestSupport
import Foundation

/// A device with a folder of its own: a process that starts anew is another ``client(_:)`` of the same device.
final class Device: @unchecked Sendable {
    let authority: String
    let folder: URL
    let vault: PlainVault
    let events = Collected<Event>()
    var http = HTTPStack.host(URLSessionTransport())
    var signals: Signals?
    var ownVault: (any Vault)?
    var ownRecords: (any Records)?

    init(_ authority: String) throws {
        self.authority = authority
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("doorstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        vault = PlainVault(file: folder.appendingPathComponent("key"))
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func records() throws -> FileRecords {
        try FileRecords(folder: folder.appendingPathComponent("records", isDirectory: true))
    }

    func client(_ change: (inout Configuration) -> Void = { _ in }) throws -> DoorstepClient {
        var configuration = configuration(authority)
        change(&configuration)
        return try DoorstepClient(
            configuration,
            vault: ownVault ?? vault,
            records: try ownRecords ?? records(),
            http: http,
            signals: signals,
            onEvent: { [events] in events.append($0) })
    }
}

/// What several threads collect.
final class Collected<Element: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var elements: [Element] = []

    var all: [Element] { lock.withLock { elements } }

    func append(_ element: Element) {
        lock.withLock { elements.append(element) }
    }
}
