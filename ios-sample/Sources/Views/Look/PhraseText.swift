import Foundation
import SampleModels
import SwiftUI

extension Phrase {
    /// In the person's language. What is filled in keeps its own direction: an address stays one in Arabic, too.
    var string: String {
        let entry = NSLocalizedString(key.rawValue, tableName: nil, bundle: .module, value: key.rawValue, comment: "")
        if let number { return String.localizedStringWithFormat(entry, number) }
        if let text { return entry.replacingOccurrences(of: "%@", with: "\u{2068}\(text)\u{2069}") }
        return entry
    }
}

extension Text {
    init(_ phrase: Phrase) {
        self.init(verbatim: phrase.string)
    }

    init(_ key: Key) {
        self.init(Phrase(key))
    }
}

extension View {
    /// What a screen reader calls it.
    func spoken(_ key: Key) -> some View {
        accessibilityLabel(Text(key))
    }
}
