import FixtureSupport
import Foundation
import KernelImages
import Testing

/// Kernels as Debian builds them, from the packages that apt knows.
@Suite(
    .enabled(if: LiveKernels.kernels != nil, "KHO_KERNELS names no directory of kernels"),
    .enabled(if: hasProgram("apt-get") && hasProgram("dpkg-deb"), "there is no apt-get or no dpkg-deb"))
struct DebianKernelTests {
    /// The newest package of each release that is the smallest of its kind.
    private static let packages: [String] = {
        let list = """
            apt-cache pkgnames linux-image- | grep -E '^linux-image-[0-9].*-cloud-amd64-unsigned$' | sort -V \
            | awk -F'[-.]' '{ newest[$3 "." $4] = $0 } END { for (release in newest) print newest[release] }'
            """
        return ((try? Launch("/bin/sh", ["-c", list]).run().text) ?? "").split(separator: "\n").map(String.init)
            .sorted()
    }()

    @Test(
        "What is told of Debian's kernels is what their configuration says",
        .enabled(if: !packages.isEmpty, "apt knows no kernels: apt-get update was not run"), arguments: packages)
    func packaged(package: String) throws {
        let folder = try TemporaryFolder()
        let unpack = """
            cd '\(folder.path)' && apt-get download -q '\(package)' && dpkg-deb -x *.deb . \
            && mv boot/vmlinuz-* vmlinuz && mv boot/config-* config
            """
        guard try Launch("/bin/sh", ["-c", unpack]).run().status == 0 else {
            print("\(package) -> skipped: the package archive is not reachable")
            return
        }
        let kernel = try Kernel.open(folder.path("vmlinuz"))
        let configuration = String(decoding: try folder.read("config"), as: UTF8.self)
        let hasHandover = configuration.contains("CONFIG_KEXEC_HANDOVER=y\n")
        let knowledge = kernel.knowledge
        let release = try #require(knowledge.release?.value)
        print("\(package) -> \(release), handover: \(hasHandover), \(knowledge.obstacles)")
        #expect(package.hasPrefix("linux-image-\(release)"))
        #expect(knowledge.hasHandover == hasHandover)
        #expect(knowledge.obstacles.isEmpty == hasHandover)
        // Debian's kernels carry their types.
        #expect((kernel.types?.count ?? 0) > 50_000)
        #expect(kernel.types?.structures(named: "setup_data").map(\.size) == [16])
    }
}
