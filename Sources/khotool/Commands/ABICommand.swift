import ArgumentParser
import HandoverABI

/// `khotool abi`: what kernels write.
struct ABICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abi",
        abstract: "Tell what kernels write, and hold it against a kernel.",
        discussion: """
            Examples:
              khotool abi list
              khotool abi show linux-7.2
              khotool abi show 6.17.8 --page-size 64K
              khotool abi probe /boot/vmlinuz-7.3.4
              khotool abi verify vmlinux
              khotool abi diff vmlinux-7.2 vmlinux-7.3
            """,
        subcommands: [List.self, Show.self, Probe.self, Verify.self, Diff.self])

    /// `khotool abi list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the profiles: each a kernel ABI as a whole.",
            discussion: "Example: khotool abi list")

        func run() {
            StandardOutput.ignoreBrokenPipes()
            StandardOutput.write(ProfileTable.list(Profile.all).joined(separator: "\n") + "\n")
        }
    }

    /// `khotool abi show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the formats of a profile as tables.",
            discussion: "Example: khotool abi show linux-7.2")

        @Argument(
            help: "A profile (linux-7.2) or a release (7.3).", completion: .list(Profile.all.map(\.name)))
        var profile: ProfileArgument

        @Option(name: .customLong("page-size"), help: "The base page size: 4K, 16K or 64K.")
        var pageSize: PageSizeArgument?

        func run() {
            StandardOutput.ignoreBrokenPipes()
            let shown = pageSize.map { profile.profile.withPageShift($0.shift) } ?? profile.profile
            StandardOutput.write(ProfileTable(profile: shown).lines().joined(separator: "\n") + "\n")
        }
    }
}
