import ArgumentParser
import HandoverABI
import HandoverDocument

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
              khotool abi show pci@v9
              khotool abi probe /boot/vmlinuz-7.3.4
              khotool abi verify vmlinux
              khotool abi diff vmlinux-7.2 vmlinux-7.3
            """,
        subcommands: [List.self, Show.self, Probe.self, Verify.self, Diff.self])

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    /// `khotool abi list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the profiles, each a kernel ABI as a whole, and the formats of series that are not merged.",
            discussion: """
                Series that are not merged change their structures and keep the string, so that a format has a name of \
                its own: the component and the revision. A profile takes formats behind a plus: 7.3+pci@v9.

                Examples:
                  khotool abi list
                  khotool abi list --format json | jq -r '.formats[] | select(.gaps | length > 0) | .name'
                """)

        @Option(help: "The form of the output: text or json.")
        var format: Format = .text

        @OptionGroup var described: ComponentFileOptions

        func run() throws {
            StandardOutput.ignoreBrokenPipes()
            let formats = try described.formats()
            switch format {
            case .text:
                let lines =
                    ProfileTable.list(Profile.all) + ["", "Formats of series that are not merged"]
                    + ComponentTable.list(formats).map { "  " + $0 }
                StandardOutput.write(lines.joined(separator: "\n") + "\n")
            case .json:
                try ABIDocument(profiles: Profile.all, formats: formats, detail: .names).write(to: StandardOutput.sink)
            }
        }
    }

    /// `khotool abi show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the formats of a profile, or one of a series, as tables.",
            discussion: """
                Examples:
                  khotool abi show linux-7.2
                  khotool abi show pci@v9
                  khotool abi show 7.3+vfio-pci@2026-07 --format json
                  khotool abi show pci@v9 --format yaml > pci.yaml
                """)

        @Argument(
            help: "A profile (linux-7.2), a release (7.3), either with formats (7.3+pci@v9), or a format (pci@v9).",
            completion: .list(Profile.all.map(\.name) + ComponentFormat.known.map(\.name)))
        var subject: ShownABI

        @Option(name: .customLong("page-size"), help: "The base page size: 4K, 16K or 64K.")
        var pageSize: PageSizeArgument?

        @Option(help: "The form of the output: text, json, or yaml (one format, as --components takes it).")
        var format: Form = .text

        @OptionGroup var described: ComponentFileOptions

        /// The forms of the output.
        enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, yaml }

        func run() throws {
            StandardOutput.ignoreBrokenPipes()
            let subject = try subject.shown(knowing: described.formats())
            let profile = subject.profile.map { profile in pageSize.map { profile.withPageShift($0.shift) } ?? profile }
            switch format {
            case .text:
                let tables =
                    (profile.map { [ProfileTable(profile: $0).lines()] } ?? [])
                    + subject.formats.map { ComponentTable(format: $0).lines() }
                StandardOutput.write(tables.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n")
            case .yaml:
                guard profile == nil, let format = subject.formats.first else {
                    throw ValidationError("--format yaml shows one format, such as pci@v9")
                }
                try ComponentFormatEncoder().encode(format, as: .yaml, to: StandardOutput.sink)
            case .json:
                let document = ABIDocument(
                    profiles: profile.map { [$0] } ?? [], formats: subject.formats, detail: .layouts)
                try document.write(to: StandardOutput.sink)
            }
        }
    }
}

/// A profile, with formats or without, or a format alone: by its name, since a file may describe it.
struct ShownABI: ExpressibleByArgument {
    private let name: String

    /// What is to be shown.
    struct Shown {
        let profile: Profile?
        let formats: [ComponentFormat]
    }

    init?(argument: String) {
        name = argument
        let isFormat = argument.contains("@") && !argument.contains("+")
        guard isFormat || SelectionArgument(argument: argument) != nil else { return nil }
    }

    /// What the name stands for, or the end of the command.
    func shown(knowing formats: [ComponentFormat]) throws -> Shown {
        if let format = formats.named(name) { return Shown(profile: nil, formats: [format]) }
        if name.contains("@"), !name.contains("+") {
            let known = formats.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no format \"\(name)\"; there are \(known)")
        }
        do {
            let profile = try ProfileSelection.named(name, knowing: formats)
            return Shown(profile: profile, formats: profile.components)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    static var allValueStrings: [String] { Profile.all.map(\.name) }
}
