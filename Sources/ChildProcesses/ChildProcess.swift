internal import CLinux
internal import Glibc

/// A program that runs in a process group of its own, and what it writes.
///
/// The program never outlives the call that runs it: not past its time, and not past a signal that ends this process.
package struct ChildProcess {
    /// The program and its arguments; the first is looked up in `PATH` where it has no slash.
    package let arguments: [String]
    /// The descriptors that the program gets, by the number they have there; given away when it starts.
    package private(set) var descriptors: [(number: Int32, descriptor: Descriptor)]
    /// The folder that it starts in; ours where there is none.
    package var folder: String?
    /// The most bytes of address space it may take.
    package var memoryLimit: UInt64?
    /// The most bytes that are gathered of what it writes.
    package var outputLimit = Int.max

    /// A program that is not started yet.
    package init(arguments: [String], descriptors: [(number: Int32, descriptor: Descriptor)]) {
        self.arguments = arguments
        self.descriptors = descriptors
    }

    /// How a program ended.
    package enum Ending: Hashable, Sendable {
        /// By itself, with a status.
        case exited(Int32)
        /// By a signal that was not ours.
        case signalled(Int32)
        /// By us, after the time it had.
        case timedOut
        /// By us, after it had written more than it may.
        case wroteTooMuch
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Runs the program, gathers what it writes to the pipes, and waits for its end.
    ///
    /// - Parameters:
    ///   - outputs: the reading ends of pipes whose writing ends the program alone holds.
    ///   - seconds: how long it may take.
    ///   - receive: takes the index of a pipe and the bytes that came.
    package mutating func run(
        gathering outputs: [Descriptor], seconds: Double, _ receive: (Int, [UInt8]) -> Void
    ) throws(SystemFailure) -> Ending {
        let watch = try SignalWatch(Self.signals)
        let start = Self.now()
        let process = try spawn()
        // The ends of pipes that the program writes to are its alone from here on, so that they end with it.
        descriptors = []
        var isOver = false
        var room = outputLimit
        var open = Set(outputs.indices)
        while !open.isEmpty, !isOver, room >= 0 {
            let left = seconds - (Self.now() - start)
            if left <= 0 { break }
            let order = open.sorted()
            var polls = order.map { pollfd(fd: outputs[$0].number, events: Int16(POLLIN), revents: 0) }
            polls.append(pollfd(fd: watch.descriptor.number, events: Int16(POLLIN), revents: 0))
            // The kernel fills the result fields of the entries, as many as the array has.
            let ready = unsafe poll(&polls, nfds_t(polls.count), Int32(min(left * 1000 + 1, 1_000_000)))
            if ready < 0, errno != EINTR { break }
            for (index, entry) in zip(order, polls) where entry.revents != 0 {
                let bytes = (try? outputs[index].readAvailable()) ?? []
                room -= bytes.count
                if bytes.isEmpty { open.remove(index) } else if room >= 0 { receive(index, bytes) }
            }
            isOver = (polls.last?.revents ?? 0) != 0
        }
        // The group is gone where the program has ended, and its number cannot be used again before it is waited for.
        let ended = open.isEmpty ? waitBriefly(for: process, until: start + seconds) : nil
        if let ended { return ended }
        kill(-process, SIGKILL)
        _ = wait(for: process, options: 0)
        watch.deliver()
        return room < 0 ? .wroteTooMuch : .timedOut
    }

    /// Seconds on a clock that nobody sets.
    package static func now() -> Double {
        var time = timespec()
        // The kernel fills the structure it is given, which is a local variable of the right type.
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func waitBriefly(for process: pid_t, until deadline: Double) -> Ending? {
        repeat {
            if let ending = wait(for: process, options: WNOHANG) { return ending }
            usleep(2000)
        } while Self.now() < deadline
        return nil
    }

    private func wait(for process: pid_t, options: Int32) -> Ending? {
        var status: Int32 = 0
        while true {
            // The kernel writes one integer, which is a local variable.
            let result = unsafe waitpid(process, &status, options)
            if result == process { break }
            if result == 0 || errno != EINTR { return nil }
        }
        // What the macros WIFEXITED, WEXITSTATUS and WTERMSIG do, which Swift does not import.
        return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    }

    private func spawn() throws(SystemFailure) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        // The C library fills both structures, local variables of its own types, and frees what they hold at the end.
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        if let folder { unsafe posix_spawn_file_actions_addchdir_np(&actions, folder) }
        for (number, descriptor) in descriptors {
            unsafe posix_spawn_file_actions_adddup2(&actions, descriptor.number, number)
        }
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        // Copies with NULs at their ends, and a null pointer after the last, as C wants an array of strings.
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe pointers.indices { unsafe free(pointers[index]) }
        }
        var process: pid_t = 0
        let code = unsafe posix_spawnp(&process, arguments[0], &actions, &attributes, &pointers, environ)
        guard code == 0 else { throw SystemFailure("start", code: code) }
        // The program has not read anything yet by which it could have grown.
        if let memoryLimit { linux_limit_memory(process, memoryLimit) }
        return process
    }
}
