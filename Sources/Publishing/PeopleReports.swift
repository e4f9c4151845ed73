import Assessment
import FundCore
import FundStore
import Identity
import Rounds

extension Reports {
    /// Who signs in with this link, nil where it is not good any more; looking does not use it up.
    public func email(ofSignInLink link: String) throws -> String? {
        try store.read { try identity.email(ofLink: link, in: $0) }
    }

    /// The sessions of whoever asks.
    public func sessions(as principal: Principal) throws -> [SessionEntry] {
        guard let person = principal.personID else { return [] }
        return try store.read { try identity.sessions(of: person, in: $0) }
    }

    /// Everybody with a role or who had one: rows of `Listing.people`.
    public func people(as principal: Principal, _ body: ([JSONValue]) throws -> Void) throws {
        try principal.requireOperator(or: .administrator)
        try store.read { tx in
            try identity.people(in: tx) { try body(Shape.row($0)) }
        }
    }

    /// The tokens that were given, or one person's: rows of `Listing.tokens`.
    public func tokens(
        of email: String?, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .administrator)
        try store.read { tx in
            if let email, try identity.person(email, in: tx) == nil {
                throw AccessProblem.unknownPerson(email: email)
            }
            try identity.tokens(of: email, in: tx) { try body(Shape.row($0)) }
        }
    }

    /// A token as it may be listed, as a row of `Listing.tokens`.
    public static func row(_ token: TokenEntry) -> [JSONValue] { Shape.row(token) }
}
