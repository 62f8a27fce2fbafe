import Doorstep
import Foundation
import Testing

@testable import SampleModels

private let dora = "dora@contoso.example"

/// Risk signals as the app shows them, with the sandbox's provider behind its gate.
@MainActor
@Suite struct SignalsTests {
    private func root(_ phone: Phone) async throws -> RootModel {
        let preferences = try #require(UserDefaults(suiteName: "sample-\(UUID().uuidString)"))
        let root = RootModel(phone.platform, preferences: preferences)
        root.drawer.address = phone.sandbox.address.absoluteString
        root.drawer.gate = try #require(URL(string: "/", relativeTo: URL(string: phone.gate))).absoluteString
        root.drawer.risk = phone.risk
        await root.drawer.connect()
        await root.app?.start()
        return root
    }

    @Test func withoutConsentNothingIsToldAndTheGateAsksForMore() async throws {
        let phone = try Phone()
        let app = try #require(try await root(phone).app)
        let risk = try #require(app.risk)
        #expect(!risk.isConsented)
        await app.signUp(dora)
        #expect(app.stage?.verification != nil)
        #expect(risk.notes.isEmpty && risk.session == nil && risk.device.isEmpty)
    }

    @Test func withConsentTheDeviceIsProfiledAndTheSignUpGoesThrough() async throws {
        let phone = try Phone()
        let app = try #require(try await root(phone).app)
        let risk = try #require(app.risk)
        risk.consent(true)
        await app.signUp(dora)
        #expect(app.stage?.code?.purpose == .signUp)
        try await eventually { risk.notes.contains { $0.kind == .asked && $0.about == "sign_up" } }
        #expect(risk.session?.count == 32)
        #expect(risk.device.contains(TellTale(name: "os", value: "linux")))
        await app.flow?.cancel()
        try await eventually { risk.session == nil }
        #expect(risk.notes.first?.kind == .ended)
    }

    @Test func aConsentIsKeptAndCanBeWithdrawn() async throws {
        let phone = try Phone()
        let root = try await root(phone)
        root.app?.risk?.consent(true)
        await root.drawer.connect()
        let risk = try #require(root.app?.risk)
        #expect(risk.isConsented)
        risk.consent(false)
        await root.app?.start()
        await root.app?.signUp(dora)
        #expect(root.app?.stage?.verification != nil && risk.notes.isEmpty)
    }

    /// Waits for what another thread will bring about.
    private func eventually(_ holds: () -> Bool) async throws {
        let end = Date().addingTimeInterval(60)
        while !holds() {
            try #require(Date() < end, "it never came about")
            await Task.yield()
        }
    }
}
