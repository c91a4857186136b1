internal import CLinux
internal import Glibc

/// Keeps signals that end this process waiting, so that what it has started can be ended first.
///
/// The signals are held back on the calling thread for as long as the value lives.
final class SignalWatch {
    /// Readable when one of the signals has come.
    let descriptor: Descriptor
    private var previous = sigset_t()

    init(_ signals: [Int32]) throws(SystemFailure) {
        var set = sigset_t()
        // The C library fills the sets it is given, which are variables of its own type.
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        let number = unsafe linux_signal_file(&set)
        guard number >= 0 else { throw SystemFailure("watch for signals") }
        descriptor = Descriptor(owning: number)
        unsafe pthread_sigmask(SIG_BLOCK, &set, &previous)
    }

    /// Lets the signals that came do what they do.
    func deliver() {
        unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
    }

    deinit {
        deliver()
    }
}
