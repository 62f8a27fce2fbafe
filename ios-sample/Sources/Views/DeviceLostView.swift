import SampleModels
import SwiftUI

/// What the recovery of a lost device will do, before it begins.
struct DeviceLostView: View {
    let model: DeviceLostModel
    let copy: @MainActor (String) -> Void

    var body: some View {
        NavigationStack {
            ScrollView {
                Page(title: Phrase(.lostTitle)) {
                    Text(verbatim: model.username).foregroundStyle(.secondary)
                    Text(.lostProofs)
                    Text(.lostThen)
                    TroubleView(work: model.work, copy: copy) { _ in model.cancel() }
                    WorkButton(key: .lostBegin, work: model.work, action: model.begin)
                    LinkButton(key: .cancel) { model.cancel() }
                }
                .padding()
            }
        }
    }
}
