import SampleModels
import SwiftUI

/// The risk signals: the consent, the session, and what was told.
struct RiskView: View {
    let model: RiskModel

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
            }
            .navigationTitle(Text(.riskTitle))
        }
    }

    private var consent: Binding<Bool> {
        Binding(get: { @MainActor in model.isConsented }, set: { @MainActor in model.consent($0) })
    }
}
