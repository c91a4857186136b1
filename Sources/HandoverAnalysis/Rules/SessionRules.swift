import HandoverState

extension Rule {
    private static let session = "kernel/liveupdate/luo_session.c"
    private static let file = "kernel/liveupdate/luo_file.c"
    private static let unopenable = "/dev/liveupdate cannot be opened until the next boot"

    /// Sessions and their files.
    static let sessions: [Rule] = [
        Rule(
            .sessionNameUnterminated, .error, "the name of a session has no closing NUL",
            why: "A name has at most 63 bytes; whoever asks for one of 64 does not get its session.",
            kernel: [
                KernelBehaviour(
                    "luo_session_deserialize", in: session, "6.19 and later",
                    "cuts the name to 63 bytes, under which alone the session is found")
            ],
            remedy: "Capture the handover again; the name or what follows it is damaged."),
        Rule(
            .sessionNameEmpty, .note, "a session without a name",
            why: "It can be asked for by the empty name, but kernels of later releases create no such session.",
            kernel: [
                KernelBehaviour("luo_session_deserialize", in: session, "6.19 and later", "takes the session"),
                KernelBehaviour("luo_session_create", in: session, "7.1 and later", "creates none of no name (EINVAL)"),
            ],
            remedy: "Give the session a name."),
        Rule(
            .sessionNameDuplicate, .error, "two sessions of one name",
            why: "Names are how user space gets its sessions back, and one duplicate costs all of them.",
            kernel: [
                KernelBehaviour(
                    "luo_session_insert", in: session, "6.19 and later",
                    "refuses the second of a name (EEXIST), and " + unopenable)
            ],
            remedy: "Give each session a name of its own."),
        Rule(
            .fileCountMismatch, .error, "a session announces another number of files than it has",
            why: "The record of a session and the blocks of its files count the files apart and must agree.",
            kernel: [
                KernelBehaviour("luo_file_deserialize", in: file, "6.19, 7.1", "trusts the session's count"),
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "7.2 and later", "refuses the session, and " + unopenable),
            ],
            remedy: "Capture the handover again; one of the two counts is damaged."),
        Rule(
            .filesMissing, .error, "a session announces files but has none anywhere",
            why: "The address of the first file is zero, so the files that were preserved cannot be found.",
            kernel: [
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "6.19 and later",
                    "warns, and gives back the session without files")
            ],
            remedy: "Capture the handover again; the session's record is damaged.", explains: [.fileCountMismatch]),
        Rule(
            .filesOverfull, .error, "more files than a session's pages hold",
            why: "Up to 7.1 the files of a session lie in two pages, 128 of them, and kernels trust its count.",
            kernel: [
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "6.19, 7.1",
                    "reads past the pages and takes what is there for files")
            ],
            remedy: "Spread the files over more sessions, or use a kernel of 7.2 or later.",
            explains: [.fileCountMismatch]),
        Rule(
            .tokenDuplicate, .error, "two files of one session with the same token",
            why: "A token is how user space gets a file back; the second file of one is out of reach.",
            kernel: [
                KernelBehaviour(
                    "luo_retrieve_file", in: file, "6.19 and later",
                    "gives back the first file of the token; the second is dropped when the session finishes")
            ],
            remedy: "Give each file of a session a token of its own."),
        Rule(
            .handlerUnterminated, .error, "the version string of a handler has no closing NUL",
            why: "The string is compared to its end, which then lies in the number behind it.",
            kernel: [
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "6.19", "finds no handler; this file and those after it are lost"),
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "7.1 and later", "finds no handler, and " + unopenable),
            ],
            remedy: "Capture the handover again; the file's record is damaged.",
            explains: [.handlerUnknown, .handlerForeign]),
        Rule(
            .handlerUnknown, .warning, "a handler that no known kernel has",
            why: "Only the kernel to come knows its handlers: drivers and modules bring their own.",
            kernel: [
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "6.19",
                    "without the handler loses this file and those after it in the session"),
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "7.1 and later", "without the handler fails, and " + unopenable),
            ],
            remedy: "Make sure that the next kernel has this handler, built in or loaded before sessions are opened."),
        Rule(
            .handlerForeign, .error, "a handler of another kernel's format",
            why: "The memfd handler of each kernel has one version: memfd-v1 in 6.19, memfd-v2 in 7.1 and later.",
            kernel: [
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "6.19", "finds no handler; this file and those after it are lost"),
                KernelBehaviour(
                    "luo_file_deserialize", in: file, "7.1 and later", "finds no handler, and " + unopenable),
            ],
            remedy: "Encode the state for the kernel that is to read it."),
        Rule(
            .sessionEmpty, .note, "a session without files",
            why: "Its name comes back and nothing else; perhaps its files were dropped before the kexec.",
            kernel: [
                KernelBehaviour("luo_file_deserialize", in: file, "6.19 and later", "gives back the session, empty")
            ],
            remedy: "If files were expected, look in the log of the old kernel for why they were not preserved."),
        Rule(
            .sessionNameUnusual, .note, "a name that is hard to type or print",
            why: "Kernels take any bytes for a name, but control characters, blanks and slashes invite mistakes.",
            kernel: [
                KernelBehaviour(
                    "luo_session_create", in: session, "6.19 and later", "takes any bytes but NUL, and prints them")
            ],
            remedy: "Name sessions with letters, digits, dots, dashes and underscores."),
    ]
}
