import Doorstep
import SampleModels
import SwiftUI

/// How to get the code of a second factor.
struct MfaView: View {
    let model: MfaModel

    var body: some View {
        Page(title: Phrase(.mfaTitle)) {
            Text(.whySecondFactor).foregroundStyle(.secondary)
            MethodList(methods: model.methods, work: model.work, choose: model.choose)
        }
    }
}

/// The ways to get a code, each with its channel and its masked target.
struct MethodList: View {
    let methods: [AuthMethod]
    let work: Work
    let choose: @MainActor (AuthMethod) async -> Void

    var body: some View {
        ForEach(methods) { method in
            Button {
                Task { await choose(method) }
            } label: {
                HStack {
                    Image(systemName: method.channel.icon).accessibilityHidden(true)
                    VStack(alignment: .leading) {
                        Text(method.channel.phrase)
                        Text(verbatim: method.hint).font(.footnote).foregroundStyle(.secondary)
                    }
                }
                .frame(maxWidth: .infinity, minHeight: 44, alignment: .leading)
            }
            .buttonStyle(.bordered)
            .disabled(work.isBusy)
        }
    }
}

extension Channel {
    var icon: String {
        switch self {
        case .email: "envelope"
        case .sms: "message"
        case .unknown: "questionmark.circle"
        }
    }
}
