import SampleModels
import SwiftUI

/// A password, or a new one.
struct PasswordView: View {
    @Bindable var model: PasswordModel
    @FocusState private var isFocused: Bool

    var body: some View {
        Page(title: model.title) {
            HStack {
                field
                    .textContentType(model.kind == .current ? .password : .newPassword)
                    .textInputAutocapitalization(.never)
                    .autocorrectionDisabled()
                    .textFieldStyle(.roundedBorder)
                    .submitLabel(.go)
                    .focused($isFocused)
                    .onSubmit { Task { await model.submit() } }
                Button {
                    model.isRevealed.toggle()
                } label: {
                    Image(systemName: model.isRevealed ? "eye.slash" : "eye").frame(minWidth: 44, minHeight: 44)
                }
                .spoken(model.isRevealed ? .hide : .reveal)
            }
            if let strength = model.strength { Text(strength).font(.footnote).foregroundStyle(.secondary) }
            WorkButton(key: .go, work: model.work, action: model.submit)
            if model.isForgettable {
                LinkButton(key: .forgotten, action: model.forgotten)
                LinkButton(key: .lost, action: model.deviceLost)
            }
        }
        .onAppear { isFocused = true }
    }

    @ViewBuilder private var field: some View {
        if model.isRevealed {
            TextField(text: $model.text) { Text(.password) }
        } else {
            SecureField(text: $model.text) { Text(.password) }
        }
    }
}
