import DoorstepTestSupport
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The built `doorstep sandbox`, on a free port, as long as a test lasts.
final class Sandbox: Sendable {
    private let process: RunningProcess
    let tenant: String
    let api: String
    /// The tenant behind the sandbox's gate.
    let gate: String
    let caPEM: String?
    private let admin: String

    init(_ flags: [String] = []) throws {
        process = try RunningProcess(try command(), ["sandbox", "--json"] + flags)
        let listening = try #require(
            try JSONSerialization.jsonObject(with: Data(process.firstLine.utf8)) as? [String: Any])
        tenant = try #require(listening["tenant"] as? String)
        admin = try #require(listening["admin"] as? String)
        api = try #require(listening["api"] as? String)
        gate = try #require(listening["gate"] as? String)
        caPEM = listening["ca_pem"] as? String
    }

    /// The newest code that went to `address`, a username or a number.
    func code(to address: String) async throws -> String {
        let mail = try await ask("GET", "/mailbox?to=\(address.replacingOccurrences(of: "+", with: "%2B"))")
        return try #require(mail.matches(#""code"\s*:\s*"([0-9]+)""#).last)
    }

    /// How many requests the tenant has seen at a path that ends in `end`.
    func requests(_ end: String) async throws -> Int {
        try await ask("GET", "/journal").matches(#""path"\s*:\s*"([^"]*"# + end + #")""#).count
    }

    func fault(_ json: String) async throws {
        try await ask("PUT", "/faults", #"{"faults":[\#(json)]}"#)
    }

    /// Lets that much time pass in the sandbox.
    func advance(seconds: Int) async throws {
        try await ask("POST", "/clock", #"{"advance_seconds":\#(seconds)}"#)
    }

    /// How many of the faults have hit nothing yet.
    func faultsThatWait() async throws -> Int {
        try await ask("GET", "/faults").matches(#""(endpoint)"\s*:"#).count
    }

    @discardableResult
    private func ask(_ method: String, _ path: String, _ json: String? = nil) async throws -> String {
        var request = URLRequest(url: try #require(URL(string: admin + path)))
        request.httpMethod = method
        if let json {
            request.setValue("application/json", forHTTPHeaderField: "content-type")
            request.httpBody = Data(json.utf8)
        }
        let (body, answer) = try await URLSession.shared.data(for: request)
        let text = String(decoding: body, as: UTF8.self)
        try #require(((answer as? HTTPURLResponse)?.statusCode ?? 500) < 300, "\(text)")
        return text
    }
}

/// A program that ends with whoever holds this.
final class RunningProcess: @unchecked Sendable {
    private let process = Process()
    let firstLine: String

    init(_ program: String, _ arguments: [String]) throws {
        let out = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = out
        try process.run()
        var line = Data()
        while let next = try out.fileHandleForReading.read(upToCount: 1), next != Data("\n".utf8) { line.append(next) }
        firstLine = String(decoding: line, as: UTF8.self)
        try #require(!firstLine.isEmpty, "\(program) said nothing")
    }

    /// Ends it as the system does: without a word.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit {
        if process.isRunning { kill() }
    }
}

private func command() throws -> String {
    try #require(ProcessInfo.processInfo.environment["DOORSTEP_BIN"], "cargo xtask test names the command")
}

/// The built `DoorstepChild`.
func child() throws -> String {
    try #require(ProcessInfo.processInfo.environment["DOORSTEP_CHILD"], "cargo xtask test names the child")
}

extension String {
    /// What the first group of `pattern` matches, each time.
    func matches(_ pattern: String) -> [String] {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        return expression.matches(in: self, range: NSRange(startIndex..., in: self)).compactMap { match in
            Range(match.range(at: 1), in: self).map { String(self[$0]) }
        }
    }
}
