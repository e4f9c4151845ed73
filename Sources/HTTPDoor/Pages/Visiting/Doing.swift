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
    ///   - isFormNeeded: whether a refusal is a page of its own where that field is gone, since
    ///     somebody else has done it meanwhile.
    ///   - act: gives back what the words of `done` say.
    func act(
        _ again: @Sendable ([FieldProblem]) async throws -> PageView, then place: String,
        done: String, problemField: String, isFormNeeded: Bool = false,
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
            let view = try await again(shown)
            guard !isFormNeeded || view.asks(problemField) else { throw problem }
            return wrong(view, shown)
        }
    }
}

extension PageView {
    /// Whether one of its forms has a field of this name.
    func asks(_ field: String) -> Bool {
        blocks.contains { block in
            guard case .form(let form) = block else { return false }
            return form.fields.contains { $0.name == field }
        }
    }
}
