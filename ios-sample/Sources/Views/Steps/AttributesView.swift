import Doorstep
import SampleModels
import SwiftUI

/// The attributes of one page.
struct AttributesView: View {
    let model: AttributesModel

    var body: some View {
        Page(title: Phrase(.attributesTitle)) {
            ForEach(model.fields) { field in
                VStack(alignment: .leading, spacing: 4) {
                    Text(field.label)
                    input(field)
                    if !field.asked.isRequired { Text(.optional).font(.footnote).foregroundStyle(.secondary) }
                    if let problem = model.problem(of: field) { Text(problem).font(.footnote).foregroundStyle(.red) }
                }
            }
            WorkButton(key: .go, work: model.work, action: model.submit)
        }
    }

    @ViewBuilder private func input(_ field: AttributeField) -> some View {
        let hint = model.problem(of: field)?.string ?? ""
        if case .yesOrNo = field.asked.kind {
            Toggle(isOn: ticked(field)) { Text(field.label) }
                .accessibilityHint(Text(verbatim: hint))
        } else {
            TextField(text: text(field)) { Text(field.label) }
                .textContentType(field.contentType)
                .keyboardType(field.asked.kind == .number ? .numberPad : .default)
                .textFieldStyle(.roundedBorder)
                .accessibilityHint(Text(verbatim: hint))
        }
    }

    private func text(_ field: AttributeField) -> Binding<String> {
        Binding(get: { field.text }, set: { @MainActor in model.fill(field.id, $0) })
    }

    private func ticked(_ field: AttributeField) -> Binding<Bool> {
        Binding(get: { field.isTicked }, set: { @MainActor in model.tick(field.id, $0) })
    }
}

extension AttributeField {
    /// What the system may fill it with.
    fileprivate var contentType: UITextContentType? {
        switch id {
        case .displayName: .name
        case .givenName: .givenName
        case .surname: .familyName
        case .jobTitle: .jobTitle
        case .streetAddress: .fullStreetAddress
        case .postalCode: .postalCode
        case .city: .addressCity
        case .state: .addressState
        case .country: .countryName
        default: nil
        }
    }
}
