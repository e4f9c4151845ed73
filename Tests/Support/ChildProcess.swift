import Foundation
import Synchronization

/// A program that was started: its files are what it is given and nothing else, and no signal is
/// blocked, whatever the threads of the test runner block.
///
/// Foundation's own `Process` inherits blocked signals, and reads the list of open files while other
/// threads change it.
public final class ChildProcess: Sendable {
    public let processIdentifier: pid_t
    private typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>

    // The C library has these two (glibc 2.34 on); its headers keep them from Swift.
    private static func addFolder(_ actions: Actions, _ folder: String) throws {
        typealias Function = @convention(c) (Actions, UnsafePointer<CChar>) -> Int32
        let add: Function = try found("posix_spawn_file_actions_addchdir_np")
        guard add(actions, folder) == 0 else { throw TestFailure("no folder \(folder)") }
    }

    private static func addCloseFrom(_ actions: Actions, _ first: Int32) throws {
        typealias Function = @convention(c) (Actions, Int32) -> Int32
        let add: Function = try found("posix_spawn_file_actions_addclosefrom_np")
        guard add(actions, first) == 0 else { throw TestFailure("files stay open") }
    }

    private static func found<Function>(_ name: String) throws -> Function {
        guard let symbol = dlsym(nil, name) else { throw TestFailure("no \(name) here") }
        return unsafeBitCast(symbol, to: Function.self)
    }

    /// What `waitpid` said, once it has ended.
    private let ending = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - program: a path, or a name that is looked up.
    ///   - input: what it reads, nothing if left out; the same for what it writes.
    public init(
        _ program: String, _ arguments: [String], environment: [String: String], folder: String,
        input: FileHandle? = nil, output: FileHandle? = nil, errors: FileHandle? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        try Self.addFolder(&actions, folder)
        for (number, handle) in [input, output, errors].enumerated() {
            if let handle {
                posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, Int32(number))
            } else {
                posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDWR, 0)
            }
        }
        try Self.addCloseFrom(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var identifier: pid_t = 0
        let failure = posix_spawnp(
            &identifier, program, &actions, &attributes, words, settings)
        guard failure == 0 else {
            throw TestFailure("\(program) does not start: \(String(cString: strerror(failure)))")
        }
        processIdentifier = identifier
    }

    deinit {
        // Nothing of a test outlives it, and no zombie stays.
        guard isRunning else { return }
        kill(processIdentifier, SIGKILL)
        waitUntilExit()
    }

    public var isRunning: Bool { look(WNOHANG) == nil }

    public func waitUntilExit() { _ = look(0) }

    /// Its exit status, or the signal that ended it.
    public var terminationStatus: Int32 {
        let status = look(0) ?? 0
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : status & 0x7F
    }

    /// - Returns: how it ended, nil where it runs on.
    private func look(_ options: Int32) -> Int32? {
        ending.withLock { ending in
            if let known = ending { return known }
            var status: Int32 = 0
            while true {
                let found = waitpid(processIdentifier, &status, options)
                if found == processIdentifier { ending = status }
                guard found == -1, errno == EINTR else { break }
            }
            return ending
        }
    }
}
