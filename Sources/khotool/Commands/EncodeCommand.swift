import ArgumentParser
import Captures
import HandoverABI
import HandoverCoding
import HandoverDocument
import HandoverState
import MemoryDumps

/// `khotool encode`: a state in the formats of a kernel.
struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Write a state in the formats of a kernel.",
        discussion: """
            INPUT is a dump, or a plan: a document in which a person describes a handover. Contents stay where they \
            are. The handover's own structures go back to where they were read when the formats are the same, and are \
            built anew in free memory with --place, or when the target's formats differ. What the target has no place \
            for is an error that names each item, or, with --drop, a list of what was left out.

            OUT is a core file, the root tree alone where its name ends in .dtb, or with a / at the end a directory \
            with each blob.

            Examples:
              khotool encode vmcore --profile 7.3 -o handover.elf
              khotool encode plan.yaml --profile linux-6.19 --drop -o handover.elf
              khotool encode vmcore --profile linux-7.2 -o blobs/
            """)

    @OptionGroup var source: InputOptions

    @Option(
        help: "The kernel to write for: a profile (linux-7.2) or a release (7.3).",
        completion: .list(Profile.all.map(\.name)))
    var profile: ProfileArgument

    @Option(
        name: .customLong("from"), help: "Read the input by the formats of this kernel, whatever the data says.",
        completion: .list(Profile.all.map(\.name)))
    var origin: ProfileArgument?

    @Flag(help: "Build the structures anew in free memory, also where they could stay.")
    var place = false

    @Flag(help: "Leave out what the target has no place for.")
    var drop = false

    @Option(
        name: .customLong("ram"), parsing: .singleValue,
        help: ArgumentHelp("Memory in which structures may be built (repeatable).", valueName: "pa,size"))
    var ram: [RangeArgument] = []

    @Option(name: .shortAndLong, help: "The file or directory to write.", completion: .file())
    var output: String

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        do {
            let image = try image()
            try write(image)
            for item in image.encoded.dropped {
                StandardError.write("\(source.input): \(item.path): warning: left out: \(item.reason)\n")
            }
        } catch let error as EncodingError {
            let lines = error.description.split(separator: "\n").map { "\(source.input): \($0)" }
            throw Diagnostics.fail(lines.joined(separator: "\n"))
        } catch let error as OutputError {
            throw Diagnostics.fail(error)
        }
    }

    private var losses: HandoverEncoder.Losses { drop ? .drop : .refuse }

    private func image() throws -> HandoverImage {
        switch try source.open() {
        case .handover(let capture): return try image(of: capture)
        case .deviceTree: throw Diagnostics.fail("\(source.input): a device tree that is not the root of a handover")
        case .document(let text): return try image(of: text)
        }
    }

    private func image(of capture: HandoverCapture) throws -> HandoverImage {
        let decoded = try source.decode(capture, as: origin)
        let pageShift = decoded.handover.abi.pageSize.trailingZeroBitCount
        let target = profile.profile.withPageShift(pageShift)
        if !place, decoded.profile?.name == target.name {
            return try HandoverImage(inPlace: capture, decoded, for: target)
        }
        return try HandoverImage(capture, decoded, for: target, losses: losses, ram: ram.map(\.range))
    }

    private func image(of document: [UInt8]) throws -> HandoverImage {
        let reader = HandoverPlanReader()
        do {
            guard try reader.isPlan(document) else {
                throw Diagnostics.fail(
                    "\(source.input): a decoded state; it tells of contents but holds none: encode the dump it was read "
                        + "from, or a plan")
            }
            let plan = try reader.read(document)
            let target = source.sized(profile) ?? profile.profile
            return try HandoverImage(plan, for: target, losses: losses) { load($0) }
        } catch let error as DocumentError {
            throw Diagnostics.fail("\(source.input): \(error)")
        }
    }

    /// The bytes of a file that a plan names, by its path from where the plan lies.
    private func load(_ name: String) -> [UInt8]? {
        let folder = source.input.lastIndex(of: "/").map { String(source.input[...$0]) } ?? ""
        let path = name.hasPrefix("/") ? name : folder + name
        guard let file = try? MappedFile(path: path), let count = Int(exactly: file.size) else { return nil }
        return file.withBytes(at: 0, count: count) { bytes in
            var copy: [UInt8] = []
            copy.reserveCapacity(bytes.count)
            for index in bytes.indices { copy.append(bytes[index]) }
            return copy
        }
    }

    private func write(_ image: HandoverImage) throws(OutputError) {
        if output.hasSuffix("/") {
            try image.writeBlobs(to: String(output.dropLast()))
        } else if output.hasSuffix(".dtb") {
            try image.writeRoot(to: output)
        } else {
            try image.write(to: output)
        }
    }
}
