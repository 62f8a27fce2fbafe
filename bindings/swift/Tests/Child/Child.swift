import Doorstep
import DoorstepTestSupport
import Foundation

/// What a test needs a process of its own for.
@main
struct Child {
    static func main() async throws {
        switch CommandLine.arguments[1] {
        case "wait":
            let folder = URL(fileURLWithPath: CommandLine.arguments[3], isDirectory: true)
            try await waitAtSecondFactor(CommandLine.arguments[2], folder)
        case "sign-in":
            print(try await signIn(CommandLine.arguments[2]))
        case "grow":
            print(try await growth(of: 10_000))
        case let other:
            fatalError("what is \(other)?")
        }
    }
}

/// An app that trusts whom the system trusts. It says who is signed in.
private func signIn(_ authority: String) async throws -> String {
    let client = try DoorstepClient(
        configuration(authority),
        vault: PlainVault(file: FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)),
        records: NoRecords())
    guard case .signedIn(let account) = try await client.signIn(bob, password: bobPassword).start() else { exit(1) }
    return account.username ?? ""
}

/// An app that gets to a step and is killed there. It says the flow's id, and that it is there.
private func waitAtSecondFactor(_ authority: String, _ folder: URL) async throws {
    let client = try DoorstepClient(
        configuration(authority),
        vault: PlainVault(file: folder.appendingPathComponent("key")),
        records: try FileRecords(folder: folder.appendingPathComponent("records", isDirectory: true)))
    let flow = try client.signIn(ada, password: adaPassword, scopes: todo)
    guard case .mfaRequired(let methods, let reply) = try await flow.start() else { exit(1) }
    guard case .mfaCodeRequired = try await reply.choose(methods[0]) else { exit(1) }
    FileHandle.standardOutput.write(Data("\(flow.id)\n".utf8))
    while true { try await Task.sleep(nanoseconds: 3_600_000_000_000) }
}
