import FixtureSupport
import Foundation
import Testing

/// `check` against kernels that list their formats, and `abi` about formats of series.
@Suite struct ComponentCheckTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func kernel(_ sections: (name: String, bytes: [UInt8])...) throws -> String {
        try folder.write(KernelSkeleton.kernel(sections), to: "vmlinux")
    }

    @Test("A kernel that lists its handlers takes files of these, and none of others")
    func listed() throws {
        let state = try Fixture.named("7.3.4").image
        let good = try kernel(KernelSkeleton.versions(["luo-v5", "memfd-v2"]))
        #expect(try Khotool.run(["check", state, "--target", good]).status == 0)
        let bad = try kernel(KernelSkeleton.versions(["luo-v5", "vfio-pci-v1"]))
        let outcome = try Khotool.run(["abi", "probe", bad])
        #expect(outcome.text.contains("vfio-pci"))
        #expect(outcome.text.contains("section .liveupdate_versions"))
    }

    @Test("Masks of features are shown")
    func features() throws {
        let path = try kernel(KernelSkeleton.features([("luo", 7, 7, 7), ("memfd", 3, 1, 3)]))
        let outcome = try Khotool.run(["abi", "probe", path])
        #expect(outcome.text.contains(/memfd +supported 0x3 +required 0x1 +active 0x3/))
    }

    @Test("A target takes formats behind a plus, and says which there are where one is none")
    func formats() throws {
        let state = try Fixture.named("7.3.4").image
        let good = try Khotool.run(["check", state, "--target", "7.3+pci@v9+vfio-pci@2026-07"])
        #expect(good.status == 0)
        let bad = try Khotool.run(["check", state, "--target", "7.3+pci@v10"])
        #expect(bad.status == 64)
        #expect(bad.errorLines.contains { $0.contains("pci has no revision \"v10\"") })
    }

    @Test("Formats of series are listed with their strings")
    func list() throws {
        let outcome = try Khotool.run(["abi", "list"])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains(/pci@v9 +"pci" +flb/))
        #expect(outcome.text.contains(/vfio-pci@2026-07 +"vfio-pci-v1" +file/))
        let document =
            try JSONSerialization.jsonObject(
                with: Data(try Khotool.run(["abi", "list", "--format", "json"]).output)) as? [String: Any]
        #expect((document?["formats"] as? [Any])?.count ?? 0 > 20)
        #expect((document?["profiles"] as? [Any])?.count == 7)
    }

    @Test("A format is shown with offsets, references and what is not known")
    func show() throws {
        let outcome = try Khotool.run(["abi", "show", "vfio-pci@2026-02"])
        #expect(outcome.text.contains("struct vfio_pci_core_device_ser: 9 bytes"))
        #expect(outcome.text.contains(/5 +vfio_iommufd_ser +iommufd_ser/))
        #expect(outcome.text.contains("vfio_iommufd_ser.token is the token of a file of iommufd, or none"))
        #expect(outcome.text.contains("Not known"))
        let both = try Khotool.run(["abi", "show", "7.3+pci@v9"])
        #expect(both.text.contains("linux-7.2: "))
        #expect(both.text.contains("\npci@v9: "))
    }
}
