import ArgumentParser
import Captures
import HandoverABI
import HandoverCoding
import HandoverState
import MemoryDumps

/// `khotool encode`: a state in the formats of a kernel.
struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Write a state in the formats of a kernel.",
        discussion: """
            Contents stay where they are; root, map, trees and lists are built anew in free memory. What the target \
            has no place for is an error that names each item, or, with --drop, a list of what was left out.

            Examples:
              khotool encode vmcore --target linux-7.2 --place -o handover.elf
              khotool encode vmcore --target 6.19 --place --drop -o handover.elf
            """)

    @OptionGroup var source: InputOptions

    @Option(help: "The profile to write.")
    var target: ProfileArgument

    @Flag(help: "Leave out what the target has no place for.")
    var drop = false

    @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
    var output: String

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let capture = try source.openCapture()
        let decoded = try source.decode(capture)
        let profile = target.profile.withPageShift(decoded.handover.abi.pageSize.trailingZeroBitCount)
        do {
            let image = try HandoverImage(capture, decoded, for: profile, losses: drop ? .drop : .refuse)
            try image.write(to: output)
            for item in image.encoded.dropped {
                StandardError.write("\(source.input): \(item.path): warning: left out: \(item.reason)\n")
            }
        } catch let error as EncodingError {
            throw Diagnostics.fail("\(error)")
        } catch let error as OutputError {
            throw Diagnostics.fail(error)
        }
    }
}
