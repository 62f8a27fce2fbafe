#if DEBUG
    import SampleModels
    import SwiftUI

    /// The drawer of debug builds. In English: no customer sees it.
    struct DeveloperView: View {
        @Bindable var model: DeveloperModel

        var body: some View {
            NavigationStack {
                List {
                    Section {
                        field("Sandbox, such as http://127.0.0.1:4000", $model.address)
                        field("Gate, such as http://127.0.0.1:4001, or nothing", $model.gate)
                        field("Risk provider, such as http://127.0.0.1:4002, or nothing", $model.risk)
                        field("Admin token, for a sandbox beyond this machine", $model.token)
                        Button("Use it") { Task { await model.connect() } }
                        if model.isUnreachable { Text(verbatim: "It does not answer.").foregroundStyle(.red) }
                    } header: {
                        Text(verbatim: "Sandbox")
                    }
                    Section {
                        ForEach(Sandbox.Verdict.allCases, id: \.self) { verdict in
                            Button(verdict.rawValue) { Task { await model.judge(verdict) } }
                                .accessibilityAddTraits(model.verdict == verdict ? .isSelected : [])
                        }
                    } header: {
                        Text(verbatim: "What the risk provider says next")
                    }
                    Section {
                        ForEach(model.mail, id: \.self) { mail in
                            VStack(alignment: .leading) {
                                if let code = mail.code {
                                    Text(verbatim: code).font(.title2.monospaced()).textSelection(.enabled)
                                }
                                Text(verbatim: "\(mail.purpose), \(mail.to)").font(.footnote)
                            }
                        }
                    } header: {
                        Text(verbatim: "Mailbox, the newest first")
                    }
                }
                .navigationTitle(Text(verbatim: "Developer"))
            }
            .task { await model.refresh() }
        }

        private func field(_ label: String, _ text: Binding<String>) -> some View {
            TextField(text: text) { Text(verbatim: label) }
                .keyboardType(.URL)
                .textInputAutocapitalization(.never)
                .autocorrectionDisabled()
        }
    }
#endif
