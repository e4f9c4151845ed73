import Foundation
import FundCore
import Templating
import TestSupport
import Testing

@testable import Correspondence

@Suite("Letters say what they should, and carry nothing they should not")
struct LetterTests {
    private let nasty = "\"<script>&'\u{301}\"\u{301}</script>"

    private func settings() throws -> LetterSettings {
        var texts: [String: String] = [:]
        for kind in LetterKind.allCases {
            texts[kind.rawValue] = try Repository.text(
                "Templates/letters/en/\(kind.rawValue).mustache")
        }
        return LetterSettings(
            fundName: "Cohesion Fund", roundTitle: "Round 1", councilName: "Example Council",
            department: "Communities", fromName: "Cohesion Fünd", from: "fund@example.org",
            replyTo: "reply@example.org", bounces: "bounces@example.org", signedBy: "The team",
            phone: "01632 960000", postalAddress: ["Town Hall", "Example"], language: "en",
            templates: ["en": texts],
            layout: try Repository.text("Templates/letters/layout.mustache"))
    }

    private func letter(
        _ kind: LetterKind, organisation: String = "Maple Street", feedback: String? = nil
    ) -> Letter {
        Letter(
            summary: LetterSummary(
                id: LetterID(1), application: ApplicationID(1),
                reference: Reference(prefix: "CF", year: 2026, number: 42), kind: kind, number: 1,
                status: .queued, attemptCount: 0, recipientEmail: nil),
            language: "en", messageID: "<x@example.org>",
            queuedAt: Instant(milliseconds: 1_795_000_000_000),
            facts: LetterFacts(
                organisation: organisation, contactName: nil, title: "Shared table",
                requested: "£2,500.00", date: "24 November 2026",
                particular: [
                    "amount": "£2,000.00", "reason": "It is not in the area.", "closes": "noon",
                    "decisionExpected": "soon", "appeal": "yes",
                ],
                criteria: [
                    .init(title: "Community need", label: "Strong", points: "16.00", maximum: "20")
                ]),
            feedback: feedback, lastReply: nil)
    }

    @Test(
        "every kind of letter names the group, the project and the reference, and leaves no tag",
        arguments: LetterKind.allCases)
    func complete(kind: LetterKind) throws {
        let rendered = try LetterRenderer(settings()).render(letter(kind))
        for word in ["Maple Street", "Shared table", "CF26-0042-", "The team"] {
            #expect(
                rendered.text.contains(word) && rendered.html.contains(word), "\(kind): \(word)")
        }
        #expect(!rendered.text.contains("{{") && !rendered.html.contains("{{"))
        #expect(!rendered.subject.isEmpty)
    }

    @Test(
        "a remittance advice tells how much was sent and when, and nothing of the account",
        arguments: ["en", "ur"])
    func remittance(language: String) throws {
        var settings = try settings()
        let name = RemittanceAdvice.template
        settings = LetterSettings(
            fundName: settings.fundName, roundTitle: "", councilName: settings.councilName,
            department: settings.department, fromName: "", from: "", replyTo: "", bounces: "",
            signedBy: settings.signedBy, phone: settings.phone, postalAddress: [], language: "en",
            templates: try Dictionary(
                uniqueKeysWithValues: ["en", "ur"].map {
                    ($0, [name: try Repository.text("Templates/letters/\($0)/\(name).mustache")])
                }), layout: settings.layout)
        let renderer = try LetterRenderer(settings)
        func advice(_ organisation: String) -> RemittanceAdvice {
            RemittanceAdvice(
                reference: Reference(prefix: "CF", year: 2026, number: 42),
                organisation: organisation, contactName: nil, title: "Shared table",
                payments: [
                    .init(amount: Money(pence: 200_050), reference: "CF26-0042-X-1"),
                    .init(amount: Money(pence: 50_000), reference: "CF26-0042-X-2"),
                ], expectedBy: "10 February 2027")
        }
        let rendered = try renderer.render(advice("Maple Street"), language: language)
        for word in [
            "£2,500.50", "£2,000.50", "£500", "CF26-0042-X-1", "CF26-0042-X-2", "10 February 2027",
            "Maple Street",
            "Shared table", "01632 960000",
        ] {
            #expect(rendered.text.contains(word) && rendered.html.contains(word), "\(word)")
        }
        #expect(rendered.subject.contains("£2,500.50") && rendered.subject.contains("CF26-0042"))
        #expect(!rendered.text.contains("8883") && !rendered.html.contains("{{"))
        #expect(rendered.html.contains(language == "ur" ? "dir=\"rtl\"" : "dir=\"ltr\""))
        // A language without letters gets the fund's own.
        #expect(try renderer.render(advice("A"), language: "cy").language == "en")
        #expect(try !renderer.render(advice(nasty), language: language).html.contains("<script"))
        let bare = try LetterRenderer(self.settings())
        #expect(problem { _ = try bare.render(advice("A"), language: "en") } != nil)
    }

    @Test("points by criterion stand in a decline, feedback only when it is released")
    func decline() throws {
        let renderer = try LetterRenderer(settings())
        let plain = try renderer.render(letter(.decline)).text
        #expect(plain.contains("Community need: Strong (16.00 of 20 points)"))
        #expect(!plain.contains("WANTED TO TELL YOU"))
        let released = try renderer.render(letter(.decline, feedback: "Come again.")).text
        #expect(released.contains("Come again."))
        #expect(released.contains("WANTED TO TELL YOU"))
    }

    @Test("what a group calls itself cannot become HTML, not even behind a combining mark")
    func escaping() throws {
        let html = try LetterRenderer(settings()).render(letter(.award, organisation: nasty)).html
        #expect(
            !html.unicodeScalars.split(separator: ">").contains { String($0).hasSuffix("<script") })
        #expect(html.contains("&lt;script&gt;"))
        #expect(html.contains("&quot;\u{301}"))
    }

    @Test("the printed document holds every letter once")
    func printed() throws {
        let renderer = try LetterRenderer(settings())
        let page = renderer.print([
            try renderer.render(letter(.award)), try renderer.render(letter(.decline)),
        ])
        #expect(page.components(separatedBy: "<article class=\"letter\"").count == 3)
        #expect(page.contains("break-before: page"))
    }

    @Test("headers cannot be injected, and the body reads back")
    func message() throws {
        let renderer = try LetterRenderer(settings())
        let letter = letter(.award, organisation: "Évil\r\nBcc: x@example.org")
        let rendered = try renderer.render(letter)
        let message = try MailMessage(
            letter, rendered, to: "group@example.org", settings: settings())
        let text = String(decoding: message.bytes, as: UTF8.self)
        let head = text.components(separatedBy: "\r\n\r\n")[0]
        #expect(!head.contains("\r\nBcc"))
        #expect(head.contains("Message-ID: <x@example.org>"))
        #expect(head.contains("Auto-Submitted: auto-generated"))
        #expect(head.contains("From: =?UTF-8?B?"))
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 998 })
        #expect(!text.replacing("\r\n", with: "").unicodeScalars.contains("\r"))
        #expect(throws: InvalidInput.self) {
            try MailMessage(letter, rendered, to: "x@example.org\r\nDATA", settings: settings())
        }
    }

    @Test("quoted-printable keeps lines short and text whole")
    func quotedPrintable() {
        let encoded = QuotedPrintable.encode(
            "é=\u{20}\nlong " + String(repeating: "x", count: 200) + "\n")
        #expect(encoded.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(encoded.hasPrefix("=C3=A9=3D=20\r\n"))
    }

    @Test(
        "a template with a slip is refused with its line",
        arguments: [
            ("Dear {{organistion}}", "template-name"), ("{{{organisation}}}", "template-tag"),
            ("{{&organisation}}", "template-tag"), ("{{>other}}", "template-tag"),
            ("{{#feedback}}", "template-section"), ("{{/feedback}}", "template-section"),
            ("{{=<% %>=}}", "template-tag"),
        ])
    func scanner(line: String, code: String) {
        let problems = TemplateScanner.problems(
            in: "{{% CONTENT_TYPE:TEXT}}\nSubject: x\n\n\(line)\n", file: "decline.mustache",
            contentType: "TEXT", names: ["organisation", "feedback"])
        #expect(problems.first?.code == code)
        #expect(problems.first?.place == "decline.mustache:4")
    }

    @Test("a template without its content type is refused")
    func contentType() {
        let problems = TemplateScanner.problems(
            in: "Dear you", file: "x", contentType: "TEXT", names: [])
        #expect(problems.map(\.code) == ["template-content-type"])
    }
}
