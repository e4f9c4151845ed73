/// Where files are that groups send.
extension Route {
    // For people.
    static let file = Route("/files/{file}")

    // For programs.
    static let waitingFiles = api("/files")
    static let keptFile = api("/files/{file}")
    static let applicationFiles = api("/applications/{reference}/files")
    static let fileChecks = api("/file-checks")
}
