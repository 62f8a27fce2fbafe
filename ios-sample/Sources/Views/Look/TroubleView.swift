import SampleModels
import SwiftUI

/// What went wrong, what helps, and behind "details" what support asks for.
struct TroubleView: View {
    let work: Work
    let copy: @MainActor (String) -> Void
    let apply: @MainActor (Remedy) async -> Void

    var body: some View {
        if let trouble = work.trouble {
            VStack(alignment: .leading, spacing: 8) {
                Label {
                    Text(trouble.phrase)
                } icon: {
                    Image(systemName: "exclamationmark.circle").accessibilityHidden(true)
                }
                .foregroundStyle(.red)
                if let remedy = trouble.remedy {
                    LinkButton(key: remedy.key) { await apply(remedy) }
                }
                DisclosureGroup {
                    Text(verbatim: trouble.details.text).font(.footnote.monospaced()).textSelection(.enabled)
                    LinkButton(key: .copy) { copy(trouble.details.text) }
                } label: {
                    Text(.details).font(.footnote)
                }
            }
            .onChange(of: trouble, initial: true) { announce(trouble.phrase) }
        }
    }
}

/// Has a screen reader say something without moving to it.
@MainActor
func announce(_ phrase: Phrase) {
    AccessibilityNotification.Announcement(phrase.string).post()
}

extension Remedy {
    var key: Key {
        switch self {
        case .signIn: .signIn
        case .signUp: .signUp
        case .resetPassword: .resetPassword
        case .resend: .resend
        case .startAgain: .startAgain
        }
    }
}
