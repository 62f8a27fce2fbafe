import Doorstep
import Foundation
import Observation

/// Asks for the attributes of one page.
@MainActor @Observable
public final class AttributesModel {
    public private(set) var fields: [AttributeField]
    public let work: Work
    private let send: @MainActor (Attributes) async -> Void

    init(
        _ asked: [RequiredAttribute], work: Work, send: @escaping @MainActor (Attributes) async -> Void
    ) {
        fields = asked.map(AttributeField.init)
        self.work = work
        self.send = send
    }

    public func fill(_ name: AttributeName, _ text: String) {
        change(name) { $0.text = text }
    }

    public func tick(_ name: AttributeName, _ isTicked: Bool) {
        change(name) { $0.isTicked = isTicked }
    }

    /// What is wrong with a field: found here before anything is sent, or by the service.
    public func problem(of field: AttributeField) -> Phrase? {
        if let problem = field.problem { return problem }
        return work.trouble?.attributes.contains(field.id) == true ? Phrase(.attributeRefused) : nil
    }

    public func submit() async {
        for index in fields.indices { fields[index].problem = fields[index].found }
        guard fields.allSatisfy({ $0.problem == nil }) else { return }
        var given = Attributes()
        for field in fields { given[field.id] = field.value }
        await send(given)
    }

    private func change(_ name: AttributeName, _ change: (inout AttributeField) -> Void) {
        guard let index = fields.firstIndex(where: { $0.id == name }) else { return }
        change(&fields[index])
        fields[index].problem = nil
    }
}

/// One attribute and what was typed for it.
public struct AttributeField: Hashable, Identifiable, Sendable {
    public let asked: RequiredAttribute
    public internal(set) var text = ""
    public internal(set) var isTicked = false
    var problem: Phrase?

    public var id: AttributeName { asked.name }

    init(_ asked: RequiredAttribute) {
        self.asked = asked
    }

    /// What it is called: in the app's language where the attribute is built in, else as its own name reads.
    public var label: Phrase {
        switch id {
        case .displayName: Phrase(.attributeDisplayName)
        case .givenName: Phrase(.attributeGivenName)
        case .surname: Phrase(.attributeSurname)
        case .jobTitle: Phrase(.attributeJobTitle)
        case .streetAddress: Phrase(.attributeStreetAddress)
        case .postalCode: Phrase(.attributePostalCode)
        case .city: Phrase(.attributeCity)
        case .state: Phrase(.attributeState)
        case .country: Phrase(.attributeCountry)
        default: Phrase(.attributeOther, text: id.rawValue.split(separator: "_").last.map(String.init) ?? id.rawValue)
        }
    }

    var found: Phrase? {
        switch asked.kind {
        case .yesOrNo:
            return asked.isRequired && !isTicked ? Phrase(.attributeMissing) : nil
        case .number where !text.isEmpty && Int64(text) == nil:
            return Phrase(.attributeNumber)
        case .number, .text, .unknown:
            if text.isEmpty { return asked.isRequired ? Phrase(.attributeMissing) : nil }
            let fits = asked.pattern.map { text.range(of: $0, options: .regularExpression) != nil } ?? true
            return fits ? nil : Phrase(.attributePattern)
        }
    }

    /// Nothing, where the person left an optional one empty.
    var value: AttributeValue? {
        switch asked.kind {
        case .yesOrNo: .yesOrNo(isTicked)
        case .number: Int64(text).map(AttributeValue.number)
        case .text, .unknown: text.isEmpty ? nil : .text(text)
        }
    }
}
