import HandoverABI
import Testing

@Suite("The names of formats")
struct CompatibilityNameTests {
    @Test(
        "A name and its version are told whichever sign stands between them",
        arguments: [
            ("memfd-v2", "memfd", 2), ("kvm_vm_luo_v1", "kvm_vm_luo", 1), ("pci", "pci", nil),
            ("iommu-liveupdate", "iommu-liveupdate", nil), ("v2", "v2", nil), ("-v2", "-v2", nil),
            ("x-v99999999999999999999", "x-v99999999999999999999", nil), ("", "", nil),
        ] as [(String, String, UInt64?)])
    func parts(_ text: String, _ name: String, _ version: UInt64?) {
        let part = CompatibilityName(text).base
        #expect(part.name == name)
        #expect(part.version == version)
    }

    @Test("A composed string has a base and parts")
    func composed() {
        let name = CompatibilityName("kho-v4;radix-v1;vmalloc-v1")
        #expect(name.base.text == "kho-v4")
        #expect(name.subs.map(\.name) == ["radix", "vmalloc"])
        #expect(name.subs.map(\.version) == [1, 1])
        #expect(name.orderProblem == nil)
        #expect(name.description == "kho-v4;radix-v1;vmalloc-v1")
    }

    @Test(
        "Parts ascend and come once each; the base has no place in their order",
        arguments: [
            ("z-v1;a-v1", nil), ("luo-v5;block-v1;block-v1", "block-v1 is there twice"),
            ("luo-v5;vmalloc-v1;block-v1", "block-v1 stands behind vmalloc-v1, and comes before it"),
            ("luo-v5;", "a part of it is empty"), (";a", "a part of it is empty"),
        ] as [(String, String?)])
    func order(_ text: String, _ problem: String?) {
        #expect(CompatibilityName(text).orderProblem == problem)
    }

    @Test("Two names are the same only as whole strings, and the difference says in what")
    func differences() {
        func difference(_ old: String, _ new: String) -> CompatibilityName.Difference? {
            CompatibilityName(old).difference(from: CompatibilityName(new))
        }
        #expect(difference("kho-v4", "kho-v4") == nil)
        #expect(difference("kho-v4", "luo-v4") == .name)
        #expect(difference("pci-v1", "pci") == .version(1, nil))
        #expect(difference("kho-v4;radix-v1", "kho-v4;radix-v2") == .subs(["radix-v1", "radix-v2"]))
        #expect(difference("kho-v4;a-v1;b-v1", "kho-v4;b-v1;a-v1") == .order)
    }

    @Test(
        "Formats tell their versions in three ways",
        arguments: [
            ("vfio-pci@2026-07", .string(CompatibilityName("vfio-pci-v1"))), ("pci@v9", .word(1)),
            ("iommu@2026-09", .word(1)), ("memfd@features", .features(["SEALS", "FOLIOS"])),
        ] as [(String, FormatVersion)])
    func schemes(_ name: String, _ version: FormatVersion) throws {
        #expect(try #require(ComponentFormat.known.named(name)).version == version)
    }
}

@Suite("Masks of features")
struct FeatureMasksTests {
    private let writer = FeatureMasks(supported: 0b111, required: 0b001, active: 0b011)

    @Test("A reader that lacks a required feature refuses")
    func refuses() {
        let reader = FeatureMasks(supported: 0b110, required: 0, active: 0)
        #expect(writer.missing(in: reader) == 0b001)
        #expect(!writer.isReadable(by: reader))
    }

    @Test("A reader that lacks an optional feature goes on without what is used of it")
    func loses() {
        let reader = FeatureMasks(supported: 0b001, required: 0, active: 0)
        #expect(writer.isReadable(by: reader))
        #expect(writer.lost(in: reader) == 0b010)
    }

    @Test("What is used or required is also known, or a mask is damaged")
    func damage() {
        let masks = FeatureMasks(supported: 1, required: 2, active: 4)
        #expect(masks.strangelyRequired == 2)
        #expect(masks.strangelyActive == 4)
        #expect(writer.strangelyRequired | writer.strangelyActive == 0)
    }
}
