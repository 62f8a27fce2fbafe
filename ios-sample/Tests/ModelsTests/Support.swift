import Doorstep
import Foundation
import Testing

@testable import SampleModels

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The built `doorstep sandbox`, and a phone whose app talks to it.
@MainActor
final class Phone {
    let sandbox: Sandbox
    let saved = MemoryFlow()
    var browser: any Browser = ClosedBrowser()
    private let process: SandboxProcess
    private let folder: URL

    init(_ flags: String...) throws {
        process = try SandboxProcess(flags)
        sandbox = Sandbox(address: process.address)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sample-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The tenant behind the sandbox's gate.
    var gate: String { process.gate }

    /// The risk provider that the gate asks.
    var risk: String { process.risk }

    /// The app as its process begins; a second call is the app after the system ended the first one.
    func app(
        _ clientID: String = "11111111-1111-4111-8111-111111111111", http: HTTPStack = .host(URLSessionTransport()),
        solver: (any ChallengeSolver)? = nil, change: (inout Configuration) -> Void = { _ in }
    ) async throws -> AppModel {
        var configuration = Configuration(authority: sandbox.authority, clientID: clientID)
        configuration.redirectURI = "doorstep://callback"
        configuration.allowsPlainHTTPToThisMachine = true
        change(&configuration)
        let client = try DoorstepClient(
            configuration, vault: FileVault(file: folder.appendingPathComponent("key")),
            records: try FileRecords(folder: folder.appendingPathComponent("records")), http: http)
        let app = AppModel(
            Surroundings(
                client: client, scopes: ["api://todo/ToDo.Read"], api: ProtectedAPI(url: sandbox.api), saved: saved,
                browser: { self.browser }, solver: solver, region: "GB"))
        await app.start()
        return app
    }

    /// What only a phone has, as files.
    var platform: RootModel.Platform {
        let folder = folder
        return RootModel.Platform(
            vault: { FileVault(file: folder.appendingPathComponent("key")) },
            records: { try FileRecords(folder: folder.appendingPathComponent("records")) },
            browser: { ClosedBrowser() })
    }

    /// The newest code that went to an address or a number.
    func code(to target: String) async throws -> String {
        try #require(try await sandbox.mailbox(to: target).compactMap(\.code).first)
    }

    /// What hits the next answers of an endpoint.
    func fault(_ json: String) async throws {
        try await sandbox.tell("PUT", "faults", #"{"faults":[\#(json)]}"#)
    }
}

/// What the sample saves, as long as a test lasts.
@MainActor
final class MemoryFlow: SavedFlow {
    var id: String?
    var lastChannel: String?
}

private struct FileVault: Vault {
    let file: URL

    func dataKey() throws -> VaultAnswer {
        FileManager.default.fileExists(atPath: file.path) ? .key(try Data(contentsOf: file)) : .missing
    }

    func storeDataKey(_ key: Data) throws {
        if case .missing = try dataKey() { try key.write(to: file) }
    }
}

/// A sandbox on a free port, which ends with whoever holds it.
private final class SandboxProcess: Sendable {
    private let process: Process
    let address: URL
    let gate: String
    let risk: String

    init(_ flags: [String]) throws {
        let program = try #require(
            ProcessInfo.processInfo.environment["DOORSTEP_BIN"], "cargo xtask test names the command")
        let out = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["sandbox", "--json"] + flags
        process.standardOutput = out
        try process.run()
        self.process = process
        var line = Data()
        while let next = try out.fileHandleForReading.read(upToCount: 1), next != Data("\n".utf8) { line.append(next) }
        let listening = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
        let admin = try #require((listening["admin"] as? String).flatMap(URL.init(string:)))
        risk = try #require(listening["risk"] as? String)
        gate = try #require(listening["gate"] as? String)
        address = admin.deletingLastPathComponent()
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
    }
}

// What is on the screen, for a test that knows which one it must be.

extension AppModel {
    var flow: (any FlowModel)? { if case .flow(let model) = place { model } else { nil } }
    var stage: Stage? { flow?.stage }
    var account: AccountModel? { if case .account(let model) = place { model } else { nil } }
    var deviceLost: DeviceLostModel? { if case .deviceLost(let model) = place { model } else { nil } }
    var isAtEntry: Bool { if case .entry = place { true } else { false } }

    /// Begins a sign-in as the entry does.
    func signIn(_ username: String) async {
        entry.username = username
        await entry.signIn()
    }

    func signUp(_ username: String) async {
        entry.username = username
        await entry.signUp()
    }
}

extension Stage {
    var password: PasswordModel? { if case .password(let model) = self { model } else { nil } }
    var code: CodeModel? { if case .code(let model) = self { model } else { nil } }
    var mfa: MfaModel? { if case .mfa(let model) = self { model } else { nil } }
    var strongAuth: StrongAuthModel? { if case .strongAuth(let model) = self { model } else { nil } }
    var attributes: AttributesModel? { if case .attributes(let model) = self { model } else { nil } }
    var verification: VerificationModel? { if case .verification(let model) = self { model } else { nil } }
    var securityCode: SecurityCodeModel? { if case .securityCode(let model) = self { model } else { nil } }
    var browser: BrowserModel? { if case .browser(let model) = self { model } else { nil } }
    var finished: FinishedModel? { if case .finished(let model) = self { model } else { nil } }
}

extension PasswordModel {
    func give(_ password: String) async {
        text = password
        await submit()
    }
}
