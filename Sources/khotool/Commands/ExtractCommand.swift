import ArgumentParser
import Captures
import HandoverCoding
import HandoverState
import MemoryDumps

/// `khotool extract`: a preserved file's contents.
struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Write the contents of a preserved file or reserved region.",
        discussion: """
            Holes of the file are holes of OUT. Nothing is written unless all of the contents are in the dump.

            Examples:
              khotool extract vmcore --session vm-0 --token 0x100 -o guest-memory
              khotool extract vmcore --reserve-mem trace -o trace.bin
            """)

    @OptionGroup var source: InputOptions
    @OptionGroup var reading: ReadingOptions

    @Option(help: "The session of the file.")
    var session: String?

    @Option(help: "The token of the file, decimal or 0x….")
    var token: TokenArgument?

    @Option(
        name: .customLong("reserve-mem"),
        help: ArgumentHelp("The name of a reserved region, as on the kernel's command line.", valueName: "name"))
    var region: String?

    @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
    var output: String

    func validate() throws {
        switch (session, token, region) {
        case (.some, .some, nil), (nil, nil, .some): break
        default: throw ValidationError("name a file by --session and --token, or a region by --reserve-mem")
        }
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let capture = try source.openCapture()
        guard !capture.input.memory.present.isEmpty else {
            throw Diagnostics.fail("\(source.input): holds no memory, so there are no contents to write; give a dump")
        }
        let decoded = try source.decode(capture, by: reading.rules())
        let content = try content(in: decoded.handover)
        do {
            try content.write(from: capture.input.memory, to: output)
        } catch {
            throw Diagnostics.fail("\(error.output ?? source.input): \(error)")
        }
    }

    private func content(in handover: Handover) throws -> PreservedContent {
        do {
            if let region { return try PreservedContent(find(region, in: handover.state)) }
            let pageShift = handover.abi.pageSize.trailingZeroBitCount
            return try PreservedContent(findFile(in: handover.state), pageShift: pageShift)
        } catch let error as ContentError {
            throw Diagnostics.fail("\(source.input): \(error)")
        }
    }

    private func find(_ name: String, in state: HandoverState) throws -> ReservedRegion {
        let regions = state.reserveMem ?? []
        if let region = regions.first(where: { $0.name == name }) { return region }
        let names = regions.map(\.name).joined(separator: ", ")
        throw Diagnostics.fail("\(source.input): no region \"\(name)\"; there is \(names.isEmpty ? "none" : names)")
    }

    private func findFile(in state: HandoverState) throws -> HeldMemory {
        let sessions = state.liveUpdate?.sessions ?? []
        guard let session = sessions.first(where: { $0.name == session }) else {
            let names = sessions.prefix(16).map(\.name).joined(separator: ", ")
            throw Diagnostics.fail(
                "\(source.input): no session \"\(session ?? "")\"; there is \(names.isEmpty ? "none" : names)")
        }
        guard let file = session.files.first(where: { $0.token == token?.token }) else {
            let tokens = session.files.prefix(16).map { Quantities.hex($0.token) }.joined(separator: ", ")
            throw Diagnostics.fail(
                "\(source.input): no token \(Quantities.hex(token?.token ?? 0)) in session \"\(session.name)\"; "
                    + "there is \(tokens.isEmpty ? "none" : tokens)")
        }
        guard let memory = file.heldMemory else {
            throw Diagnostics.fail(
                "\(source.input): the contents of a \"\(file.handler)\" cannot be taken out, only those of a file "
                    + "in memory: a memfd, guest_memfd or huge pages")
        }
        return memory
    }
}
