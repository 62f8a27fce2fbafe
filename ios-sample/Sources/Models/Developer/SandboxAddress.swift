#if DEBUG
    import Foundation

    extension Sandbox {
        private static let addressKey = "sandbox"
        private static let tokenKey = "sandboxToken"
        private static let gateKey = "sandboxGate"
        private static let riskKey = "sandboxRisk"

        /// Where `doorstep sandbox --port 4000 --gate-port 4001` listens, as the simulator sees it.
        static let standard = "http://127.0.0.1:4000"

        /// The one that the drawer was last set to.
        init(_ preferences: UserDefaults) {
            self.init(
                preferences.string(forKey: Self.addressKey) ?? Self.standard,
                gate: preferences.string(forKey: Self.gateKey) ?? "",
                risk: preferences.string(forKey: Self.riskKey) ?? "",
                token: preferences.string(forKey: Self.tokenKey))
        }

        init(_ address: String, gate: String, risk: String, token: String?) {
            let url = URL(string: address) ?? URL(fileURLWithPath: "/")
            self.init(
                address: url, gate: gate.isEmpty ? nil : URL(string: gate),
                risk: risk.isEmpty ? nil : URL(string: risk), token: token)
        }

        func save(in preferences: UserDefaults) {
            preferences.set(address.absoluteString, forKey: Self.addressKey)
            preferences.set(gate?.absoluteString, forKey: Self.gateKey)
            preferences.set(risk?.absoluteString, forKey: Self.riskKey)
            preferences.set(token, forKey: Self.tokenKey)
        }

        /// The sandbox's first app, on its tenant or on the gate in front of it.
        var tenant: Tenant {
            Tenant(
                authority: gate.map { $0.appendingPathComponent(Self.tenantID).absoluteString } ?? authority,
                clientID: Tenant.own.clientID, redirectURI: Tenant.own.redirectURI, scopes: Tenant.own.scopes,
                api: api.absoluteString)
        }

        private static let tenantID = "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90"
    }
#endif
