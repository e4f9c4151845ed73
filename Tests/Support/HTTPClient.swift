import Foundation
import FundCore

/// What a server answered.
public struct Reply: Sendable {
    public let status: Int
    /// By name in small letters.
    public let headers: [String: String]
    /// What `Set-Cookie` said, each as it was sent.
    public var cookies: [String] = []
    public let bytes: [UInt8]

    public init(status: Int, headers: [String: String], cookies: [String], bytes: [UInt8]) {
        self.status = status
        self.headers = headers
        self.cookies = cookies
        self.bytes = bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as JSON, null where it is none.
    public var json: JSONValue { (try? JSONReader.read(bytes)) ?? .null }

    public subscript(key: String) -> JSONValue? { json[key] }

    /// The code of the problem that was answered.
    public var code: String? { json["code"]?.string }
}

/// One connection to a server on this machine, by plain sockets: what is sent is what the test says,
/// byte for byte and as slowly as it likes.
public final class HTTPConnection {
    private let descriptor: Int32
    private var received: [UInt8] = []

    /// - Parameter seconds: how long a read may wait.
    public init(port: Int, seconds: Int = 60) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw TestFailure("no socket: \(errno)") }
        var wait = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            let why = errno
            Glibc.close(descriptor)
            throw TestFailure("cannot connect to \(port): \(why)")
        }
    }

    private var isOpen = true

    deinit { close() }

    public func close() {
        if isOpen { Glibc.close(descriptor) }
        isOpen = false
    }

    /// - Parameter wait: whether to wait where the other end takes nothing; what does not fit is left.
    public func send(_ text: String, wait: Bool = true) throws {
        try send(Array(text.utf8), wait: wait)
    }

    public func send(_ bytes: [UInt8], wait: Bool = true) throws {
        var rest = bytes[...]
        let flags = Int32(MSG_NOSIGNAL) | (wait ? 0 : Int32(MSG_DONTWAIT))
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, flags)
            }
            if count < 0, errno == EAGAIN, !wait { return }
            guard count > 0 else { throw TestFailure("the server hung up: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a whole request.
    public func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        try send(Array((head + "\r\n").utf8) + (body ?? []))
    }

    /// Reads one whole answer.
    /// - Throws: `TestFailure` where the server hangs up or says nothing for too long.
    public func reply(toHead: Bool = false) throws -> Reply {
        var lines: [String] = []
        while true {
            let line = try line()
            if line.isEmpty { break }
            lines.append(line)
        }
        let parts = (lines.first ?? "").split(separator: " ")
        guard parts.count >= 2, let status = Int(parts[1]) else {
            throw TestFailure("no answer: \(lines)")
        }
        var headers: [String: String] = [:]
        var cookies: [String] = []
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            if halves.count == 2, halves[0].lowercased() == "set-cookie" {
                cookies.append(String(halves[1]).trimmed)
            }
            if halves.count == 2 { headers[halves[0].lowercased()] = String(halves[1]).trimmed }
        }
        var body: [UInt8] = []
        if toHead || status == 304 || status == 204 {
        } else if headers["transfer-encoding"] == "chunked" {
            while let count = Int(try line(), radix: 16), count > 0 {
                body += try take(count)
                _ = try line()
            }
            _ = try line()
        } else {
            body = try take(Int(headers["content-length"] ?? "0") ?? 0)
        }
        return Reply(status: status, headers: headers, cookies: cookies, bytes: body)
    }

    /// Whether the server has closed its end; waits for it as long as a read may wait.
    public var isClosedByServer: Bool {
        (try? take(1)) == nil
    }

    private func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: 10) {
                let line = received[..<end].filter { $0 != 13 }
                received.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            try receive()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count < count { try receive() }
        let taken = Array(received.prefix(count))
        received.removeFirst(count)
        return taken
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw TestFailure("the server hung up or is silent: \(errno)") }
        received += buffer[..<count]
    }
}
