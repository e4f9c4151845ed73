import FundCore
import FundStore
import Identity

extension Workflows {
    /// Makes a link and a code for an address, whether it is known here or not.
    ///
    /// - Parameter isFirst: whether this client has not asked for this address lately.
    public func askToSignIn(
        _ email: String, browser: String, isFirst: Bool = false, as visitor: Principal
    ) throws -> SignInSecrets {
        try store.write(as: visitor) {
            try identity.askToSignIn(
                email, browser: browser, limit: isFirst ? .firstOfClient : .others, in: $0)
        }
    }

    /// Begins a session by a code, in the browser that asked for it.
    /// - Throws: `SignInProblem.codeWrong`.
    public func signIn(
        code: String, browser: String, as visitor: Principal
    ) throws -> BegunSession {
        // A wrong guess is counted, and the count must outlive the refusal.
        let begun = try store.write(as: visitor) {
            try identity.signIn(code: code, browser: browser, in: $0)
        }
        guard let begun else { throw SignInProblem.codeWrong }
        return begun
    }

    /// Begins a session by a link.
    public func signIn(link: String, as visitor: Principal) throws -> BegunSession {
        try store.write(as: visitor) { try identity.signIn(link: link, in: $0) }
    }

    /// Makes a link by which somebody signs in once, for whoever works the machine to hand on.
    public func makeSignInLink(
        for email: String, as principal: Principal
    ) throws -> SignInSecrets {
        try principal.requireOperator(or: .administrator)
        return try store.write(as: principal) {
            try identity.makeSignInLink(for: email, in: $0)
        }
    }

    public func noteUse(of session: SessionID, as principal: Principal) throws {
        try store.write(as: principal) { try identity.noteUse(of: session, in: $0) }
    }

    public func signOut(everywhere: Bool, as principal: Principal) throws {
        try store.write(as: principal) {
            if everywhere {
                try identity.signOutEverywhere(in: $0)
            } else {
                try identity.signOut(in: $0)
            }
        }
    }
}
