// What the guide names and only Apple's platforms have, for where the guide's code is run without them.

import Doorstep
import Foundation

#if canImport(AuthenticationServices)
    import AuthenticationServices

    public typealias Window = ASPresentationAnchor
#else
    /// A window.
    @MainActor
    public final class Window {
        public let browser: any Browser

        public init(browser: any Browser) {
            self.browser = browser
        }
    }

    /// The sheet of a window.
    @MainActor
    struct SystemBrowser: Browser {
        let anchor: Window

        func callback(from page: URL, to redirect: URL) async throws -> URL {
            try await anchor.browser.callback(from: page, to: redirect)
        }
    }
#endif

#if !canImport(Security)
    /// A vault that forgets.
    enum KeychainVault {
        static func standard() throws -> any Vault {
            Forgetful()
        }
    }

    private struct Forgetful: Vault {
        func dataKey() throws -> VaultAnswer { .locked }
        func storeDataKey(_ key: Data) throws { throw StorageLocked() }
    }
#endif
