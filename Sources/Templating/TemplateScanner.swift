import FundCore

/// Reads a template's tags before it is used, because the template engine shows a misspelt name as
/// nothing at all.
public enum TemplateScanner {
    /// Everything that is wrong with a template, by line.
    ///
    /// - Parameters:
    ///   - contentType: what its first line must declare.
    ///   - names: the variables and sections it may use.
    ///   - partials: the templates that it may bring in.
    public static func problems(
        in text: String, file: String, contentType: String, names: Set<String>,
        partials: Set<String> = []
    ) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.first.map(String.init)?.trimmed != "{{% CONTENT_TYPE:\(contentType)}}" {
            problems.append(
                FieldProblem("\(file):1", "template-content-type", ["type": contentType]))
        }
        var open: [(name: String, line: Int)] = []
        for (index, line) in lines.enumerated().dropFirst() {
            let place = "\(file):\(index + 1)"
            for tag in tags(in: line) {
                switch tag.first {
                // One part out of several: which, say the facts.
                case ">" where tag == ">*kind" && !partials.isEmpty: continue
                case ">" where partials.contains(String(tag.dropFirst()).trimmed): continue
                case "{", "&", "=", "%", "$", "<", ">", "*":
                    problems.append(FieldProblem(place, "template-tag", ["tag": tag]))
                case "!": continue
                case "#", "^":
                    let name = String(tag.dropFirst()).trimmed
                    open.append((name, index + 1))
                    if !names.contains(name) { problems.append(unknown(name, names, place)) }
                case "/":
                    let name = String(tag.dropFirst()).trimmed
                    if open.last?.name == name {
                        open.removeLast()
                    } else {
                        problems.append(FieldProblem(place, "template-section", ["name": name]))
                    }
                default:
                    if !names.contains(tag.trimmed) {
                        problems.append(unknown(tag.trimmed, names, place))
                    }
                }
            }
        }
        return problems
            + open.map {
                FieldProblem("\(file):\($0.line)", "template-section", ["name": $0.name])
            }
    }

    private static func unknown(
        _ name: String, _ names: Set<String>, _ place: String
    ) -> FieldProblem {
        FieldProblem(
            place, "template-name",
            ["name": name, "names": names.sorted().joined(separator: ", ")])
    }

    private static func tags(in line: Substring) -> [String] {
        var tags: [String] = []
        var rest = line
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { return tags + ["{"] }
            tags.append(String(rest[..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return tags
    }
}
