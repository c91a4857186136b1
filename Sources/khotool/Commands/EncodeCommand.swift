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
            INPUT is a dump; or a plan, a document in which a person describes a handover; or a decoded state, which \
            tells of contents but holds none, so that OUT has the structures alone (pages of old structures that no \
            document names stay preserved, unused). Contents stay where they are. The handover's own structures go \
            back to where they were read when the formats are the same, and are built anew in free memory with \
            --place or --ram, or when the target's formats differ. What the target has no place for, or may not know \
            (a file of an unknown handler, for kernels of other formats), is an error that names each item, or, with \
            --drop, a list of what was left out.

            Of a device tree of the multikernel patches (a blob, source, which dtc compiles, or a document) OUT is that tree as \
            kernels write it, a blob or, with --format dts or a name in .dts, source; - is standard output. --width 32 \
            is for kernels from before November 2025.

            OUT of a handover is a core file, the root tree alone where its name ends in .dtb, or with a / at the end a directory \
            with each blob.

            Examples:
              khotool encode vmcore --profile 7.3 -o handover.elf
              khotool encode plan.yaml --profile linux-6.19 --drop -o handover.elf
              khotool encode vmcore --profile linux-7.2 -o blobs/
              khotool encode baseline.dts -o baseline.dtb
              khotool encode add-blue.dtso --width 32 -o add-blue.dtbo
            """)

    @OptionGroup var source: InputOptions

    @Option(
        help:
            "The kernel to write a handover for: a profile (linux-7.2), a release (7.3), or with components 7.3+pci@v9.",
        completion: .list(Profile.all.map(\.name)))
    var profile: SelectionArgument?

    @Option(
        name: .customLong("from"), help: "Read the input by the formats of this kernel, whatever the data says.",
        completion: .list(Profile.all.map(\.name)))
    var origin: SelectionArgument?

    @OptionGroup var components: ComponentOptions

    @Flag(help: "Build the structures anew in free memory, also where they could stay.")
    var place = false

    @Flag(help: "Leave out what the target has no place for.")
    var drop = false

    @Option(
        name: .customLong("ram"), parsing: .singleValue,
        help: ArgumentHelp("Memory in which structures may be built (repeatable).", valueName: "pa,size"))
    var ram: [RangeArgument] = []

    @Option(help: "The form of a multikernel tree: dtb or dts; by the name of OUT where it is not given.")
    var format: EncodedTree.Form?

    @Option(
        help: ArgumentHelp("The cells of processors in a multikernel tree: 32 or 64.", valueName: "bits"),
        completion: .list(["32", "64"]))
    var width: CellWidthArgument?

    @Option(name: .shortAndLong, help: "The file or directory to write.", completion: .file())
    var output: String

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let capture = try source.open()
        switch capture {
        case .deviceTree(let tree) where tree.isMultikernel:
            return try write { try EncodedTree(tree, width: width) }
        case .document(let text) where MultikernelDocumentReader.isOne(text):
            return try write {
                EncodedTree(tree: try source.readMultikernel(text), input: source.input, width: width)
            }
        case .handover, .deviceTree, .document: break
        }
        if format != nil || width != nil {
            throw Diagnostics.fail("\(source.input): --format and --width are for multikernel device trees")
        }
        let formats = try components.formats()
        guard let target = try profile?.profile(knowing: formats) else {
            throw Diagnostics.fail(
                "\(source.input): the state of a handover is written for a kernel; name it with --profile (7.3)")
        }
        do {
            let (image, plan) = try image(of: capture, for: target, formats)
            try write(image)
            for item in image.encoded.dropped {
                StandardError.write(
                    "\(source.input): \(place(of: item.path, in: plan))\(item.path): warning: left out: \(item.reason)\n"
                )
            }
            for item in image.encoded.additions {
                StandardError.write(
                    "\(source.input): \(place(of: item.path, in: plan))\(item.path): warning: made up: \(item.reason)\n"
                )
            }
        } catch let error as EncodingError {
            throw fail(error, in: nil)
        } catch let error as OutputError {
            throw Diagnostics.fail(error)
        }
    }

    private var losses: HandoverEncoder.Losses { drop ? .drop : .refuse }

    private func write(_ tree: () throws -> EncodedTree) throws {
        guard profile == nil, origin == nil, !place, !drop, ram.isEmpty else {
            throw Diagnostics.fail(
                "\(source.input): a multikernel device tree; --profile, --from, --place, --drop and --ram are for"
                    + " handovers, leave them out")
        }
        try tree().write(as: format ?? .init(of: output), to: output)
    }

    /// The image, and the text of the plan, where the input is one.
    private func image(
        of capture: Capture, for target: Profile, _ formats: [ComponentFormat]
    ) throws -> (HandoverImage, plan: [UInt8]?) {
        switch capture {
        case .handover(let capture): return (try image(of: capture, for: target, formats), nil)
        case .deviceTree: throw Diagnostics.fail("\(source.input): a device tree that is not the root of a handover")
        case .document(let text): return try image(of: text, for: target, formats)
        }
    }

    private func image(
        of capture: HandoverCapture, for profile: Profile, _ formats: [ComponentFormat]
    ) throws -> HandoverImage {
        let origin = try origin?.profile(knowing: formats)
        let rules = ReadingRules(
            profile: origin, formats: formats, components: try components.choice(of: formats, for: origin))
        let decoded = try source.decode(capture, by: rules)
        let pageShift = decoded.handover.abi.pageSize.trailingZeroBitCount
        let target = profile.withPageShift(pageShift)
        if !place, ram.isEmpty, target.components.isEmpty, let origin = decoded.profile, origin.name == target.name {
            return try HandoverImage(inPlace: capture, decoded, for: origin, components: formats)
        }
        if decoded.handover.state.scratch == nil {
            warn("the scratch areas are not known; a structure may come to lie in one (--scratch names them)")
        }
        return try HandoverImage(
            capture, decoded, for: target, losses: losses, ram: ram.map(\.range), components: formats)
    }

    private func warn(_ message: String) {
        StandardError.write("\(source.input): warning: \(message)\n")
    }

    private func image(
        of document: [UInt8], for profile: Profile, _ formats: [ComponentFormat]
    ) throws -> (HandoverImage, plan: [UInt8]?) {
        // Where a plan names no revision, the kernel's own is meant, and else the newest.
        let preferred = profile.components + formats.sorted { $0.rank > $1.rank }
        let reader = HandoverPlanReader(components: preferred)
        do {
            guard try reader.isPlan(document) else {
                let rules = ReadingRules(formats: formats)
                return (try image(of: source.read(document, by: rules), for: profile, formats), nil)
            }
            let plan = try reader.read(document)
            let target = source.sized(profile) ?? profile
            let image = try HandoverImage(
                plan, for: target, losses: losses, ram: ram.map(\.range), components: formats
            ) { load($0) }
            return (image, document)
        } catch let error as EncodingError {
            throw fail(error, in: try reader.isPlan(document) ? document : nil)
        } catch let error as DocumentError {
            throw Diagnostics.fail("\(source.input): \(error)")
        }
    }

    private func image(
        of handover: Handover, for profile: Profile, _ formats: [ComponentFormat]
    ) throws -> HandoverImage {
        let target = profile.withPageShift(handover.abi.pageSize.trailingZeroBitCount)
        let image = try HandoverImage(
            handover, for: target, losses: losses, ram: ram.map(\.range), components: formats)
        warn("a state document holds no contents, so the image has none; encode the dump to have them")
        if handover.state.scratch == nil {
            warn("the document names no scratch areas; a structure may come to lie in one (--ram names memory)")
        }
        return image
    }

    private func fail(_ error: EncodingError, in plan: [UInt8]?) -> any Error {
        let lines =
            switch error {
            case .cannotHold(let items): items.map { "\(place(of: $0.path, in: plan))\($0.path): \($0.reason)" }
            case .unusable(let path, _): ["\(place(of: path, in: plan))\(error)"]
            case .noSpace: ["\(error)"]
            }
        return Diagnostics.fail(lines.map { "\(source.input): \($0)" }.joined(separator: "\n"))
    }

    /// Where a plan speaks of an item, to stand in front of a message; nothing for other inputs.
    private func place(of path: String, in plan: [UInt8]?) -> String {
        guard let plan else { return "" }
        let (line, column) = HandoverPlanReader().place(of: path, in: plan)
        return "line \(line), column \(column): "
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
