import ArgumentParser

/// The command: parse arguments, call one room, render.
@main
struct Khotool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "khotool",
        abstract: "Read, write, check and compare the state that one Linux kernel hands to the next.",
        discussion: """
            INPUT is recognised by its contents: a flattened device tree, a directory as under \
            /sys/kernel/debug/kho, an ELF core, a kdump-compressed dump, a raw image (with --base), or a state \
            document in JSON or YAML; any of them gzip-compressed; - for standard input.

            Exit status: 0 done and nothing wrong; 1 findings; 2 the input could not be used; 64 the command line \
            could not be used.
            """,
        version: version,
        subcommands: [
            DecodeCommand.self, EncodeCommand.self, ValidateCommand.self, DiffCommand.self, CheckCommand.self,
            ExplainCommand.self, ABICommand.self, ExtractCommand.self, TrimCommand.self, RehearseCommand.self,
            ApplyCommand.self,
        ])

    /// The version of the command.
    static let version = "0.1.0"
}
