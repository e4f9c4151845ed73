import FundCore
import Templating

/// A part of a letter's body, which its template sets apart by blank lines.
enum LetterBlock {
    case heading(String)
    case paragraph(String)
    case items([String])

    static func blocks(of body: String) -> [LetterBlock] {
        var blocks: [LetterBlock] = []
        var paragraph: [String] = []
        var items: [String] = []
        func close() {
            if !paragraph.isEmpty { blocks.append(.paragraph(paragraph.joined(separator: "\n"))) }
            if !items.isEmpty { blocks.append(.items(items)) }
            paragraph = []
            items = []
        }
        for rawLine in body.utf8.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == 10 })
        {
            let line = String(Substring(rawLine)).trimmed
            if line.isEmpty {
                close()
            } else if line.hasPrefix("## ") {
                close()
                blocks.append(.heading(String(line.dropFirst(3))))
            } else if line.hasPrefix("- ") {
                if !paragraph.isEmpty { close() }
                items.append(String(line.dropFirst(2)))
            } else {
                if !items.isEmpty { close() }
                paragraph.append(line)
            }
        }
        close()
        return blocks
    }

    static func plainText(of blocks: [LetterBlock]) -> String {
        blocks.map { block in
            switch block {
            case .heading(let text): text.uppercased()
            case .paragraph(let text): text
            case .items(let texts): texts.map { "- \($0)" }.joined(separator: "\n")
            }
        }.joined(separator: "\n\n") + "\n"
    }

    var page: TemplateFacts {
        // What a block is not is said too: the engine would look for it in everything around.
        var page: TemplateFacts = [
            "heading": false, "paragraph": false, "items": false, "link": false,
        ]
        switch self {
        case .heading(let text): page["heading"] = ["text": text] as TemplateFacts
        case .paragraph(let text): page["paragraph"] = ["text": text] as TemplateFacts
        case .items(let texts):
            page["items"] =
                ["entries": texts.map { ["text": $0] as TemplateFacts }] as TemplateFacts
        }
        return page
    }

    /// As `page`; a paragraph that is an address can be followed.
    var noticePage: TemplateFacts {
        var page = page
        if case .paragraph(let text) = self,
            text.hasPrefix("https://") || text.hasPrefix("http://"),
            !text.contains(where: \.isWhitespace)
        {
            page["paragraph"] = false
            page["link"] = ["url": text] as TemplateFacts
        }
        return page
    }
}

extension StringProtocol {
    /// The same on one line.
    public var oneLine: String {
        let text = String(self)
        guard text.hasControlCharacters else { return text.trimmed }
        return text.split { $0.isNewline || String($0).hasControlCharacters }
            .joined(separator: " ").trimmed
    }
}
