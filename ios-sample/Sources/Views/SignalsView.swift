import SampleModels
import SwiftUI

/// The risk signals: the consent, the session, and what was told.
struct SignalsView: View {
    let model: SignalsModel

    var body: some View {
        NavigationStack {
            List {
                Section {
                    Toggle(isOn: consent) { Text(.riskConsent) }
                } header: {
                    Text(.riskTitle)
                } footer: {
                    Text(.riskWhy)
                }
                Section {
                    if let session = model.session {
                        Text(verbatim: session).font(.footnote.monospaced()).textSelection(.enabled)
                    } else {
                        Text(.riskNone)
                    }
                } header: {
                    Text(.riskSession)
                }
                Section {
                    if model.notes.isEmpty { Text(.riskNothing) }
                    ForEach(model.notes) { note in
                        VStack(alignment: .leading) {
                            Text(note.phrase)
                            Text(verbatim: note.about).font(.footnote).foregroundStyle(.secondary)
                        }
                        .accessibilityElement(children: .combine)
                    }
                } header: {
                    Text(.riskSent)
                }
                Section {
                    ForEach(model.device) { fact in
                        VStack(alignment: .leading) {
                            Text(verbatim: fact.name).font(.footnote).foregroundStyle(.secondary)
                            Text(verbatim: fact.value)
                        }
                        .accessibilityElement(children: .combine)
                    }
                    if model.device.isEmpty { Text(.riskNothing) }
                } header: {
                    Text(.riskDevice)
                }
            }
            .navigationTitle(Text(.riskTitle))
        }
    }

    private var consent: Binding<Bool> {
        Binding(get: { @MainActor in model.isConsented }, set: { @MainActor in model.consent($0) })
    }
}
