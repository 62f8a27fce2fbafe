import SampleModels
import SwiftUI

/// The name, and the two ways to go on with it.
struct EntryView: View {
    @Bindable var model: EntryModel
    let copy: @MainActor (String) -> Void

    var body: some View {
        NavigationStack {
            ScrollView {
                Page(title: Phrase(.appName)) {
                    Text(.entryIntroduction).foregroundStyle(.secondary)
                    TextField(text: $model.username) { Text(.username) }
                        .textContentType(.username)
                        .keyboardType(.emailAddress)
                        .textInputAutocapitalization(.never)
                        .autocorrectionDisabled()
                        .textFieldStyle(.roundedBorder)
                        .submitLabel(.go)
                        .onSubmit { Task { await model.signIn() } }
                    TroubleView(work: model.work, copy: copy, apply: model.apply)
                    WorkButton(key: .signIn, work: model.work, action: model.signIn)
                    WorkButton(key: .signUp, work: model.work, isProminent: false, action: model.signUp)
                    LinkButton(key: .forgotten, action: model.resetPassword)
                    LinkButton(key: .lost, action: model.deviceLost)
                }
                .padding()
            }
        }
        .task { await model.appear() }
    }
}
