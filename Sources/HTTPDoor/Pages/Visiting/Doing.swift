import Forms
import FundCore
import Hummingbird
import Identity
import Workflows

extension Visit {
    /// What was chosen in a field that has to be.
    func chosen(_ field: String) throws -> String {
        let value = fields[field]
        guard !value.isEmpty else {
            throw InvalidInput(field, [FieldProblem(field, "choose-one")])
        }
        return value
    }

    /// Does something and goes on; or shows the form again, with what is wrong.
    ///
    /// - Parameters:
    ///   - problemField: the field that a refusal by a rule is shown at.
    ///   - act: gives back what the words of `done` say.
    func act(
        _ again: @Sendable ([FieldProblem]) async throws -> PageView, then place: String,
        done: String, problemField: String,
        _ act: @escaping @Sendable (Workflows, Principal) throws -> [String: String]
    ) async throws -> Response {
        let principal = try principal
        do {
            let said = try await write { try act($0, principal) }
            return go(to: place, done: w(done, said))
        } catch let problem as InvalidInput {
            return wrong(try await again(problem.fields), problem.fields)
        } catch let problem as any Problem where problem.report.kind == .conflict {
            let report = problem.report
            let shown =
                [FieldProblem(problemField, report.code, report.arguments)]
                + report.fields.map {
                    FieldProblem(
                        problemField, $0.code,
                        $0.arguments.merging(["place": $0.place]) { first, _ in first })
                }
            return wrong(try await again(shown), shown)
        }
    }
}
