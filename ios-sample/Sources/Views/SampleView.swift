import SampleModels
import SwiftUI

/// The whole app, for its one window.
public struct SampleView: View {
    private let root: RootModel
    private let copy: @MainActor (String) -> Void
    @State private var showsDrawer = false

    /// - Parameters:
    ///   - copy: puts a text on the pasteboard
    public init(_ root: RootModel, copy: @escaping @MainActor (String) -> Void) {
        self.root = root
        self.copy = copy
    }

    public var body: some View {
        VStack(spacing: 0) {
            if let app = root.app {
                PlaceView(app: app, copy: copy).id(ObjectIdentifier(app))
            } else if let trouble = root.trouble {
                Text(trouble.phrase).padding()
            }
            drawer
        }
    }

    @ViewBuilder private var drawer: some View {
        #if DEBUG
            Button("Developer") { showsDrawer = true }
                .frame(minHeight: 44)
                .sheet(isPresented: $showsDrawer) { DeveloperView(model: root.drawer) }
        #endif
    }
}

private struct PlaceView: View {
    let app: AppModel
    let copy: @MainActor (String) -> Void
    @State private var showsSignals = false

    var body: some View {
        place
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            .task { await app.start() }
        if let risk = app.risk {
            LinkButton(key: .riskTitle) { showsSignals = true }
                .sheet(isPresented: $showsSignals) { SignalsView(model: risk) }
        }
    }

    private var place: some View {
        Group {
            switch app.place {
            case .starting: Color.clear
            case .entry: EntryView(model: app.entry, copy: copy)
            case .deviceLost(let model): DeviceLostView(model: model, copy: copy)
            case .flow(let model): FlowView(model: model, copy: copy)
            case .account(let model): AccountView(model: model, copy: copy).id(ObjectIdentifier(model))
            }
        }
    }
}
