import FixtureSupport
import KernelImages
import Testing

@Suite("Two kernels against each other")
struct KernelDifferenceTests {
    private func kernel(_ versions: [String], types: [UInt8]) throws -> Kernel {
        let text = ImageBuilder.text(["", "Linux version 7.9.0 (x)", "disabling KHO revival"] + versions)
        return try open(ImageBuilder.elf([(".rodata", text), (".BTF", types)]))
    }

    @Test("The bitmap that grew under the unchanged kho-v1 is found")
    func bitmap() throws {
        let difference = KernelDifference(
            from: try kernel(["kho-v1"], types: try KernelTypes.bytes("6.17.8")),
            to: try kernel(["kho-v1"], types: try KernelTypes.bytes("6.18.15")))
        let mistake = try #require(difference.mistakes.first)
        #expect(difference.mistakes.count == 1)
        #expect(mistake.kind == .layoutChanged)
        #expect(mistake.new == "kho-v1")
        #expect(mistake.structures == ["kho_mem_phys_bits"])
        #expect(mistake.isCertain)
        let change = try #require(difference.structures.first { $0.name == "kho_mem_phys_bits" })
        #expect(change.old?.size == 512 && change.new?.size == 4096)
    }

    @Test("It is found with types alone, and the strings are said to be assumed")
    func typesAlone() throws {
        let difference = KernelDifference(
            from: try Kernel.open(KernelTypes.path("6.17.8")), to: try Kernel.open(KernelTypes.path("6.18.15")))
        #expect(difference.mistakes.map(\.kind) == [.layoutChanged])
        #expect(difference.mistakes.map(\.isCertain) == [false])
    }

    @Test("A string that changed with the same layout is found")
    func stringAlone() throws {
        let types = try KernelTypes.bytes("7.3.4")
        let difference = KernelDifference(
            from: try kernel(["kho-v4", "luo-v5", "memfd-v2"], types: types),
            to: try kernel(["kho-v4", "luo-v5", "memfd-v3"], types: types))
        #expect(difference.mistakes.map(\.kind) == [.stringChanged])
        #expect(difference.mistakes.first?.structures == ["memfd_luo_ser", "memfd_luo_folio_ser"])
        #expect(difference.components.filter { $0.old != $0.new }.map(\.component) == ["memfd"])
        #expect(difference.structures.allSatisfy { $0.kind == .same })
    }

    @Test("A layout that changed with its string is no mistake")
    func bothChanged() throws {
        let difference = KernelDifference(
            from: try kernel(["kho-v1", "luo-v1", "memfd-v1"], types: try KernelTypes.bytes("6.19.11")),
            to: try kernel(["kho-v3", "luo-v1", "memfd-v2"], types: try KernelTypes.bytes("7.1.13")))
        #expect(difference.mistakes.isEmpty)
        #expect(difference.structures.first { $0.name == "memfd_luo_ser" }?.kind == .changed)
    }

    @Test("One member that moved is a mistake of its part alone")
    func moved() throws {
        let types = try KernelTypes.bytes("7.3.4")
        let versions = ["kho-v4", "luo-v5", "memfd-v2"]
        let difference = KernelDifference(
            from: try kernel(versions, types: types),
            to: try kernel(versions, types: try KernelTypes.moving("token", of: "luo_file_ser", by: 8, in: types)))
        #expect(difference.mistakes.map(\.structures) == [["luo_file_ser"]])
        #expect(difference.mistakes.map(\.component) == ["luo"])
        #expect(
            difference.structures.first { $0.name == "luo_file_ser" }?.differences
                == ["token at 64, 8 bytes, was at 56, 8 bytes"])
    }

    @Test("A kernel against itself has no difference; without types that is said")
    func same() throws {
        let kernel = try kernel(["kho-v4"], types: try KernelTypes.bytes("7.3.4"))
        #expect(KernelDifference(from: kernel, to: kernel).isEmpty)
        let silent = try open(ImageBuilder.kernel())
        #expect(KernelDifference(from: silent, to: kernel).notes.count == 1)
    }
}
