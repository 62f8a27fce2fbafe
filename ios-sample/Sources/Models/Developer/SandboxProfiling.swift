#if DEBUG
    import Doorstep
    import Foundation

    #if canImport(FoundationNetworking)
        import FoundationNetworking
    #endif

    /// Profiles this device with the sandbox's risk provider, as the vendor's software does with the vendor's. A product
    /// implements the same protocol above that software.
    final class SandboxProfiling: ThreatMetrixProfiling {
        private struct Profile: Encodable {
            let session: String
            let device: String

            enum CodingKeys: String, CodingKey {
                case session = "session_id"
                case device = "device_id"
            }
        }

        private let provider: URL
        private let device: String
        private let session: URLSession

        init(_ provider: URL, device: String, session: URLSession = .shared) {
            self.provider = provider
            self.device = device
            self.session = session
        }

        func profile(_ session: String, onEnd: @escaping @Sendable (ThreatMetrixStatus) -> Void) -> String {
            Task { onEnd(await post(Profile(session: session, device: device)) ? .ok : .failed) }
            return session
        }

        /// The sandbox's provider goes by the device alone.
        func sendBehaviour() {}

        /// A profile is one request, which ends by itself.
        func cancel() {}

        private func post(_ profile: Profile) async -> Bool {
            var request = URLRequest(url: provider.appendingPathComponent("fp/device"))
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = try? JSONEncoder().encode(profile)
            let answer = try? await session.data(for: request).1 as? HTTPURLResponse
            return (answer?.statusCode ?? 500) < 300
        }
    }
#endif
