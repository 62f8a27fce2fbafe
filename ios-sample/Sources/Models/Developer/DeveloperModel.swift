#if DEBUG
    import Foundation
    import Observation

    /// The drawer of debug builds: which sandbox the app talks to, what it sent, and what the risk provider says next.
    @MainActor @Observable
    public final class DeveloperModel {
        public private(set) var mail: [Sandbox.Mail] = []
        public private(set) var verdict: Sandbox.Verdict?
        public private(set) var isUnreachable = false
        /// Where the sandbox listens, and the gate in front of it where the app should go through that.
        public var address: String
        public var gate: String
        /// The risk provider, which profiles this device.
        public var risk: String
        /// What a sandbox wants that listens beyond this machine.
        public var token: String
        private var sandbox: Sandbox
        private let use: @MainActor (Sandbox) -> Void

        init(_ sandbox: Sandbox, use: @escaping @MainActor (Sandbox) -> Void) {
            self.sandbox = sandbox
            self.use = use
            address = sandbox.address.absoluteString
            gate = sandbox.gate?.absoluteString ?? ""
            risk = sandbox.risk?.absoluteString ?? ""
            token = sandbox.token ?? ""
        }

        /// Points the app there.
        public func connect() async {
            sandbox = Sandbox(address, gate: gate, risk: risk, token: token.isEmpty ? nil : token)
            use(sandbox)
            await refresh()
        }

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
