import SampleModels
import SwiftUI

/// A flow on its way: the view of its step, what went wrong, and the way out.
struct FlowView: View {
    let model: any FlowModel
    let copy: @MainActor (String) -> Void

    var body: some View {
        NavigationStack {
            ScrollView {
                VStack(alignment: .leading, spacing: 16) {
                    if let notice = model.notice { Text(notice).foregroundStyle(.secondary) }
                    stage
                    TroubleView(work: model.work, copy: copy, apply: { await model.apply($0) })
                }
                .frame(maxWidth: 480, alignment: .leading)
                .padding()
            }
            .navigationTitle(Text(model.title))
            .toolbar {
                ToolbarItem(placement: .cancellationAction) {
                    LinkButton(key: .cancel) { await model.cancel() }
                }
            }
        }
        .shaded(when: model.stage.isSecret)
    }

    @ViewBuilder private var stage: some View {
        switch model.stage {
        case .starting: ProgressView().spoken(.working)
        case .password(let model): PasswordView(model: model).id(ObjectIdentifier(model))
        case .code(let model): CodeView(model: model).id(ObjectIdentifier(model))
        case .mfa(let model): MfaView(model: model)
        case .strongAuth(let model): StrongAuthView(model: model).id(ObjectIdentifier(model))
        case .attributes(let model): AttributesView(model: model).id(ObjectIdentifier(model))
        case .verification(let model): VerificationView(model: model)
        case .securityCode(let model): SecurityCodeView(model: model).id(ObjectIdentifier(model))
        case .browser(let model): BrowserView(model: model)
        case .finished(let model): FinishedView(model: model)
        }
    }
}
