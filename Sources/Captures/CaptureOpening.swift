import DeviceTree
import DeviceTreeSource
import HandoverABI
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory

/// Finds the handover in an input of each kind.
struct CaptureOpening {
    let path: String
    let hints: CaptureHints
    let remarks: [Remark]

    // MARK: Trees

    /// A device tree: the root of a handover, one of its subtrees, or something else.
    func open(_ blob: [UInt8]) throws(CaptureError) -> Capture {
        if let declared = FlattenedDeviceTree.declaredSize(blob), declared > blob.count,
            let cut = try? CutRootTree(blob), cut.isKnownCut
        {
            return .handover(capture(root: .mayBeCut(blob), blobs: [:], from: .tree))
        }
        let tree: FlattenedDeviceTree
        do throws(DeviceTreeError) {
            tree = try FlattenedDeviceTree(blob: blob)
        } catch {
            throw .tree(path: path, error)
        }
        let compatible = tree.root[RootTreeNames.compatible]?.string ?? ""
        if compatible.hasPrefix(RootTreeNames.versionPrefix) {
            return .handover(capture(root: .whole(blob), blobs: [:], from: .tree))
        }
        if let name = Self.subtreeName(of: compatible) {
            return .handover(capture(root: .absent, blobs: [name: blob], from: .tree))
        }
        return .deviceTree(TreeCapture(path: path, tree: tree))
    }

    /// The source of a device tree, which becomes the tree.
    func open(source text: [UInt8]) throws(CaptureError) -> Capture {
        let compiled: DeviceTreeCompiler.Compiled
        do throws(SourceError) {
            compiled = try DeviceTreeCompiler().compile(text, in: SourceFolder(of: path))
        } catch {
            throw .source(path: path, error)
        }
        let source = TreeSource(messages: compiled.messages, places: compiled.places)
        switch try open(compiled.blob) {
        case .handover(var capture):
            capture.source = source
            return .handover(capture)
        case .deviceTree(var capture):
            capture.source = source
            return .deviceTree(capture)
        case .document(let text): return .document(text)
        }
    }

    /// The name under which a tree of a version is handed over.
    private static func subtreeName(of compatible: String) -> String? {
        switch compatible {
        case MemblockTreeNames.compatible: SubtreeNames.memblock
        case TestTreeNames.compatible: SubtreeNames.test
        case LiveUpdateTreeNames.compatible: SubtreeNames.liveUpdate
        default: nil
        }
    }

    // MARK: Directories

    /// The files of debugfs.
    func open(_ directory: HandoverDirectory) -> HandoverCapture {
        let blobs = Dictionary(
            directory.subtrees.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        var capture = capture(root: directory.rootTree.map { .mayBeCut($0) } ?? .absent, blobs: blobs, from: .directory)
        capture.remarks += directory.problems.map { Remark(.note, .inputNote, path: "/", "\($0)") }
        if let addresses = directory.scratchAddresses, let sizes = directory.scratchSizes {
            capture.input.scratch = zip(addresses, sizes).compactMap {
                MemoryRange(start: PhysicalAddress($0), size: $1)
            }
        }
        if directory.isFinalized == false {
            capture.remarks.append(
                Remark(
                    .note, .notFinalized, path: "/",
                    "the handover is not finalized: write 1 to the file finalize, then read it again")
            )
        }
        return capture
    }

    private func capture(
        root: HandoverInput<Dump>.Root, blobs: [String: [UInt8]], from origin: HandoverCapture.Origin
    ) -> HandoverCapture {
        HandoverCapture(
            path: path,
            input: HandoverInput(
                root: root, memory: Dump.none, blobs: blobs, pageShifts: [hints.pageShift ?? 12]),
            remarks: remarks, origin: origin)
    }

    // MARK: Memory

    /// A dump: the root tree is where the caller or the note says, or it is searched for.
    func open(_ memory: Dump, note: HandoverNote?, damage: [InputNote]) throws(CaptureError) -> HandoverCapture {
        let root: PhysicalAddress
        if let known = hints.root ?? note?.root { root = known } else { root = try onlyRoot(in: memory) }
        let blob: [UInt8]
        do throws(RootError) {
            blob = try RootSearch.blob(at: root, in: memory)
        } catch {
            throw .noRoot(path: path, address: root, reason: error.reason)
        }
        var input = HandoverInput(root: .whole(blob), rootAddress: root, memory: memory)
        input.release = note?.release ?? memory.vmcoreinfo?.osRelease
        input.pageShifts = pageShifts(of: memory, note: note)
        input.scratch = try scratch(in: memory, root: root, note: note)
        // Opening has told of damage too, among whatever else it passed over.
        let broken = Set(damage.map { "\($0)" })
        let remarks =
            remarks.filter { !broken.contains($0.message) }
            + damage.map { Remark(.damage, .dumpDamaged, path: "/", "\($0)") }
        return HandoverCapture(path: path, input: input, remarks: remarks, origin: .memory)
    }

    private func onlyRoot(in memory: Dump) throws(CaptureError) -> PhysicalAddress {
        let candidates = RootSearch.candidates(in: memory)
        guard let first = candidates.first else {
            throw .noRootFound(path: path, searched: memory.present.reduce(0) { $0 &+ $1.size })
        }
        guard candidates.count == 1 else { throw .severalRoots(path: path, candidates) }
        return first.address
    }

    private func scratch(
        in memory: Dump, root: PhysicalAddress, note: HandoverNote?
    ) throws(CaptureError) -> [MemoryRange]? {
        if !hints.scratch.isEmpty {
            var areas: [MemoryRange] = []
            for range in hints.scratch {
                if range.size >= 4096, range.size % 4096 == 0 {
                    areas.append(range)
                } else {
                    areas += try scratchArray(range, in: memory)
                }
            }
            return areas
        }
        if let note { return note.scratch }
        guard let record = BootRecord.find(forRoot: root, in: memory) else { return nil }
        return try scratchArray(record.scratchArray, in: memory)
    }

    private func scratchArray(_ range: MemoryRange, in memory: Dump) throws(CaptureError) -> [MemoryRange] {
        do throws(RootError) {
            return try ScratchArray.areas(in: range, of: memory)
        } catch {
            throw .scratch(path: path, reason: error.reason)
        }
    }

    /// The page sizes that the kernel may have: what the dump says, or all that its machine can have.
    private func pageShifts(of memory: Dump, note: HandoverNote?) -> [Int] {
        if let given = hints.pageShift { return [given] }
        if let told = note?.pageSize ?? memory.vmcoreinfo?.pageSize,
            Profile.pageShifts.contains(told.trailingZeroBitCount)
        {
            return [told.trailingZeroBitCount]
        }
        return memory.machine == .x86_64 ? [12] : Profile.pageShifts
    }
}
