import DoorstepFFI
import Foundation

/// The way that a code travels.
public enum Channel: Hashable, Sendable {
    /// To a mailbox.
    case email
    /// To a phone, as a text message.
    case sms
    /// In a way that this version does not know, by the service's own word.
    case unknown(String)
}

/// A one-time code is on its way to the person.
public struct CodeSent: Hashable, Sendable {
    /// Where it went, masked by the service.
    public let sentTo: String

    /// How it went.
    public let channel: Channel

    /// How many characters it has, when the service says so. Never assume a length.
    public let length: Int?

    /// When the answer came that said so.
    public let sentAt: Date

    /// How long to wait before another code may be asked for, when the service says so.
    public let resendAfter: TimeInterval?

    /// What an earlier code of this flow was for, when it went to the same place: tell the person that this one is
    /// not that.
    public let repeats: CodePurpose?

    init(_ raw: DoorstepFFI.CodeSent) {
        sentTo = raw.sentTo
        channel = Channel(raw.channel)
        length = raw.length.map(Int.init)
        sentAt = Date(millis: raw.sentAtMillis)
        resendAfter = raw.resendAfterMillis.map(TimeInterval.init(millis:))
        repeats = raw.repeats.map(CodePurpose.init)
    }
}

/// What a risk provider wants solved before a call goes on: for the provider's software in the app.
public struct RiskChallenge: Hashable, Sendable, CustomStringConvertible {
    /// Which provider, by the name that the gate has for it; empty where nothing says so.
    public let provider: String

    /// What its software needs: JSON text from in front of the tenant, or what that software gave. Hand it on.
    public let payload: String

    /// The how many-th challenge of the same call it is: from the second on, the proof before was not taken.
    public let attempt: Int

    /// The code that the person was sent, where that is what is to be solved: no provider's software is needed for it.
    public let securityCode: SecurityCode?

    public var description: String { "RiskChallenge(\(provider), attempt \(attempt))" }

    init(_ raw: DoorstepFFI.RiskChallenge) {
        provider = raw.provider
        payload = raw.payload
        attempt = Int(raw.attempt)
        securityCode = raw.securityCode.map(SecurityCode.init)
    }
}

/// A code that something in front of the service had sent to the person, as a second proof: ask for it, and give it to
/// the step's reply as the proof. Whatever it does not say is `nil`.
public struct SecurityCode: Hashable, Sendable {
    /// How it went.
    public let channel: Channel?

    /// Where it went, masked.
    public let hint: String?

    /// How many characters it has. Never assume a length.
    public let codeLength: Int?

    /// How often the person may still try before the flow gets no further.
    public let triesLeft: Int?

    /// How long to wait, from the arrival of this challenge, before `again()` has another code sent.
    public let resendAfter: TimeInterval?

    init(_ raw: DoorstepFFI.SecurityCode) {
        channel = raw.channel.map(Channel.init)
        hint = raw.hint
        codeLength = raw.codeLength.map(Int.init)
        triesLeft = raw.triesLeft.map(Int.init)
        resendAfter = raw.resendAfterMillis.map(TimeInterval.init(millis:))
    }
}

/// Why a password is reset, where it is more than forgotten.
public enum RecoveryReason: Hashable, Sendable {
    /// The phone, or whatever else the person proves themselves with, is lost, or in somebody else's hands.
    case deviceLost
}

/// A method that the person has registered and may choose as second factor.
public struct AuthMethod: Hashable, Identifiable, Sendable {
    /// Names it.
    public let id: String

    /// How its codes travel.
    public let channel: Channel

    /// Where its codes go, masked by the service.
    public let hint: String

    init(_ raw: DoorstepFFI.AuthMethod) {
        id = raw.id
        channel = Channel(raw.channel)
        hint = raw.hint
    }
}

/// A kind of strong-auth method that the person may register.
public struct RegistrationMethod: Hashable, Identifiable, Sendable {
    /// Names it.
    public let id: String

    /// How its codes travel.
    public let channel: Channel

    /// The contact that the service knows already, to fill the field with. It is not masked.
    public let knownContact: String?

    init(_ raw: DoorstepFFI.RegistrationMethod) {
        id = raw.id
        channel = Channel(raw.channel)
        knownContact = raw.knownContact
    }
}

/// The type of an attribute's value.
public enum AttributeKind: Hashable, Sendable {
    /// Text.
    case text
    /// A whole number.
    case number
    /// A box that is ticked or not.
    case yesOrNo
    /// One that this version does not know, by the service's own word.
    case unknown(String)
}

/// An attribute that a user flow asks for.
public struct RequiredAttribute: Hashable, Identifiable, Sendable {
    /// The service's name for it, to be given back in ``Attributes``.
    public let name: AttributeName

    /// What it holds.
    public let kind: AttributeKind

    /// Whether the service insists.
    public let isRequired: Bool

    /// The regular expression that its text must match, where there is one.
    public let pattern: String?

    public var id: AttributeName { name }

    init(_ raw: DoorstepFFI.RequiredAttribute) {
        name = AttributeName(rawValue: raw.name)
        kind = AttributeKind(raw.kind)
        isRequired = raw.required
        pattern = raw.pattern
    }
}

// What a person can be told by does not go to a log by way of a step that is printed.

extension CodeSent: CustomStringConvertible, CustomReflectable {
    public var description: String { "CodeSent(channel: \(channel), length: \(length.map(String.init) ?? "unknown"))" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecurityCode: CustomStringConvertible, CustomReflectable {
    public var description: String {
        "SecurityCode(channel: \(channel.map { "\($0)" } ?? "unknown"), triesLeft: \(triesLeft.map(String.init) ?? "unknown"))"
    }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension AuthMethod: CustomStringConvertible, CustomReflectable {
    public var description: String { "AuthMethod(channel: \(channel))" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension RegistrationMethod: CustomStringConvertible, CustomReflectable {
    public var description: String { "RegistrationMethod(channel: \(channel))" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Channel {
    fileprivate init(_ raw: DoorstepFFI.Channel) {
        self =
            switch raw {
            case .email: .email
            case .sms: .sms
            case .unknown(let word): .unknown(word)
            }
    }
}

extension RecoveryReason {
    var raw: DoorstepFFI.RecoveryReason {
        switch self {
        case .deviceLost: .deviceLost
        }
    }

    init(_ raw: DoorstepFFI.RecoveryReason) {
        self =
            switch raw {
            case .deviceLost: .deviceLost
            }
    }
}

extension AttributeKind {
    fileprivate init(_ raw: DoorstepFFI.AttributeKind) {
        self =
            switch raw {
            case .text: .text
            case .number: .number
            case .boolean: .yesOrNo
            case .unknown(let word): .unknown(word)
            }
    }
}
