// Values that modifiers take.

public protocol ShapeStyle: Sendable {}

extension ShapeStyle where Self == Color {
    public static var red: Color { Color(white: 0) }
    public static var secondary: Color { Color(white: 0) }
}

public struct HorizontalAlignment: Sendable {
    public static let leading = HorizontalAlignment()
    public static let center = HorizontalAlignment()
}

public struct VerticalAlignment: Sendable {
    public static let center = VerticalAlignment()
}

public struct Alignment: Sendable {
    public static let leading = Alignment()
    public static let center = Alignment()
}

public struct Font: Sendable {
    public static let title2 = Font()
    public static let headline = Font()
    public static let footnote = Font()
    public func bold() -> Font { self }
    public func monospaced() -> Font { self }
}

public struct AccessibilityTraits: SetAlgebra, OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let isHeader = AccessibilityTraits(rawValue: 1)
    public static let isSelected = AccessibilityTraits(rawValue: 2)
}

public enum AccessibilityChildBehavior: Sendable { case combine }

public enum AccessibilityNotification {
    public struct Announcement {
        public init(_ text: String) {}
        public func post() {}
    }
}

public struct UITextContentType: Hashable, Sendable {
    public static let username = UITextContentType()
    public static let password = UITextContentType()
    public static let newPassword = UITextContentType()
    public static let oneTimeCode = UITextContentType()
    public static let emailAddress = UITextContentType()
    public static let telephoneNumber = UITextContentType()
    public static let name = UITextContentType()
    public static let givenName = UITextContentType()
    public static let familyName = UITextContentType()
    public static let jobTitle = UITextContentType()
    public static let fullStreetAddress = UITextContentType()
    public static let postalCode = UITextContentType()
    public static let addressCity = UITextContentType()
    public static let addressState = UITextContentType()
    public static let countryName = UITextContentType()
}

public enum UIKeyboardType: Sendable {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case `default`, emailAddress, numberPad, asciiCapableNumberPad, phonePad, URL
}

public enum SubmitLabel: Sendable { case go }
public enum ToolbarItemPlacement: Sendable { case cancellationAction }

public struct TextInputAutocapitalization: Sendable {
    public static let never = TextInputAutocapitalization()
}

public struct RoundedBorderTextFieldStyle: Sendable {
    public static let roundedBorder = RoundedBorderTextFieldStyle()
}

public struct SegmentedPickerStyle: Sendable {
    public static let segmented = SegmentedPickerStyle()
}

public struct ButtonStyle: Sendable {
    public static let borderedProminent = ButtonStyle()
    public static let bordered = ButtonStyle()
    public static let borderless = ButtonStyle()
}

public enum TextSelectability: Sendable { case enabled }
