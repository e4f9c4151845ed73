import Synchronization

/// Carries one value between threads.
public final class ValueBox<Value: Sendable>: Sendable {
    private let box = Mutex<Value?>(nil)

    public init() {}

    public var value: Value? {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }
}
