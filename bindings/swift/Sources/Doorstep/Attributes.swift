import DoorstepFFI

/// Values for the attributes of a new account, each under the service's name for it. They do not print: they are
/// personal data.
///
/// ```swift
/// let given: Attributes = [.displayName: "Ada", .city: "London", "extension_age": 36]
/// ```
public struct Attributes: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private var values: [AttributeName: AttributeValue] = [:]

    /// None yet.
    public init() {}

    public init(dictionaryLiteral elements: (AttributeName, AttributeValue)...) {
        for (name, value) in elements { values[name] = value }
    }

    /// The value under `name`.
    public subscript(name: AttributeName) -> AttributeValue? {
        get { values[name] }
        set { values[name] = newValue }
    }

    var raw: [DoorstepFFI.Attribute] {
        values.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { DoorstepFFI.Attribute(name: $0.key.rawValue, value: $0.value.raw) }
    }
}

extension Attributes: CustomStringConvertible, CustomReflectable {
    public var description: String { "Attributes(\(values.count))" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The service's name for an attribute, such as the one that ``RequiredAttribute/name`` gave.
public struct AttributeName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral name: String) {
        self.init(rawValue: name)
    }

    /// The name that is shown.
    public static let displayName: AttributeName = "displayName"
    /// The first name.
    public static let givenName: AttributeName = "givenName"
    /// The family name.
    public static let surname: AttributeName = "surname"
    /// The job's title.
    public static let jobTitle: AttributeName = "jobTitle"
    /// The street with its number.
    public static let streetAddress: AttributeName = "streetAddress"
    /// The postal code.
    public static let postalCode: AttributeName = "postalCode"
    /// The city.
    public static let city: AttributeName = "city"
    /// The state or province.
    public static let state: AttributeName = "state"
    /// The country or region.
    public static let country: AttributeName = "country"
}

/// The value of an attribute. A literal will do.
public enum AttributeValue: Hashable, Sendable {
    /// Text.
    case text(String)
    /// A whole number.
    case number(Int64)
    /// A box that is ticked or not.
    case yesOrNo(Bool)
    /// The choices of a multiple selection.
    case choices([String])
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral number: Int64) { self = .number(number) }
    public init(booleanLiteral ticked: Bool) { self = .yesOrNo(ticked) }
    public init(arrayLiteral chosen: String...) { self = .choices(chosen) }

    fileprivate var raw: DoorstepFFI.AttributeValue {
        switch self {
        case .text(let text): .text(text: text)
        case .number(let number): .number(number: number)
        case .yesOrNo(let ticked): .boolean(ticked: ticked)
        case .choices(let chosen): .choices(chosen: chosen)
        }
    }
}
