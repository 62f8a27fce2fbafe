import Doorstep
import Foundation
import Observation

/// Asks for a code that was sent: with a whole one it goes on by itself, once.
@MainActor @Observable
public final class CodeModel: Resending {
    /// What a code can be answered with. A method is for who wants another way.
    struct Answers {
        let submit: @MainActor (String) async -> Void
        let resend: @MainActor () async -> Void
        var choose: (@MainActor (AuthMethod) async -> Void)?
        /// Back to where the address or the number is typed.
        var change: (@MainActor () -> Void)?
    }

    public let sent: CodeSent
    public let purpose: CodePurpose
    public let work: Work

    /// The other ways to get a code.
    public let methods: [AuthMethod]

    public private(set) var input: CodeInput
    private let answers: Answers

    /// Where the sender names no interval.
    static let resendAfter: TimeInterval = 30

    init(
        _ sent: CodeSent, for purpose: CodePurpose, work: Work, methods: [AuthMethod] = [], answers: Answers
    ) {
        self.sent = sent
        self.purpose = purpose
        self.work = work
        self.methods = methods
        self.answers = answers
        input = CodeInput(length: sent.length)
    }

    public var title: Phrase {
        switch purpose {
        case .signUp: Phrase(.codeSignUpTitle)
        case .registration: Phrase(.codeRegistrationTitle)
        default: Phrase(.codeTitle)
        }
    }

    /// Where it went, masked.
    public var target: Phrase {
        Phrase(sent.channel == .sms ? .codeSentBySms : .codeSentByEmail, text: sent.sentTo)
    }

    /// Why there is a code at all, or another one.
    public var why: Phrase? {
        if let repeats = sent.repeats { return repeats.phrase }
        return purpose == .secondFactor ? Phrase(.whySecondFactor) : nil
    }

    /// The field changed, by typing, pasting or autofill.
    public func type(_ text: String) async {
        if let code = input.change(to: text) { await send(code) }
    }

    /// The button was pressed.
    public func submit() async {
        await send(input.text)
    }

    /// Has another code sent. The field is emptied when it is on its way.
    public func resend() async {
        await answers.resend()
        if work.trouble == nil { input.clear() }
    }

    public func choose(_ method: AuthMethod) async {
        await answers.choose?(method)
    }

    public var isChangeable: Bool { answers.change != nil }

    public func change() {
        answers.change?()
    }

    /// The seconds until another code may be asked for. They count from when the code was sent, also in an app that
    /// was killed meanwhile.
    public func wait(at time: Date) -> Int? {
        let asked = sent.sentAt.addingTimeInterval(sent.resendAfter ?? Self.resendAfter)
        return max(asked, work.trouble?.retryAt ?? asked).seconds(after: time)
    }

    private func send(_ code: String) async {
        await answers.submit(code)
    }
}
