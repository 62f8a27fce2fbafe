#if DEBUG
    import Doorstep
    import Foundation

    /// Presses the button of the sandbox's own challenges, as a person would in the page that a vendor's SDK shows.
    public struct SandboxSolver: ChallengeSolver {
        private struct Payload: Decodable {
            let id: String
        }

        private let sandbox: Sandbox

        public init(_ sandbox: Sandbox) {
            self.sandbox = sandbox
        }

        public func proof(of challenge: RiskChallenge) async throws -> String {
            let payload = try JSONDecoder().decode(Payload.self, from: Data(challenge.payload.utf8))
            return try await sandbox.solve(payload.id)
        }
    }
#endif
