import Doorstep
import Foundation
import Observation

/// Asks for the second proof of a reset: a code that whoever stands in front of the service had sent another way.
@MainActor @Observable
public final class SecurityCodeModel: Resending {
    /// What it can be answered with.
    struct Answers {
        let submit: @MainActor (String) async -> Void
        let again: @MainActor () async -> Void
        let back: @MainActor () async -> Void
    }

    public let work: Work

    /// Whether an earlier one was not taken.
    public let isAgain: Bool
    public private(set) var input: CodeInput
    private let code: SecurityCode
    private let came: Date
    private let answers: Answers

    init(_ code: SecurityCode, isAgain: Bool, work: Work, answers: Answers) {
        self.code = code
        self.isAgain = isAgain
        self.work = work
        self.answers = answers
        came = work.now()
        input = CodeInput(length: code.codeLength)
    }

    /// Where it went, as far as that was said.
    public var target: Phrase {
        switch (code.channel, code.hint) {
        case (.sms, let hint?): Phrase(.codeSentBySms, text: hint)
        case (.email, let hint?): Phrase(.codeSentByEmail, text: hint)
        default: Phrase(.securitySent)
        }
    }

    /// How often the person may still try.
    public var triesLeft: Phrase? {
        code.triesLeft.map { Phrase(.triesLeft, number: $0) }
    }

    /// Whether there can be another one: a sender that names no wait will send none.
    public var isResendable: Bool { code.resendAfter != nil }

    /// The field changed, by typing, pasting or autofill.
    public func type(_ text: String) async {
        if let whole = input.change(to: text) { await answers.submit(whole) }
    }

    /// The button was pressed.
    public func submit() async {
        await answers.submit(input.text)
    }

    /// Has another code sent.
    public func resend() async {
        await answers.again()
        if work.trouble == nil { input.clear() }
    }

    public func goBack() async {
        await answers.back()
    }

    /// It counts from when the code was asked for here, also in an app that was killed meanwhile.
    public func wait(at time: Date) -> Int? {
        let asked = came.addingTimeInterval(code.resendAfter ?? CodeModel.resendAfter)
        return max(asked, work.trouble?.retryAt ?? asked).seconds(after: time)
    }
}
