import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing

extension Response {
    /// A thing as JSON.
    ///
    /// - Parameter tag: its state, where it can be edited.
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, tag: EntityTag? = nil
    ) -> Response {
        json(bytes: ByteBuffer(string: value.text + "\n"), status: status, tag: tag)
    }

    static func json(
        bytes: ByteBuffer, status: HTTPResponse.Status = .ok, tag: EntityTag? = nil
    ) -> Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let tag { headers[.eTag] = tag.quoted }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}

/// Rows of a listing as the command line prints them: an array with one object on each line.
struct JSONLines {
    private let listing: Listing
    private var bytes = ByteBuffer()

    init(_ listing: Listing) {
        self.listing = listing
    }

    mutating func add(_ row: [JSONValue]) {
        bytes.writeString(bytes.readableBytes == 0 ? "[\n" : ",\n")
        bytes.writeString(listing.json(row).text)
    }

    consuming func finish() -> ByteBuffer {
        if bytes.readableBytes == 0 {
            bytes.writeString("[]\n")
        } else {
            bytes.writeString("\n]\n")
        }
        return bytes
    }
}

extension EntityTag {
    var quoted: String { "\"\(description)\"" }
}

extension Ask {
    /// A thing that was read. It is named by what its reader sees, so that a program that has it
    /// need not take it again.
    func found(_ value: JSONValue) -> Response { found(text: value.text + "\n") }

    func found(text: String) -> Response { found(bytes: ByteBuffer(string: text)) }

    func found(bytes: ByteBuffer) -> Response {
        let tag = bytes.withUnsafeReadableBytes { EntityTag(of: $0) }
        return isKnown(tag) ? notModified(tag) : .fresh(.json(bytes: bytes, tag: tag))
    }

    /// Whether the asker said that they have this already.
    func isKnown(_ tag: EntityTag) -> Bool {
        tag.isNamed(in: request.headers[.ifNoneMatch])
    }

    func notModified(_ tag: EntityTag) -> Response {
        .fresh(Response(status: .notModified, headers: [.eTag: tag.quoted]))
    }

    /// What `If-Match` and `If-None-Match` say of an edit.
    /// - Throws: `RequestProblem.header`.
    func condition() throws -> EditCondition {
        if let match = request.headers[.ifMatch] {
            if match.trimmed == "*" { return .something }
            let tags = EntityTag.list(match)
            guard !tags.isEmpty else { throw RequestProblem.header(name: "If-Match") }
            return .one(of: tags)
        }
        if let none = request.headers[.ifNoneMatch] {
            guard none.trimmed == "*" else { throw RequestProblem.header(name: "If-None-Match") }
            return .nothing
        }
        return .anything
    }
}

extension Response {
    /// For one reader's own cache, to be asked about each time.
    static func fresh(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "private, no-cache"
        response.headers[.vary] = "Authorization"
        return response
    }
}

extension EntityTag {
    /// Whether a header names this one, or any.
    func isNamed(in header: String?) -> Bool {
        guard let header else { return false }
        return header.trimmed == "*" || Self.list(header).contains(description)
    }

    /// The tags of a header: `"a", W/"b"`.
    static func list(_ header: String) -> [String] {
        header.split(separator: ",").compactMap { part in
            var tag = String(part).trimmed
            if tag.hasPrefix("W/") { tag.removeFirst(2) }
            guard tag.count >= 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
            return String(tag.dropFirst().dropLast())
        }
    }
}
