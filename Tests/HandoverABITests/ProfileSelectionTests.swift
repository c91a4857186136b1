import HandoverABI
import Testing

@Suite("Profiles with formats of components")
struct ProfileSelectionTests {
    private func named(_ text: String) throws(ProfileSelection.Failure) -> Profile {
        try ProfileSelection.named(text, knowing: ComponentFormat.known)
    }

    @Test("A name takes formats behind the kernel's, the last of a component")
    func takesFormats() throws {
        let profile = try named("linux-7.3+pci@v9+vfio-pci@2026-02+vfio-pci@2026-07")
        #expect(profile.fullName == "linux-7.2+pci@v9+vfio-pci@2026-07")
        #expect(profile.format(of: "pci")?.compatible == "pci")
        #expect(profile.format(of: "iommu") == nil)
    }

    @Test("A release may have a plus of its own")
    func takesReleases() throws {
        #expect(try named("7.3.11-kho+") == .linux72)
        #expect(try named("7.3.11-kho++pci@v9").fullName == "linux-7.2+pci@v9")
    }

    @Test("What is not known is told with what there is")
    func tellsWhatThereIs() {
        #expect(throws: ProfileSelection.Failure.noProfile("linux-9")) { try named("linux-9+pci@v9") }
        #expect(
            throws: ProfileSelection.Failure.noRevision(
                "v8", of: "pci", known: ["2025-10", "2026-04", "v2-tree", "v9"])
        ) { try named("7.3+pci@v8") }
        do throws(ProfileSelection.Failure) {
            _ = try named("7.3+tpm@1")
            Issue.record("there is no such component")
        } catch {
            #expect("\(error)".hasPrefix("no format of a component \"tpm\" is described; there are cpu, cpus, "))
        }
    }

    @Test("A kernel without an orchestrator, or without objects, has no place for them")
    func needsPlace() {
        #expect(throws: ProfileSelection.Failure.noPlace("vfio-pci@2026-07", in: "linux-6.18")) {
            try named("6.18+vfio-pci@2026-07")
        }
        #expect(throws: ProfileSelection.Failure.noPlace("pci@v9", in: "linux-6.19")) { try named("6.19+pci@v9") }
    }
}
