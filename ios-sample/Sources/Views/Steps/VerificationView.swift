import SampleModels
import SwiftUI

/// A risk provider's challenge.
struct VerificationView: View {
    let model: VerificationModel

    var body: some View {
        Page(title: Phrase(.verificationTitle)) {
            Text(model.isAgain ? .verificationAgain : .verificationWhy)
            if model.isSolvable {
                WorkButton(key: .verificationSolve, work: model.work, action: model.solve)
            } else {
                Text(.verificationUnknown)
            }
            LinkButton(key: .back, action: model.goBack)
        }
    }
}
