import Documents
import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing

extension Response {
    /// A file that somebody sent, to be saved and never to be shown: as what it was found to be, a
    /// piece at a time, so that a slow client holds neither the database nor the memory.
    static func file(
        _ file: KeptFile, _ reports: Reports, _ threads: WorkThreads
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: file.kind.contentType,
                .contentLength: "\(file.byteCount)",
                .contentDisposition: FileName.disposition(file.name),
                .contentSecurityPolicy: "default-src 'none'; sandbox",
                .cacheControl: "no-store",
            ],
            body: ResponseBody(contentLength: Int(file.byteCount)) { writer in
                var number: Int64 = 1
                while true {
                    let next = number
                    guard
                        let piece = try await threads.read({ try reports.piece(next, of: file) })
                    else { break }
                    try await writer.write(ByteBuffer(bytes: piece))
                    number += 1
                }
                try await writer.finish(nil)
            })
    }
}
