import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// The shared answers of the service, each given where it may come: what a refusal becomes in Swift, and which steps go
/// to the browser or ask for a code.
@Suite struct VectorsTests {
    @Test(arguments: ["initiate", "challenge", "token", "sign_up", "reset_password", "edge", "gate"])
    func answersBecomeErrorsAndSteps(_ file: String) async throws {
        var seen = 0
        for vector in try Vector.all(of: file) where vector.isPlayable {
            seen += 1
            let device = try Device("http://127.0.0.1:1/contoso.onmicrosoft.com")
            let told = try await Play(vector: vector, device: device).outcome()
            let stays = vector.isOfAStart ? vector.expected?.withoutStep : vector.expected
            #expect(told == vector.expected || told == stays, "\(vector.id)")
        }
        #expect(seen >= 10, "\(file): \(seen)")
    }
}
