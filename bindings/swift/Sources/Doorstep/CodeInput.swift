/// What stands behind a field for a one-time code: it leaves out what no code holds, stops at the code's length, and
/// hands a whole code out once, however often the field reports it.
///
/// ```swift
/// .onChange(of: typed) { if let code = input.change(to: $0) { submit(code) } }
/// ```
public struct CodeInput: Hashable, Sendable {
    /// As ``CodeSent/length`` has it; without one, nothing is whole until the person says so.
    public let length: Int?

    /// What the field should show.
    public private(set) var text = ""

    /// Counts how the code is typed, for risk signals, where the person consents to that.
    public var meter: TypingMeter?

    private var handedOut: String?

    /// No code is longer.
    private static let most = 64

    /// For a code of `length` characters, where that is known.
    public init(length: Int?) {
        self.length = length
    }

    /// The field has changed to `typed`, by typing, pasting or autofill. Gives the code, where it is whole and has not
    /// been handed out.
    public mutating func change(to typed: some StringProtocol) -> String? {
        meter?.change(from: text.count, to: typed.count)
        text = String(typed.compactMap(Self.plain).prefix(length ?? Self.most))
        guard text.count == length, text != handedOut else { return nil }
        handedOut = text
        return text
    }

    /// Empties the field for another code, or for another try: the same code may be handed out again.
    public mutating func clear() {
        text = ""
        handedOut = nil
    }

    /// A letter as it is, a digit of any script as the plain one, and nothing else.
    private static func plain(_ letter: Character) -> Character? {
        if letter.isASCII { return letter.isLetter || letter.isNumber ? letter : nil }
        guard let scalar = letter.unicodeScalars.first, scalar.properties.numericType == .decimal else { return nil }
        return letter.wholeNumberValue.flatMap { String($0).first }
    }
}
