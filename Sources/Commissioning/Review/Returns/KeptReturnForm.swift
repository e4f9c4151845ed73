import Foundation

extension ReturnForm {
    /// The questions of a return as its row keeps them.
    ///
    /// - Parameter kept: JSON.
    /// - Throws: `DecodingError` where it is none.
    public init(kept: String) throws {
        self = try JSONDecoder().decode(ReturnForm.self, from: Data(kept.utf8))
    }
}
