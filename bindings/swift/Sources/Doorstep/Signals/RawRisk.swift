import DoorstepFFI
import Foundation

/// A ``RiskProvider``, as the library calls it. Time is the library's to keep; what nobody waits for any more is
/// cancelled.
final class RawRisk: DoorstepFFI.RiskHooks {
    private let host: any RiskProvider

    init(_ host: any RiskProvider) {
        self.host = host
    }

    func ask(call: RiskCall, slot: RiskSlot) {
        let answer = Task { [host] in
            let said = (try? await host.said(to: call)) ?? Said("failed")
            slot.complete(word: said.word, text: said.text, headers: said.headers)
        }
        Task {
            try? await Task.sleep(nanoseconds: call.budgetMillis * 1_000_000)
            answer.cancel()
        }
    }

    func tell(call: RiskCall) {
        switch call.hook {
        case "report":
            let decision = RiskDecision(rawValue: call.about)
            host.report(
                call.session, RiskOutcome(decision, RiskResult(rawValue: call.detail), channel: call.target))
        case "end":
            host.end(call.session, RiskEnd(rawValue: call.about))
        default:
            break
        }
    }
}

private struct Said {
    let word: String
    var text = ""
    var headers: [Header] = []

    init(_ word: String, text: String = "", headers: [Header] = []) {
        self.word = word
        self.text = text
        self.headers = headers
    }
}

extension RiskProvider {
    fileprivate func said(to call: RiskCall) async throws -> Said? {
        switch call.hook {
        case "begin":
            return Said("begun", text: try await begin(call.session, call.journey))
        case "ready":
            return Said(try await ready(call.session).rawValue)
        case "attach":
            let headers = try await attach(call.session, to: RiskRoute(rawValue: call.about))
            return Said("attached", headers: headers.map { Header(name: $0.key, value: $0.value) })
        case "check":
            switch try await check(call.session, call.purpose) {
            case .allow: return Said("allow")
            case .block: return Said("block")
            case .challenge(let payload): return Said("challenge", text: payload)
            }
        default:
            return nil
        }
    }
}

extension RiskCall {
    fileprivate var journey: RiskJourney {
        RiskJourney(flow: about == "screen" ? nil : about, resumed: detail == "resumed")
    }

    fileprivate var purpose: RiskPurpose {
        switch about {
        case "sms_to_known": .smsToKnown
        case "sms_to_new": .smsToNew(PhoneNumber(target ?? ""))
        case "token": .token
        case "sign_up": .signUp
        default: .other
        }
    }
}
