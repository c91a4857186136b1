import FixtureSupport
import HandoverABI
import KernelImages
import Testing

@Suite("Profiles against kernels' own types")
struct LayoutVerificationTests {
    private func verify(_ types: [UInt8], _ profile: String, pageShift: Int = 12) throws -> LayoutVerification {
        let profile = try #require(Profile.named(profile)).withPageShift(pageShift)
        return LayoutVerification(of: profile, with: try TypeInformation(types))
    }

    @Test("Every structure of each kernel's profile is found and equal", arguments: KernelTypes.releases)
    func real(release: String, profile: String) throws {
        let verification = try verify(try KernelTypes.bytes(release), profile)
        #expect(verification.isConfirmed)
        for comparison in verification.comparisons(.different) {
            Issue.record("\(comparison.expected.name): \(comparison.differences)")
        }
        // The boot record is in a file of x86 that these types are not of.
        #expect(verification.comparisons(.notFound).map(\.expected.name) == ["setup_data", "kho_data"])
    }

    @Test("A member that moved is told with both places")
    func moved() throws {
        let types = try KernelTypes.moving("seals", of: "memfd_luo_ser", by: 4, in: try KernelTypes.bytes("7.2.13"))
        let verification = try verify(types, "linux-7.2")
        let different = verification.comparisons(.different)
        #expect(different.map(\.expected.name) == ["memfd_luo_ser"])
        #expect(different.first?.differences == ["seals is at 20 (4 bytes), not at 16 (4 bytes)"])
        #expect(different.first?.rows.map(\.isEqual) == [true, true, false, true, true, true])
    }

    @Test("Another size, a lost and a new member are told")
    func members() throws {
        // memfd-v1 has no seals and flags: 40 bytes.
        let verification = try verify(try KernelTypes.bytes("6.19.11"), "linux-7.1")
        let memfd = try #require(verification.comparisons.first { $0.expected.name == "memfd_luo_ser" })
        #expect(memfd.differences.contains("it takes 40 bytes, not 48"))
        #expect(memfd.differences.contains("there is no seals, expected at 16 (4 bytes)"))
        let older = try verify(try KernelTypes.bytes("7.1.13"), "linux-6.19")
        let newer = try #require(older.comparisons.first { $0.expected.name == "memfd_luo_ser" })
        #expect(newer.differences.contains("seals at 16 (4 bytes) is new"))
    }

    @Test("The parts of a word are compared bit by bit")
    func bits() throws {
        let types = try KernelTypes.bytes("7.3.4")
        let record = try #require(
            try verify(types, "linux-7.2").comparisons.first { $0.expected.name == "memfd_luo_folio_ser" })
        #expect(record.rows.map(\.found) == ["0.0  52 bits  pfn", "6.4  12 bits  flags", "8  u64  index"])
    }

    @Test("Bitmaps of kho-v1 are held apart by their size", arguments: [("6.17.8", "6.18"), ("6.18.15", "6.17")])
    func bitmaps(release: String, profile: String) throws {
        let different = try verify(try KernelTypes.bytes(release), profile).comparisons(.different)
        #expect(different.map(\.expected.name) == ["kho_mem_phys_bits"])
    }

    @Test("Structures of a page are held against the page size")
    func pageSize() throws {
        let different = try verify(try KernelTypes.bytes("7.3.4"), "7.3", pageShift: 16).comparisons(.different)
        #expect(different.map(\.expected.name) == ["kho_vmalloc_chunk", "kho_radix_node", "kho_radix_leaf"])
    }

    @Test("Types without any structure of a handover confirm nothing")
    func nothing() throws {
        var writer = BTFWriter()
        _ = writer.integer("int", bytes: 4)
        let verification = try verify(writer.bytes, "7.3")
        #expect(!verification.isConfirmed)
        #expect(verification.comparisons(.different).isEmpty)
    }
}
