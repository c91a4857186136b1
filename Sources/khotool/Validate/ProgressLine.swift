import Glibc

/// A line on the terminal that tells how far long work has come; nothing where there is no terminal, or no long work.
struct ProgressLine {
    private let isWanted: Bool
    private var isShown = false
    private var last: Int
    /// Milliseconds before the line is shown first and between its changes.
    private static let pause = 200

    init() {
        isWanted = Terminal.showsProgress
        last = Self.now
    }

    /// Shows how many of all are done, where that is worth while.
    mutating func show(_ done: Int, of all: Int) {
        guard isWanted, done < all else { return }
        let now = Self.now
        guard now - last >= Self.pause else { return }
        last = now
        isShown = true
        StandardError.write("\r\(done) of \(all) inputs\u{1b}[K")
    }

    /// Takes the line away, so that others can be written.
    mutating func erase() {
        guard isShown else { return }
        isShown = false
        StandardError.write("\r\u{1b}[K")
    }

    private static var now: Int {
        var time = timespec()
        // The kernel fills the structure it is given, which is a local variable of the right type.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
