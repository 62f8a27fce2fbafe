#if DEBUG
    import Foundation
    import Observation

    /// The drawer of debug builds: which sandbox the app talks to, what it sent, and what the risk provider says next.
    @MainActor @Observable
    public final class DeveloperModel {
        public private(set) var mail: [Sandbox.Mail] = []
        public private(set) var verdict: Sandbox.Verdict?
        public private(set) var isUnreachable = false
        private let sandbox: Sandbox

        public init(_ sandbox: Sandbox) {
            self.sandbox = sandbox
        }

        public var address: String { sandbox.address.absoluteString }

        public func refresh() async {
            await ask { mail = try await sandbox.mailbox() }
        }

        public func judge(_ verdict: Sandbox.Verdict) async {
            await ask {
                try await sandbox.judge(verdict)
                self.verdict = verdict
            }
        }

        private func ask(_ call: @MainActor () async throws -> Void) async {
            do {
                try await call()
                isUnreachable = false
            } catch {
                isUnreachable = true
            }
        }
    }
#endif
