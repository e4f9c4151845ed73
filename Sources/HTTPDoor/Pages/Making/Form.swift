import Templating

extension Block {
    /// A form of a page.
    struct Form: Sendable {
        struct Button: Sendable {
            let text: String
            var name = ""
            var value = ""
            var isSecondary = false
            var isWarning = false

            var facts: TemplateFacts {
                [
                    "text": text, "name": name, "value": value, "hasName": !name.isEmpty,
                    "isSecondary": isSecondary, "isWarning": isWarning,
                ]
            }
        }

        /// Fields beside what they are about.
        struct Pair: Sendable {
            let heading: String
            let text: String
            let weight: String
            let evidence: [(title: String, text: String)]
            let fields: [Field]

            var facts: TemplateFacts {
                [
                    "heading": heading, "text": present(text.isEmpty ? nil : text),
                    "weight": weight,
                    "evidence": evidence.map {
                        [
                            "title": $0.title, "paragraphs": Block.paragraphs($0.text),
                        ] as TemplateFacts
                    }, "fields": fields.map(\.facts),
                ]
            }
        }

        let action: String
        /// nil where it only asks: a search.
        let csrf: String?
        var hidden: [(name: String, value: String)] = []
        var fields: [Field] = []
        var pairs: [Pair]?
        var buttons: [Button]
        var cancel: PageLink?
        var isInline = false
        /// Whether a file is sent with it.
        var takesFile = false

        var facts: TemplateFacts {
            var facts: TemplateFacts = [
                "action": action, "method": csrf == nil ? "get" : "post",
                "csrf": present(csrf),
                "hidden": hidden.map {
                    ["name": $0.name, "value": $0.value] as TemplateFacts
                }, "buttons": buttons.map(\.facts), "cancel": present(cancel?.facts),
                "isInline": isInline,
                "encoding": present(takesFile ? "multipart/form-data" : nil),
            ]
            if let pairs {
                facts["pairs"] = pairs.map(\.facts)
            } else {
                facts["fields"] = fields.map(\.facts)
            }
            return facts
        }
    }
}

/// One field of a form, with its label, its hint and what is wrong with it.
struct Field: Sendable {
    struct Option: Sendable {
        let value: String
        let label: String
        var hint: String?
        var isChosen = false
    }

    enum Kind: Sendable {
        case input(
            value: String, type: String = "text", inputMode: String? = nil,
            autocomplete: String? = nil, prefix: String? = nil, width: String? = nil,
            isLTR: Bool = false)
        case textArea(value: String, rows: Int, limit: String?)
        case radios([Option], isSmall: Bool = false, isInline: Bool = false)
        case checkboxes([Option])
        /// Day, month, year with their labels.
        case date([(name: String, label: String, value: String)])
        case select([Option])
        case note(String)
        case heading(String)
        case readOnly(String)
        /// Lines of several controls each, with what is said of all of them.
        case lines([Line], limit: String?)
        /// Files that were sent before, and where more are chosen.
        case files(kept: [Kept], accept: String, limit: String)
    }

    /// A line of controls, with its name and what is said of it.
    struct Line: Sendable {
        struct Part: Sendable {
            let name: String
            let label: String
            let value: String
            /// What it is chosen from; nil where it is written.
            var options: [Option]?
            var isMoney = false
        }

        let legend: String
        var text: String?
        let parts: [Part]
    }

    /// A file that was sent before.
    struct Kept: Sendable {
        let value: String
        let link: String
        let text: String
        /// Beside the box by which it is removed.
        let removal: String
    }

    let name: String
    let label: String
    let kind: Kind
    var isHeading = false
    var hint: String?
    var error: String?
    /// "Error:", for those who hear the page.
    var errorPrefix = ""

    /// The id of its first control: where a link to the field leads.
    var id: String { Self.id(name) }

    static func id(_ name: String) -> String {
        "f-" + name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    }

    static func note(_ text: String) -> Field { Field(name: "", label: "", kind: .note(text)) }

    static func heading(_ text: String) -> Field {
        Field(name: "", label: "", kind: .heading(text))
    }

    var facts: TemplateFacts {
        switch kind {
        case .note(let text): return .part("field-note", Block.text(text))
        case .heading(let text): return .part("field-heading", Block.text(text))
        case .readOnly(let text):
            return .part(
                "field-read-only", ["label": label, "paragraphs": Block.paragraphs(text)])
        case .input(
            let value, let type, let inputMode, let autocomplete, let prefix, let width, let isLTR):
            var facts = common()
            facts.add([
                "value": value, "type": type, "inputMode": present(inputMode),
                "autocomplete": present(autocomplete), "prefix": present(prefix),
                "width": present(width), "isLTR": isLTR,
                "spellcheck": present(type == "text" ? nil : "false"),
            ])
            return .part("field-input", facts)
        case .textArea(let value, let rows, let limit):
            var facts = common(also: limit == nil ? [] : ["\(id)-limit"])
            facts.add(["value": value, "rows": "\(rows)", "limit": present(limit)])
            return .part("field-text-area", facts)
        case .radios(let options, let isSmall, let isInline):
            var facts = common()
            facts.add(["items": items(options), "isSmall": isSmall, "isInline": isInline])
            return .part("field-radios", facts)
        case .checkboxes(let options):
            var facts = common()
            facts.add(["items": items(options), "isSmall": false, "isInline": false])
            return .part("field-checkboxes", facts)
        case .date(let parts):
            var facts = common()
            facts.add([
                "parts": parts.enumerated().map { index, part in
                    [
                        "id": index == 0 ? id : "\(id)-\(index)", "name": part.name,
                        "label": part.label, "value": part.value,
                        "width": index == 2 ? "4" : index == 1 ? "5" : "2",
                        "autocomplete": false,
                    ] as TemplateFacts
                }
            ])
            return .part("field-date", facts)
        case .lines(let lines, let limit):
            var facts = common(also: limit == nil ? [] : ["\(id)-limit"])
            facts.add(["lines": lines.enumerated().map(line), "limit": present(limit)])
            return .part("field-lines", facts)
        case .files(let kept, let accept, let limit):
            var facts = common(also: ["\(id)-limit"])
            facts.add([
                "kept": kept.map {
                    [
                        "id": "\(id)-kept-\($0.value)", "name": name, "value": $0.value,
                        "label": $0.removal, "link": $0.link, "text": $0.text,
                    ] as TemplateFacts
                }, "accept": accept, "limit": limit,
            ])
            return .part("field-files", facts)
        case .select(let options):
            var facts = common()
            facts.add([
                "options": options.map {
                    [
                        "value": $0.value, "label": $0.label, "isSelected": $0.isChosen,
                    ] as TemplateFacts
                }
            ])
            return .part("field-select", facts)
        }
    }

    private func common(also others: [String] = []) -> TemplateFacts {
        let described =
            (hint == nil ? [] : ["\(id)-hint"]) + (error == nil ? [] : ["\(id)-error"]) + others
        return [
            "id": id, "name": name, "label": label, "isHeading": isHeading,
            "hint": present(hint), "error": present(error), "errorPrefix": errorPrefix,
            "describedBy": present(described.isEmpty ? nil : described.joined(separator: " ")),
        ]
    }

    private func line(_ index: Int, _ line: Line) -> TemplateFacts {
        [
            "legend": line.legend, "text": present(line.text),
            "parts": line.parts.enumerated().map { place, part -> TemplateFacts in
                [
                    "id": index == 0 && place == 0 ? id : Self.id(part.name),
                    "name": part.name, "label": part.label, "value": part.value,
                    "isMoney": part.isMoney, "isChosen": part.options != nil,
                    "options": (part.options ?? []).map {
                        [
                            "value": $0.value, "label": $0.label, "isSelected": $0.isChosen,
                        ] as TemplateFacts
                    },
                ]
            },
        ]
    }

    private func items(_ options: [Option]) -> [TemplateFacts] {
        options.enumerated().map { index, option in
            [
                "id": index == 0 ? id : "\(id)-\(index)", "value": option.value,
                "label": option.label, "hint": present(option.hint),
                "isChecked": option.isChosen,
            ]
        }
    }
}
