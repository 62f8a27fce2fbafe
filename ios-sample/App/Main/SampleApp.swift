import Doorstep
import SampleModels
import SampleViews
import SwiftUI
import UIKit

/// What only iOS has: the Keychain, the system's browser and the pasteboard.
@main
struct SampleApp: App {
    @State private var root = RootModel(
        RootModel.Platform(
            vault: { try KeychainVault.standard() },
            records: { try FileRecords.inApplicationSupport() },
            browser: { SystemBrowser(anchor: SampleApp.window) }))

    var body: some Scene {
        WindowGroup {
            SampleView(root) { UIPasteboard.general.string = $0 }
        }
    }

    private static var window: UIWindow {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        return scenes.compactMap(\.keyWindow).first ?? UIWindow()
    }
}
