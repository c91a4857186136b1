import Glibc

/// Work on many items by several threads, whose results come in the order of the items.
///
/// At most as many items are worked on as there are threads, and only few results wait for an earlier one, so that memory
/// does not grow with the number of items.
final class OrderedWork<Item: Sendable, Result: Sendable>: Sendable {
    private let items: [Item]
    private let body: @Sendable (Item) -> Result
    private let state: Guarded<State>

    private struct State {
        var next = 0
        var delivered = 0
        var results: [Int: Result] = [:]
    }

    /// How many results may wait.
    private static var window: Int { 256 }

    init(_ items: [Item], body: @escaping @Sendable (Item) -> Result) {
        self.items = items
        self.body = body
        state = Guarded(State())
    }

    /// Works on all items, and calls `deliver` on this thread with each result.
    func run(deliver: (Item, Result) -> Void) {
        let count = min(items.count, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        // One item is not worth a thread. Where there are no more threads to be had, those there are do the work.
        let threads = count > 1 ? (0..<count).compactMap { _ in startThread() } : []
        for (index, item) in items.enumerated() {
            deliver(item, threads.isEmpty ? body(item) : result(of: index))
        }
        for thread in threads { _ = pthread_join(thread, nil) }
    }

    private func result(of index: Int) -> Result {
        state.wait { state in
            guard let result = state.results.removeValue(forKey: index) else { return nil }
            state.delivered = index + 1
            return result
        }
    }

    private func work() {
        while let index = claim() {
            let result = body(items[index])
            state.change { $0.results[index] = result }
        }
    }

    /// The next item to work on, once there is room for its result; `nil` after the last one.
    private func claim() -> Int? {
        state.wait { [count = items.count] state in
            if state.next == count { return .some(nil) }
            guard state.next < state.delivered + Self.window else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func startThread() -> pthread_t? {
        var thread = pthread_t()
        let work: @Sendable () -> Void = { self.work() }
        // The thread takes over the one reference that is made for it here.
        let context = unsafe Unmanaged.passRetained(ThreadBody(work))
        let code = unsafe pthread_create(&thread, nil, runThread, context.toOpaque())
        if code == 0 { return thread }
        unsafe context.release()
        return nil
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // Made by `startThread` for this thread alone.
    if let context = unsafe context {
        unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    }
    return nil
}
