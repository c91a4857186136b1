import FixtureSupport
import Foundation
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// A structure as a C compiler lays it out, with the values that a C program put into it.
struct CompiledStructure {
    let format: String
    let name: String
    let size: Int
    var members: [Member] = []
    var bytes: [UInt8] = []

    struct Member {
        let kind: String
        let name: String
        let offset: Int
        let size: Int
        let values: [String]
    }

    /// What the system's compiler makes of `Fixtures/components/structures.c`; `nil` without a compiler.
    static let all: [CompiledStructure]? = try? {
        let folder = try TemporaryFolder()
        let source = Fixture.root.appending(path: "components/structures.c").path(percentEncoded: false)
        let built = try Launch("/usr/bin/env", ["cc", "-o", folder.path("structures"), source]).run()
        guard built.status == 0 else { throw MissingFixture(path: built.errorLines.joined(separator: "\n")) }
        return parse(try Launch(folder.path("structures")).run().text)
    }()

    private static func parse(_ text: String) -> [CompiledStructure] {
        var result: [CompiledStructure] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            switch words[0] {
            case "structure": result.append(.init(format: words[1], name: words[2], size: Int(words[3]) ?? 0))
            case "value": result[result.count - 1].bytes = words.dropFirst().map { UInt8($0, radix: 16) ?? 0 }
            default:
                let member = Member(
                    kind: words[0], name: words[1], offset: Int(words[2]) ?? -1, size: Int(words[3]) ?? -1,
                    values: Array(words.dropFirst(4)))
                result[result.count - 1].members.append(member)
            }
        }
        return result
    }

    /// The object that holds the same values by a format.
    func object(by structure: ComponentStructure) -> ComponentObject {
        var object = ComponentObject(name)
        for member in members {
            let numbers = member.values.compactMap { UInt64($0) }
            switch structure.member(member.name)?.type {
            case .integer?, .bits?: object[member.name] = numbers.first.map { .number($0) }
            case .integers?: object[member.name] = .numbers(numbers)
            case .address?, .pointer?, .list?, .pages?, .blocks?:
                object[member.name] = numbers.first.map { .address(PhysicalAddress($0)) }
            case .bytes(let size)?:
                object[member.name] = .bytes([UInt8](repeating: UInt8(numbers.first ?? 0), count: size))
            case .text?: object[member.name] = member.values.first.map { .text($0) }
            case .texts(_, let count)?: object[member.name] = .texts((0..<count).map { "nk\($0)" })
            default: break
            }
        }
        return object
    }
}

@Suite(
    "Structures of components against a C compiler",
    .enabled(if: CompiledStructure.all != nil, "there is no C compiler"))
struct CompiledStructureTests {
    @Test("Every structure has the size, and every member the place, that a compiler gives it")
    func places() throws {
        for compiled in CompiledStructure.all ?? [] {
            let format = try componentFormat(compiled.format)
            let structure = try #require(format.structure(compiled.name))
            #expect(structure.size == compiled.size, "\(compiled.format) \(compiled.name)")
            for member in compiled.members {
                let name = "\(compiled.format) \(compiled.name).\(member.name)"
                let described = try #require(structure.member(member.name), "\(name)")
                if member.kind == "bits" { continue }
                #expect(described.offset == member.offset, "\(name)")
                #expect(format.size(of: described.type) == member.size, "\(name)")
            }
            let told = Set(compiled.members.map(\.name))
            #expect(structure.members.filter { !told.contains($0.name) }.map(\.name) == [], "\(compiled.name)")
        }
    }

    @Test("The writer writes the bytes that a C program writes")
    func bytes() throws {
        for compiled in CompiledStructure.all ?? [] {
            let known = try componentFormat(compiled.format)
            let structure = try #require(known.structure(compiled.name))
            // Any structure can be what a file stores.
            let format = ComponentFormat(
                "compiled", revision: "1", compatible: "compiled-v1", place: .file, rank: 1, source: "a C compiler",
                root: compiled.name, structures: known.structures)
            let item = ComponentMachine.Item(format: format, root: compiled.object(by: structure))
            let machine = try ComponentMachine([item], formats: [format])
            let files = try machine.decode(.none).handover.state.liveUpdate?.sessions?.first?.files
            let data = try #require(files?.first?.data)
            let written = try machine.memory.bytes(at: PhysicalAddress(data), count: compiled.size)
            #expect(written == compiled.bytes, "\(compiled.format) \(compiled.name)")
        }
    }

    @Test("Every structure of every format is held against the compiler in one of its revisions")
    func coverage() {
        let all = CompiledStructure.all ?? []
        let told = Set(all.map { $0.name })
        // What is told of the processor's registers is the machine's; the orchestrator's records are tested beside.
        let others: Set<String> = [
            "luo_session_ser", "luo_file_ser", "luo_flb_header_ser", "luo_flb_ser", "folio_pa", "page_pa",
            "kvm_clock_data",
        ]
        let missing = Set(ComponentFormat.known.flatMap(\.structures).map(\.name)).subtracting(told).subtracting(others)
        #expect(missing.filter { !$0.hasPrefix("kvm_") } == [])
    }
}
