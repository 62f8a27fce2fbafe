import Foundation

/// The code that a country's numbers begin with.
public struct DialCode: Hashable, Identifiable, Sendable {
    /// The region, as ISO 3166 has it.
    public let region: String
    public let digits: String

    public var id: String { region }

    /// What the country is called in the app's language.
    public func name(in locale: Locale) -> String {
        locale.localizedString(forRegionCode: region) ?? region
    }

    /// Some countries; an app that asks for numbers of all of them takes a library for that. A number that begins with
    /// a plus sign needs none of them.
    public static let all = [
        ("AE", "971"), ("AT", "43"), ("AU", "61"), ("BE", "32"), ("BR", "55"), ("CA", "1"), ("CH", "41"), ("DE", "49"),
        ("DK", "45"), ("EG", "20"), ("ES", "34"), ("FI", "358"), ("FR", "33"), ("GB", "44"), ("IE", "353"),
        ("IN", "91"), ("IT", "39"), ("JP", "81"), ("MA", "212"), ("MX", "52"), ("NL", "31"), ("NO", "47"),
        ("NZ", "64"), ("PL", "48"), ("PT", "351"), ("SA", "966"), ("SE", "46"), ("US", "1"), ("ZA", "27"),
    ]
    .map(DialCode.init(region:digits:))

    /// Countries whose numbers keep their first zero abroad.
    private static let keepsZero: Set<String> = ["IT"]

    static func of(region: String?) -> DialCode {
        all.first { $0.region == region } ?? DialCode(region: "US", digits: "1")
    }

    /// The number as the whole world dials it: a plus sign and digits.
    func international(_ number: String) -> String {
        let digits = number.compactMap { $0.wholeNumberValue.map(String.init) }.joined()
        if number.trimmingCharacters(in: .whitespaces).hasPrefix("+") { return "+" + digits }
        let national = Self.keepsZero.contains(region) ? digits[...] : digits.drop { $0 == "0" }
        return national.isEmpty ? "" : "+" + self.digits + national
    }
}
