import SampleModels
import SwiftUI

/// The flow is through. What leads on runs by itself; the button is for when it failed.
struct FinishedView: View {
    let model: FinishedModel

    var body: some View {
        Page(title: model.phrase) {
            WorkButton(key: .go, work: model.work, action: model.proceed)
        }
    }
}
