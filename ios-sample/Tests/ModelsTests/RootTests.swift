import Doorstep
import Foundation
import Testing

@testable import SampleModels

/// The app as its process makes it.
@MainActor
@Suite struct RootTests {
    @Test func theDrawerPointsTheAppAtASandboxAndAtItsGate() async throws {
        let phone = try Phone()
        let preferences = try #require(UserDefaults(suiteName: "sample-\(UUID().uuidString)"))
        let root = RootModel(phone.platform, preferences: preferences)
        root.drawer.address = phone.sandbox.address.absoluteString
        await root.drawer.connect()
        try await signInBob(root)
        root.drawer.gate = try #require(URL(string: "/", relativeTo: URL(string: phone.gate))).absoluteString
        await root.drawer.connect()
        #expect(!root.drawer.isUnreachable)
        let app = try #require(root.app)
        await app.start()
        await app.signUp("dora@contoso.example")
        #expect(app.stage?.verification?.isSolvable == true)
        let next = RootModel(phone.platform, preferences: preferences)
        #expect(next.drawer.gate == root.drawer.gate && next.drawer.address == root.drawer.address)
    }

    @Test func anAddressThatIsNoneIsToldAsASettingThatIsWrong() async throws {
        let phone = try Phone()
        let preferences = try #require(UserDefaults(suiteName: "sample-\(UUID().uuidString)"))
        let root = RootModel(phone.platform, preferences: preferences)
        root.drawer.address = "ftp://nowhere"
        await root.drawer.connect()
        #expect(root.app == nil && root.trouble?.phrase == Phrase(.brokenSetUp))
    }

    private func signInBob(_ root: RootModel) async throws {
        let app = try #require(root.app)
        await app.start()
        await app.signIn("bob@contoso.example")
        await app.stage?.password?.give("Builder-2024!")
        #expect(app.account != nil)
    }
}
