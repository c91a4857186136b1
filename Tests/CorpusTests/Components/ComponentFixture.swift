import Captures
import ComponentSupport
import FixtureSupport
import Foundation
import HandoverABI
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Testing

/// An image in `Fixtures/components`: a handover that no kernel wrote, encoded from values.
struct ComponentFixture: CustomStringConvertible, Sendable {
    /// The name of the file, without what says how it is packed.
    let name: String
    /// The formats that are in it.
    let formats: [ComponentFormat]
    /// What went in.
    let state: HandoverState
    /// Memory beside the structures.
    var contents = MemoryImage()

    var description: String { name }

    /// The memory that structures are put into.
    private static let ram = MemoryRange(from: 0x2000_0000, to: 0x3000_0000)

    /// One file or object of a format, with something in every member.
    init(_ format: ComponentFormat) throws {
        name = format.name
        formats = [format]
        var preserved = PreservedMemory.Builder(pageShift: 12)
        for page in UInt64(0x7_0000)..<0x7_0003 {
            let isAdded = preserved.add(block: page, order: 0)
            try #require(isAdded)
        }
        var state = HandoverState(root: nil)
        state.memory = preserved.build()
        state.scratch = [MemoryRange(from: 0x800_0000, to: 0xc00_0000)]
        state.kernel = PreviousKernel(version: 1, release: "7.3.4", kexecCount: 1)
        let component = ComponentState(abi: format.name, confidence: .given, root: format.filled)
        var liveUpdate = LiveUpdate(number: 1, sessions: [], flbs: [])
        switch format.place {
        case .file:
            let file = PreservedFile(token: 1, handler: format.compatible, data: 0, component: component)
            liveUpdate.sessions = [Session(name: "vm", fileCount: 1, files: [file])]
        case .flb:
            liveUpdate.flbs = [
                FileLifecycleBound(name: format.compatible, data: 0, count: 1, component: component)
            ]
        case .orchestrator: break
        }
        state.liveUpdate = liveUpdate
        self.state = state
    }

    /// A hypervisor with two guests and their memory.
    init(_ hypervisor: Hypervisor) throws {
        name = "hypervisor"
        formats = hypervisor.formats.values.sorted { $0.name < $1.name }
        state = hypervisor.handover
        for memory in Hypervisor.guestMemory where memory.isKept {
            for page in memory.range.start.value >> 12..<memory.range.end.value >> 12 {
                try contents.write(Hypervisor.page(page), at: PhysicalAddress(page << 12))
            }
        }
    }

    // MARK: The file

    /// The packed image.
    var path: String {
        Fixture.root.appending(path: "components/\(name).elf.gz").path(percentEncoded: false)
    }

    /// The image as its recipe gives it.
    func made() throws -> [UInt8] {
        let profile = Profile.linux72
        let encoded = try HandoverEncoder(profile, origin: profile).encode(state, in: .init(ram: [[Self.ram]]))
        let note = HandoverNote(root: encoded.root, scratch: state.scratch, release: "7.3.4", pageSize: 4096)
        let memory = LayeredMemory(encoded.image, over: contents)
        let folder = try TemporaryFolder()
        let file = try folder.write([], to: "image.elf")
        try ELFCoreWriter(machine: .x86_64, notes: [note.elfNote])
            .write(memory.present.merged(), of: memory, to: file)
        return [UInt8](try Data(contentsOf: URL(filePath: file)))
    }

    /// The image as it is kept.
    func kept() throws -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else { throw MissingFixture(path: path) }
        return try Launch("/usr/bin/env", ["gzip", "-dc", path]).run().output
    }

    /// Keeps an image.
    func keep(_ image: [UInt8]) throws {
        var launch = Launch("/usr/bin/env", ["gzip", "-9nc"])
        launch.input = image
        try Data(launch.run().output).write(to: URL(filePath: path))
    }

    /// What is read from the image that is kept.
    func decoded(by formats: ComponentFormats? = nil) throws -> HandoverDecoder<Dump>.Result {
        guard case .handover(let capture) = try Capture.open(path) else {
            throw MissingFixture(path: "\(path): no handover")
        }
        return try HandoverDecoder(capture.input, components: formats ?? .init(forced: self.formats)).decode()
    }
}
