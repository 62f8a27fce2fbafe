import Doorstep
import Foundation
import Testing

/// One entry of `tests/vectors/wire`: what the service answers to which call, and what that becomes.
struct Vector {
    let id: String
    let ask: String
    let answer: HTTPResponse
    let expected: Outcome?
    /// What a reset is for, beside a new password.
    let recovery: RecoveryReason?
    private let isOfAllFactors: Bool

    /// What can be seen of an answer from here.
    enum Outcome: Equatable {
        case error(kind: String, code: String, landing: String?)
        case browser(reason: String)
        case challenge(provider: String, payload: String)
        case code(sentTo: String, length: Int?)
        case password
        case other
    }

    /// Whether it comes in a flow that can be played without knowing what its other answers would be.
    var isPlayable: Bool {
        // A reset has no use for a password, which the machine knows and the wire does not.
        Play.asks.contains(ask) && isOfAllFactors && expected != nil
            && !(ask == "reset_challenge" && expected == .password)
    }

    /// Whether it answers the first call of a flow.
    var isOfAStart: Bool { ask.hasPrefix("open") }

    static func all(of file: String) throws -> [Vector] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../../tests/vectors/wire")
        let text = try Data(contentsOf: folder.appendingPathComponent("\(file).json"))
        let entries = try #require(try JSONSerialization.jsonObject(with: text) as? [[String: Any]])
        return try entries.map(Vector.init)
    }

    private init(_ entry: [String: Any]) throws {
        id = try #require(entry["id"] as? String)
        ask = try #require(entry["ask"] as? String)
        recovery = entry["recovery"] as? String == "device_lost" ? .deviceLost : nil
        isOfAllFactors = entry["offer"] == nil
        var headers = entry["headers"] as? [String: String] ?? [:]
        let body: Data
        if let text = entry["text"] as? String {
            body = Data(text.utf8)
        } else {
            body = try JSONSerialization.data(withJSONObject: try #require(entry["body"]), options: .fragmentsAllowed)
            headers["content-type"] = headers["content-type"] ?? headers["Content-Type"] ?? "application/json"
        }
        answer = HTTPResponse(
            status: try #require(entry["status"] as? Int), headers: headers.map { ($0.lowercased(), $1) }, body: body)
        expected = Self.outcome(try #require(entry["expect"] as? [String: Any]))
    }

    private static func outcome(_ expect: [String: Any]) -> Outcome? {
        switch expect["reply"] as? String {
        case "refused":
            guard let kind = expect["error"] as? String, let code = expect["code"] as? String else { return nil }
            return .error(kind: kind, code: code, landing: expect["landing"] as? String)
        case "browser":
            return (expect["reason"] as? String).map { .browser(reason: $0) }
        case "challenged":
            guard let provider = expect["provider"] as? String, let payload = expect["payload"] as? String else {
                return nil
            }
            return .challenge(provider: provider, payload: payload)
        case "code_sent":
            return .code(sentTo: expect["sent_to"] as? String ?? "", length: expect["length"] as? Int)
        case "password_wanted":
            return .password
        default:
            return nil
        }
    }
}

extension Vector.Outcome {
    init(_ error: DoorstepError) {
        let kind =
            switch error {
            case .fixable: "fixable"
            case .later: "later"
            case .misuse: "misuse"
            case .denied: "denied"
            case .broken: "broken"
            }
        let landing = error.info.landing == .sameStep ? "same_step" : "flow_over"
        self = .error(kind: kind, code: error.info.code, landing: landing)
    }

    /// The same, where a flow has no step yet that it could stay at.
    var withoutStep: Self {
        if case .error(let kind, let code, _) = self {
            .error(kind: kind, code: code, landing: "flow_over")
        } else {
            self
        }
    }

    init(_ reason: BrowserReason) {
        let word = reason.kind.rawValue
        self = .browser(reason: word.prefix(1).uppercased() + word.dropFirst())
    }

    init(_ challenge: RiskChallenge) {
        self = .challenge(provider: challenge.provider, payload: challenge.payload)
    }

    init(_ code: CodeSent) {
        self = .code(sentTo: code.sentTo, length: code.length)
    }
}
