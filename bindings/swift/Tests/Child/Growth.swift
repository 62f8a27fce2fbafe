import Doorstep
import DoorstepTestSupport
import Foundation

/// By how many KiB the process grows with that many steps, when it has warmed up.
func growth(of steps: Int) async throws -> Int {
    let folder = FileManager.default.temporaryDirectory
    let client = try DoorstepClient(
        configuration("http://127.0.0.1:1/contoso.onmicrosoft.com"),
        vault: PlainVault(file: folder.appendingPathComponent("doorstep-\(UUID().uuidString)")),
        records: NoRecords(),
        http: .host(Canned()))
    try await walk(client, steps: steps / 2)
    let before = try residentKilobytes()
    try await walk(client, steps: steps)
    return try residentKilobytes() - before
}

private func walk(_ client: DoorstepClient, steps: Int) async throws {
    for _ in 0..<steps {
        let flow = try client.signIn(bob)
        guard case .passwordRequired = try await flow.start() else { exit(1) }
        try await flow.cancel()
    }
}

/// What the process holds of the machine's memory.
private func residentKilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
        let number = Int(line.filter(\.isNumber))
    else { exit(1) }
    return number
}

/// The service, up to the password.
private struct Canned: Transport {
    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let challenge = request.url.hasSuffix("challenge") ? #","challenge_type":"password""# : ""
        return HTTPResponse(
            status: 200, headers: [("content-type", "application/json")],
            body: Data(#"{"continuation_token":"ct"\#(challenge)}"#.utf8))
    }
}

/// Records that nobody keeps.
struct NoRecords: Records {
    func save(_ bytes: Data, under key: String) throws {}
    func load(_ key: String) throws -> Data? { nil }
    func delete(_ key: String) throws {}
    func keys(beginningWith prefix: String) throws -> [String] { [] }
}
