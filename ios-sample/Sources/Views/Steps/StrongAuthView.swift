import Doorstep
import SampleModels
import SwiftUI

/// A method and a contact to be registered for second factors.
struct StrongAuthView: View {
    @Bindable var model: StrongAuthModel
    @Environment(\.locale) private var locale

    var body: some View {
        Page(title: Phrase(.strongAuthTitle)) {
            Text(.strongAuthWhy).foregroundStyle(.secondary)
            Picker(selection: $model.method) {
                ForEach(model.methods) { method in
                    Text(method.channel.phrase).tag(Optional(method))
                }
            } label: {
                Text(.method)
            }
            .pickerStyle(.segmented)
            if model.isPhone { phone } else { address }
            WorkButton(key: .go, work: model.work, action: model.register)
        }
    }

    private var address: some View {
        TextField(text: $model.contact) { Text(.contactEmail) }
            .textContentType(.emailAddress)
            .keyboardType(.emailAddress)
            .textInputAutocapitalization(.never)
            .autocorrectionDisabled()
            .textFieldStyle(.roundedBorder)
    }

    private var phone: some View {
        VStack(alignment: .leading, spacing: 8) {
            Picker(selection: $model.country) {
                ForEach(DialCode.all) { country in
                    Text(verbatim: "\(country.name(in: locale)) +\(country.digits)").tag(country)
                }
            } label: {
                Text(.country)
            }
            TextField(text: $model.contact) { Text(.contactPhone) }
                .textContentType(.telephoneNumber)
                .keyboardType(.phonePad)
                .textFieldStyle(.roundedBorder)
            if !model.whole.isEmpty { Text(Phrase(.willBeSentTo, text: model.whole)) }
            Text(.smsCosts).font(.footnote).foregroundStyle(.secondary)
        }
    }
}
