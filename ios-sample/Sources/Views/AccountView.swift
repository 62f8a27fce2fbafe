import Doorstep
import SampleModels
import SwiftUI

/// Who is signed in: the claims, the token, the protected API, and the ways out.
struct AccountView: View {
    let model: AccountModel
    let copy: @MainActor (String) -> Void

    var body: some View {
        NavigationStack {
            List {
                TroubleView(work: model.work, copy: copy, apply: model.apply)
                Section {
                    ForEach(model.claims) { claim in ClaimRow(claim: claim) }
                } header: {
                    Text(.claims)
                }
                token
                api
                ways
            }
            .navigationTitle(Text(verbatim: model.account.name ?? model.account.username ?? ""))
        }
        .task { await model.appear() }
        .sheet(isPresented: proves) {
            if let proof = model.proof { FlowView(model: proof, copy: copy) }
        }
    }

    /// Pulling the sheet down gives the proof up.
    private var proves: Binding<Bool> {
        Binding(
            get: { @MainActor in model.proof != nil },
            set: { @MainActor isShown in if !isShown { Task { await model.giveUp() } } })
    }

    private var token: some View {
        Section {
            if let token = model.token {
                Text(Phrase(.tokenExpires, text: token.expiresAt.formatted(date: .omitted, time: .standard)))
                Text(Phrase(.tokenScopes, text: token.scopes.joined(separator: " "))).font(.footnote)
            }
            LinkButton(key: .tokenRenew, action: model.renew)
        } header: {
            Text(.token)
        }
    }

    private var api: some View {
        Section {
            ForEach(model.items, id: \.self) { item in
                HStack {
                    Image(systemName: item.done ? "checkmark.circle.fill" : "circle").spoken(item.done ? .done : .open)
                    Text(verbatim: item.title)
                }
                .accessibilityElement(children: .combine)
            }
            WorkButton(key: .apiCall, work: model.work, action: model.callAPI)
        } header: {
            Text(.apiTitle)
        }
    }

    private var ways: some View {
        Section {
            ForEach(model.others) { other in
                Button {
                    Task { await model.change(to: other) }
                } label: {
                    Text(verbatim: other.username ?? other.id.objectID).frame(minHeight: 44)
                }
            }
            LinkButton(key: .addAccount, action: model.add)
            LinkButton(key: .signOut, action: model.signOut)
        } header: {
            Text(.accounts)
        } footer: {
            Text(.signOutScope)
        }
    }
}

private struct ClaimRow: View {
    let claim: Claim

    var body: some View {
        VStack(alignment: .leading) {
            Text(verbatim: claim.name).font(.footnote).foregroundStyle(.secondary)
            Text(verbatim: claim.value).textSelection(.enabled)
        }
        .accessibilityElement(children: .combine)
    }
}
