import DoorstepFFI

extension DoorstepFFI.Call {
    func done() async throws {
        guard case .done = try await answer() else { throw DoorstepError.defect }
    }

    func step() async throws -> DoorstepFFI.Step {
        guard case .step(let step) = try await answer() else { throw DoorstepError.defect }
        return step
    }

    func resumed() async throws -> (DoorstepFFI.FlowKind, DoorstepFFI.Flow) {
        guard case .resumed(let kind, let flow) = try await answer() else { throw DoorstepError.defect }
        return (kind, flow)
    }

    func waiting() async throws -> [DoorstepFFI.WaitingFlow] {
        guard case .pending(let flows) = try await answer() else { throw DoorstepError.defect }
        return flows
    }

    func accounts() async throws -> [DoorstepFFI.Account] {
        guard case .accounts(let accounts) = try await answer() else { throw DoorstepError.defect }
        return accounts
    }

    func stepUp() async throws -> DoorstepFFI.StepUp? {
        guard case .stepUp(let answer) = try await answer() else { throw DoorstepError.defect }
        return answer
    }

    func token() async throws -> DoorstepFFI.AccessToken {
        guard case .token(let token) = try await answer() else { throw DoorstepError.defect }
        return token
    }

    func address() async throws -> String {
        guard case .address(let url) = try await answer() else { throw DoorstepError.defect }
        return url
    }
}
