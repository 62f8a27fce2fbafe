import SampleModels
import SwiftUI

/// The one button that goes on: shows that it is at work, and waits where the service said so.
struct WorkButton: View {
    let key: Key
    let work: Work
    var isProminent = true
    let action: @MainActor () async -> Void

    var body: some View {
        TimelineView(.periodic(from: .now, by: 1)) { moment in
            VStack(alignment: .leading, spacing: 8) {
                Button {
                    Task { await action() }
                } label: {
                    HStack {
                        Text(key)
                        if work.isBusy { ProgressView().spoken(.working) }
                    }
                    .frame(maxWidth: .infinity, minHeight: 44)
                }
                .buttonStyle(.borderedProminent)
                .tint(isProminent ? Color.accentColor : Color.secondary)
                .disabled(!work.isReady(at: moment.date))
                if work.isSlow(at: moment.date) {
                    Text(.stillWorking).font(.footnote).foregroundStyle(.secondary)
                }
                if let left = work.trouble?.wait(at: moment.date) {
                    Text(Phrase(.waitSeconds, number: left)).font(.footnote).foregroundStyle(.secondary)
                }
            }
        }
    }
}

/// A way beside the main one, as large as a finger.
struct LinkButton: View {
    let key: Key
    let action: @MainActor () async -> Void

    var body: some View {
        Button {
            Task { await action() }
        } label: {
            Text(key).frame(minHeight: 44)
        }
        .buttonStyle(.borderless)
    }
}
