/// A text of the string table, and what is filled in: one text, or one number that the plural goes by.
public struct Phrase: Hashable, Sendable {
    public let key: Key
    public let text: String?
    public let number: Int?

    public init(_ key: Key, text: String? = nil, number: Int? = nil) {
        self.key = key
        self.text = text
        self.number = number
    }
}
