import ComponentSupport
import FixtureSupport
import Foundation
import HandoverABI
import Testing

/// The command over the image of a hypervisor with two guests.
@Suite struct HypervisorFixtureTests {
    private let folder: TemporaryFolder
    private let image: String

    init() throws {
        folder = try TemporaryFolder()
        image = Fixture.root.appending(path: "components/hypervisor.elf.gz").path(percentEncoded: false)
    }

    /// The oldest format of each component that the machine has.
    private static var oldest: [String] {
        Hypervisor.earlier.compactMap { name in
            let component = name.prefix { $0 != "@" }
            let isArm = { (format: ComponentFormat) in format.revision.hasPrefix("arm64") }
            return ComponentFormat.known.filter { $0.component == component && !isArm($0) }
                .min { $0.rank < $1.rank }?.name
        }
    }

    /// The image translated into formats, and what the command said.
    private func translated(to formats: [String]) throws -> (path: String, outcome: Launch.Outcome) {
        let path = try folder.write([], to: "translated.elf")
        let profile = (["linux-7.3"] + formats).joined(separator: "+")
        return (path, try Khotool.run(["encode", image, "--profile", profile, "--drop", "-o", path]))
    }

    @Test("Validation finds no error in it")
    func validates() throws {
        let outcome = try Khotool.run(["validate", image])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorLines)")
    }

    @Test("Its text has both guests, their devices, and the bridges above these")
    func text() throws {
        let outcome = try Khotool.run(["decode", image, "--all"])
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        let lines = outcome.text.split(separator: "\n").map { $0.drop { $0 == " " } }
        for part in ["vm-0  ", "vm-1  "] { #expect(lines.contains { $0.hasPrefix(part) }, "\(part)") }
        for part in [
            "PCI device 0000:02:00.0", "PCI device 0000:03:00.1", "page table 0x2 → domain 1",
            "└─ 0000:00:01.0, bridge, 4 devices", "├─ 0000:01:00.0, bridge, 2 devices", "0000:03:00.1 ← vm-1 0x51",
        ] {
            #expect(lines.contains { $0.contains(part) }, "\(part)")
        }
    }

    @Test("Its drawing has a frame for each guest, and nothing that is missing")
    func drawing() throws {
        let outcome = try Khotool.run(["decode", image, "--format", "dot"])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("label=\"session vm-0\"") && outcome.text.contains("label=\"session vm-1\""))
        #expect(!outcome.text.contains("not there"))
    }

    @Test("In the newest formats it differs in what these have no place for")
    func newest() throws {
        let (path, outcome) = try translated(to: Hypervisor.newest)
        #expect(outcome.status == 1 || outcome.status == 0, "\(outcome.errorLines)")
        let difference = try Khotool.run(["diff", image, path])
        let told = Set(
            difference.text.split(separator: "\n").map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        ).filter { $0.hasPrefix("- ") || $0.hasPrefix("+ ") }
        #expect(told.contains("- /LUO/vm-0/0x50/reset_works"), "\(difference.text)")
        #expect(!told.contains { $0.contains("/0x11") || $0.contains("/0x30") }, "\(told)")
        #expect(try Khotool.run(["validate", path]).status == 0)
    }

    @Test("In the oldest formats the guests keep their processors and memory")
    func oldest() throws {
        let (path, outcome) = try translated(to: Self.oldest)
        #expect(outcome.status == 1 || outcome.status == 0, "\(outcome.errorLines)")
        let difference = try Khotool.run(["diff", image, path])
        #expect(difference.status == 1)
        for part in ["- /LUO/vm-1/0x30", "- /LUO/vm-1/0x31", "- /LUO/vm-0/0x30", "- /LUO/vm-0/0x10 "] {
            #expect(!difference.text.contains(part), "\(difference.text)")
        }
    }

    @Test("The memory of guests is taken out, whatever kind of file has it")
    func extracts() throws {
        for (session, token, frame, pages) in [("vm-0", "0x30", 0x4_0000, 1024), ("vm-1", "0x30", 0x5_0000, 512)] {
            let path = try folder.write([], to: "guest")
            let outcome = try Khotool.run(["extract", image, "--session", session, "--token", token, "-o", path])
            #expect(outcome.status == 0, "\(outcome.errorLines)")
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            #expect(bytes.count == pages << 12)
            for page in [0, pages - 1] {
                let isSame = bytes[page << 12..<(page + 1) << 12].elementsEqual(Hypervisor.page(UInt64(frame + page)))
                #expect(isSame, "\(session) \(page)")
            }
        }
    }

    @Test("A page of a gigabyte that the image leaves out is refused by its address")
    func absent() throws {
        let path = try folder.write([], to: "guest")
        let outcome = try Khotool.run(["extract", image, "--session", "vm-1", "--token", "0x31", "-o", path])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.joined().contains("0x80000000 is missing"), "\(outcome.errorLines)")
    }

    @Test("Trimmed to what it reaches, it has all of it still; to its structures, no memory of guests")
    func trims() throws {
        let whole = try folder.write([], to: "whole.elf")
        #expect(try Khotool.run(["trim", image, "-o", whole]).status == 0)
        #expect(try Khotool.run(["diff", image, whole]).status == 0)
        let structures = try folder.write([], to: "structures.elf")
        #expect(try Khotool.run(["trim", image, "--metadata-only", "-o", structures]).status == 0)
        let path = try folder.write([], to: "guest")
        let outcome = try Khotool.run(["extract", structures, "--session", "vm-1", "--token", "0x30", "-o", path])
        #expect(outcome.errorLines.joined().contains("0x50000000 is missing"), "\(outcome.errorLines)")
    }

    @Test("A byte of a guest's memory that is another is told, in guest_memfd too")
    func contents() throws {
        let whole = try folder.write([], to: "whole.elf")
        #expect(try Khotool.run(["trim", image, "-o", whole]).status == 0)
        var core = CoreImage([UInt8](try Data(contentsOf: URL(filePath: whole))))
        try core.put(UInt8(ascii: "X"), at: 0x5000_0000)
        try core.write(to: whole)
        let outcome = try Khotool.run(["diff", image, whole])
        #expect(outcome.text.contains("/LUO/vm-1/0x30/content"), "\(outcome.text)")
        #expect(outcome.status == 1)
    }
}
