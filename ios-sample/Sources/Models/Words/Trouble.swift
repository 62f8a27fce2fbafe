import Doorstep
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What went wrong, as a person is told: a sentence, what helps, and what support wants to know.
public struct Trouble: Hashable, Sendable {
    public let phrase: Phrase
    public let remedy: Remedy?

    /// Whether it is about what was typed: shown at the field, which keeps the focus.
    public let isAtField: Bool

    /// The attributes that were not taken.
    public let attributes: [AttributeName]

    /// Before then, trying again is of no use.
    public let retryAt: Date?
    public let details: Details

    init(_ error: any Error, at time: Date) {
        guard let error = error as? DoorstepError else {
            let details = Details(code: "app", correlationID: nil, time: time)
            self.init(error is URLError ? Phrase(.offline) : Phrase(.brokenOther), details: details)
            return
        }
        let details = Details(code: error.info.code, correlationID: error.info.correlationID, time: time)
        let over = error.info.landing == .flowOver
        switch error {
        case .fixable(let problem, let info):
            self.init(
                problem.phrase, remedy: problem.remedy ?? (over ? .startAgain : nil), isAtField: !over,
                attributes: info.attributes, details: details)
        case .later(let reason, let retryAfter, _):
            self.init(reason.phrase, retryAt: retryAfter.map(time.addingTimeInterval), details: details)
        case .misuse(.signedOut, _):
            self.init(Phrase(.misuseSignedOut), remedy: .signIn, details: details)
        case .misuse:
            self.init(Phrase(.misuseOther), remedy: over ? .startAgain : nil, details: details)
        case .denied(.provider, _), .denied(.gate, _):
            self.init(Phrase(.deniedProvider), details: details)
        case .denied:
            self.init(Phrase(.deniedOther), details: details)
        case .broken(let area, _):
            self.init(area.phrase, remedy: over ? .startAgain : nil, details: details)
        }
    }

    init(
        _ phrase: Phrase, remedy: Remedy? = nil, isAtField: Bool = false, attributes: [AttributeName] = [],
        retryAt: Date? = nil, details: Details
    ) {
        self.phrase = phrase
        self.remedy = remedy
        self.isAtField = isAtField
        self.attributes = attributes
        self.retryAt = retryAt
        self.details = details
    }

    /// The seconds that are left to wait, if there are any.
    public func wait(at time: Date) -> Int? {
        retryAt.flatMap { $0.seconds(after: time) }
    }
}

/// What helps; a screen makes a button of it.
public enum Remedy: Hashable, Sendable {
    case signIn, signUp, resetPassword, resend, startAgain
}

/// For support, to be copied. No personal data.
public struct Details: Hashable, Sendable {
    public let code: String
    public let correlationID: String?
    public let time: Date

    /// What is copied: in English, whatever the app speaks.
    public var text: String {
        [
            "code: \(code)",
            correlationID.map { "correlation id: \($0)" },
            "time: \(time.ISO8601Format())",
        ]
        .compactMap(\.self).joined(separator: "\n")
    }
}

extension Date {
    /// The whole seconds from `time` on until then, where it lies ahead.
    func seconds(after time: Date) -> Int? {
        let left = timeIntervalSince(time)
        return left > 0 ? Int(left.rounded(.up)) : nil
    }
}
