internal import ChildProcesses
internal import DeviceTree

/// The device tree compiler, `dtc`, and how it is asked for a tree.
///
/// It runs as a process of its own, without a shell, with bounds of time and memory, in the folder of the source, where
/// alone it may read files.
public struct DeviceTreeCompiler: Sendable {
    /// How many bytes a source may have with all that it includes.
    public var sourceLimit = 16 << 20
    /// How many bytes a tree may have.
    public var treeLimit = 64 << 20
    /// How long the compiler may take, in seconds.
    public var seconds = 20

    private static let memoryLimit: UInt64 = 1 << 30
    private static let messageLimit = 1 << 18

    /// The compiler with the usual bounds.
    public init() {}

    /// A tree that was made of a text.
    public struct Compiled: Sendable {
        /// The tree as a blob.
        public var blob: [UInt8]
        /// What the compiler has to say of it: warnings.
        public var messages: [SourceMessage]
        /// Where in the text things stand.
        public var places: SourcePlaces
    }

    /// Makes a tree of a text.
    ///
    /// - Parameters:
    ///   - text: The source. A first line `/multikernel-v1/;` is as good as `/dts-v1/;`.
    ///   - folder: Where the source lies: what it includes lies there or below.
    /// - Throws: ``SourceError``.
    public func compile(_ text: [UInt8], in folder: SourceFolder) throws(SourceError) -> Compiled {
        guard text.count <= sourceLimit else { throw .tooLarge(limit: sourceLimit) }
        guard let program = ProgramSearch.path(of: "dtc") else { throw .noCompiler }
        let text = VersionLine.standardized(text)
        try IncludedFiles.check(text, in: folder.path, limit: sourceLimit)
        let made = try run([program, "-I", "dts", "-O", "dtb"], on: text, in: folder)
        let messages = SourceMessage.messages(in: made.complaints)
        guard made.status == 0 else {
            guard messages.contains(where: { $0.severity == .error }) else {
                throw .failed("dtc ended with status \(made.status) and no message")
            }
            throw .refused(messages)
        }
        do throws(DeviceTreeError) {
            _ = try FlattenedDeviceTree(blob: made.output)
        } catch {
            throw .tree(error)
        }
        // The same text once more, as the compiler understood it. Compilers from before 2018 cannot tell places.
        let annotated = try run([program, "-q", "-q", "-I", "dts", "-O", "dts", "-T", "-T"], on: text, in: folder)
        let places = annotated.status == 0 ? AnnotatedSource.places(in: annotated.output) : SourcePlaces()
        return Compiled(blob: made.output, messages: messages, places: places)
    }

    private struct Outcome {
        var output: [UInt8] = []
        var complaints: [UInt8] = []
        var status: Int32 = 0
    }

    private func run(_ arguments: [String], on text: [UInt8], in folder: SourceFolder) throws(SourceError) -> Outcome {
        var outcome = Outcome()
        let ending: ChildProcess.Ending
        do throws(SystemFailure) {
            let source = try Descriptor.memory("khotool-source")
            try source.write(text.span, at: 0)
            var process: ChildProcess
            let ends: [Descriptor]
            do {
                let output = try Descriptor.pipe()
                let complaints = try Descriptor.pipe()
                process = ChildProcess(
                    arguments: arguments, descriptors: [(0, source), (1, output.writing), (2, complaints.writing)])
                ends = [output.reading, complaints.reading]
            }
            process.folder = folder.path
            process.memoryLimit = Self.memoryLimit
            process.outputLimit = treeLimit
            ending = try process.run(gathering: ends, seconds: Double(seconds)) { index, bytes in
                if index == 0 {
                    outcome.output += bytes
                } else {
                    outcome.complaints += bytes.prefix(Self.messageLimit - outcome.complaints.count)
                }
            }
        } catch {
            throw .failed("dtc: \(error)")
        }
        switch ending {
        case .exited(let status): outcome.status = status
        case .signalled(let signal): throw .failed("dtc was ended by signal \(signal)")
        case .timedOut: throw .timedOut(seconds: seconds)
        case .wroteTooMuch: throw .treeTooLarge(limit: treeLimit)
        }
        return outcome
    }
}
