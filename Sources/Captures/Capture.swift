public import DeviceTree
public import DeviceTreeSource
public import HandoverABI
public import HandoverCoding
public import HandoverState
public import MemoryDumps
public import PhysicalMemory

/// What an input turned out to be.
public enum Capture: Sendable {
    /// A handover, or some of its subtrees.
    case handover(HandoverCapture)
    /// A device tree that has nothing to do with a handover.
    case deviceTree(TreeCapture)
    /// A state document, as its text.
    case document([UInt8])
}

/// A device tree as it was captured.
public struct TreeCapture: Sendable {
    /// The path that was opened.
    public let path: String
    /// The tree.
    public let tree: FlattenedDeviceTree
    /// What it was compiled of, where the input was source text.
    public internal(set) var source: TreeSource?
}

/// What became of the source text that an input was.
public struct TreeSource: Sendable {
    /// What the compiler has to say of it: warnings.
    public let messages: [SourceMessage]
    /// Where in the text things stand.
    public let places: SourcePlaces
}

/// A handover as it was captured, ready to be decoded.
public struct HandoverCapture: Sendable {
    /// The path that was opened.
    public let path: String
    /// What there is to decode.
    public var input: HandoverInput<Dump>
    /// What opening it met on the way.
    public var remarks: [Remark]
    /// What kind of input it came from.
    public let origin: Origin
    /// What the tree was compiled of, where the input was source text.
    public internal(set) var source: TreeSource?

    /// The kinds of input that hold handovers.
    public enum Origin: Hashable, Sendable {
        /// A device tree, and nothing else.
        case tree
        /// The files of debugfs.
        case directory
        /// Memory.
        case memory
    }

    /// Decodes the handover; by a profile, where one is given.
    ///
    /// - Throws: ``CaptureError/decoding(path:_:)``.
    public func decode(
        as profile: Profile? = nil, retaining retention: FolioTable.Retention = .every,
        components: ComponentFormats = .known
    ) throws(CaptureError) -> HandoverDecoder<Dump>.Result {
        let decoder = HandoverDecoder(input, retaining: retention, components: components)
        do throws(DecodingError) {
            if let profile { return try decoder.decode(as: profile) }
            return try decoder.decode()
        } catch {
            throw .decoding(path: path, error)
        }
    }
}

/// What a caller knows of an input beyond its bytes.
public struct CaptureHints: Sendable {
    /// Where the root tree lies in memory.
    public var root: PhysicalAddress?
    /// The array of scratch areas in memory, or an area itself where it is a page or more.
    public var scratch: [MemoryRange] = []
    /// The address of the first byte of a raw image.
    public var base: PhysicalAddress?
    /// The base page size of the kernel, as a power of two.
    public var pageShift: Int?

    /// No hints.
    public init() {}
}

extension Capture {
    /// What the input was compiled of, where it was source text.
    public var source: TreeSource? {
        switch self {
        case .handover(let capture): capture.source
        case .deviceTree(let capture): capture.source
        case .document: nil
        }
    }

    /// Opens a file or directory and finds the handover in it; `-` is standard input.
    ///
    /// - Throws: ``CaptureError`` where there is none, or more than one.
    public static func open(_ path: String, hints: CaptureHints = CaptureHints()) throws(CaptureError) -> Capture {
        var remarks: [Remark] = []
        let input: Input
        do throws(InputError) {
            input = try Input.open(path: path, base: hints.base) { note in
                remarks.append(Remark(.note, .inputNote, path: "/", "\(note)"))
            }
        } catch {
            throw .input(error)
        }
        let opening = CaptureOpening(path: path, hints: hints, remarks: remarks)
        switch input {
        case .document(let text): return .document(text)
        case .source(let text): return try opening.open(source: text)
        case .deviceTree(let blob): return try opening.open(blob)
        case .directory(let directory): return .handover(opening.open(directory))
        case .elfCore(let core):
            let note = HandoverNote(in: core.notes)
            return .handover(try opening.open(.elf(core), note: note, damage: core.damage))
        case .kdump(let dump):
            return .handover(try opening.open(.kdump(dump), note: nil, damage: dump.damage))
        case .raw(let image):
            return .handover(try opening.open(.raw(image), note: nil, damage: []))
        }
    }
}
