import ArgumentParser
import HandoverABI
import HandoverDocument
import KernelImages
import MemoryDumps

/// A kernel on the command line.
struct KernelOptions: ParsableArguments {
    @Argument(
        help: """
            A kernel: a bzImage, an arm64 Image, a vmlinux, any of them compressed; BTF alone; or a folder that a \
            kernel was built in.
            """, completion: .file())
    var kernel: String

    @Option(
        name: .customLong("btf"), help: ArgumentHelp("The kernel's BTF, where its image has none.", valueName: "file"),
        completion: .file())
    var types: String?

    /// Opens the kernel, or ends the command.
    func open() throws -> Kernel { try KernelArgument.open(kernel, types: types) }
}

/// Opens kernels for commands.
enum KernelArgument {
    static func open(_ path: String, types: String? = nil) throws -> Kernel {
        do throws(InputError) {
            let kernel = try Kernel.open(path, types: types)
            for note in kernel.knowledge.notes { StandardError.write("\(path): warning: \(note)\n") }
            return kernel
        } catch {
            throw Diagnostics.fail(error)
        }
    }
}

extension ABICommand {
    /// `khotool abi probe`.
    struct Probe: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "probe", abstract: "Tell what a kernel writes and reads, from its image.",
            discussion: """
                Each finding says what it rests on and how sure it is: certain (the kernel says so), likely, assumed.

                Examples:
                  khotool abi probe /boot/vmlinuz-7.3.4
                  khotool abi probe vmlinux --format json | jq -r '.components[].version'
                """)

        @OptionGroup var source: KernelOptions

        @Option(help: "The form of the output: text or json.")
        var format: Format = .text

        /// The forms of the output.
        enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

        func run() throws {
            StandardOutput.ignoreBrokenPipes()
            let kernel = try source.open()
            switch format {
            case .text: StandardOutput.write(KernelReport(kernel: kernel).lines().joined(separator: "\n") + "\n")
            case .json: try KernelDocument(kernel: kernel).print()
            }
        }
    }

    /// `khotool abi verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Hold the layouts of a profile against a kernel's own types.",
            discussion: """
                Every structure of the profile is looked up in the kernel's BTF: name, size, and the place and width \
                of every member. Exit status: 0 all that the kernel has is equal; 1 something is different; 2 the kernel \
                has no BTF, or none of the structures.

                Examples:
                  khotool abi verify vmlinux
                  khotool abi verify /sys/kernel/btf/vmlinux --profile 7.3
                  khotool abi verify . --format github
                """)

        @OptionGroup var source: KernelOptions

        @Option(
            help: "The profile or release to hold against it; the one that fits where it is not given.",
            completion: .list(Profile.all.map(\.name)))
        var profile: ProfileArgument?

        @Option(help: "The form of the output: text, json or github (annotations of a workflow).")
        var format: LayoutFormat = .text

        func run() throws {
            StandardOutput.ignoreBrokenPipes()
            let kernel = try source.open()
            guard let types = kernel.types else {
                throw Diagnostics.fail(
                    "\(kernel.path): nothing is said of types: no BTF (CONFIG_DEBUG_INFO_BTF), and no --btf")
            }
            let report = VerificationReport(
                kernel: kernel, verification: LayoutVerification(of: try chosenProfile(for: kernel), with: types))
            if !report.verification.hasHandover {
                throw Diagnostics.fail(
                    "\(kernel.path): the types have no structure of a handover: built without CONFIG_KEXEC_HANDOVER"
                )
            }
            switch format {
            case .text: StandardOutput.write(report.lines().joined(separator: "\n") + "\n")
            case .json: try report.printDocument()
            case .github: StandardOutput.write(report.annotations().map { $0 + "\n" }.joined())
            }
            if !report.verification.isConfirmed { throw ExitStatus.findings.code }
        }

        private func chosenProfile(for kernel: Kernel) throws -> Profile {
            if let profile {
                let shift = kernel.knowledge.pageShift?.value
                return shift.map { profile.profile.withPageShift($0) } ?? profile.profile
            }
            if let fitting = kernel.knowledge.profile { return fitting.value }
            let reason = kernel.knowledge.profileDoubt ?? kernel.knowledge.obstacles.first ?? "nothing tells its ABI"
            throw Diagnostics.fail("\(kernel.path): \(reason); --profile names one")
        }
    }

    /// `khotool abi diff`.
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff", abstract: "Compare what two kernels write, and find versions that were forgotten.",
            discussion: """
                Version strings and structures of both kernels, and the two mistakes: a layout that changed under the \
                same string, and a string that changed with the same layout. A kernel's types are those of its image, \
                or in a folder those beside it. Exit status: 0 no difference; 1 differences; 2 a kernel could not be \
                used.

                Examples:
                  khotool abi diff vmlinux-7.2 vmlinux-7.3
                  khotool abi diff build-old build-new --format github
                """)

        @Argument(help: "The older kernel, or a folder with it.", completion: .file())
        var old: String

        @Argument(help: "The newer kernel, or a folder with it.", completion: .file())
        var new: String

        @Option(help: "The form of the output: text, json or github (annotations of a workflow).")
        var format: LayoutFormat = .text

        func run() throws {
            StandardOutput.ignoreBrokenPipes()
            let kernels = (try KernelArgument.open(old), try KernelArgument.open(new))
            let difference = KernelDifference(from: kernels.0, to: kernels.1)
            for note in difference.notes {
                StandardError.write("khotool: warning: \(note)\n")
            }
            let report = DifferenceReport(old: kernels.0, new: kernels.1, difference: difference)
            switch format {
            case .text: StandardOutput.write(report.lines().joined(separator: "\n") + "\n")
            case .json: try report.printDocument()
            case .github: StandardOutput.write(report.annotations().map { $0 + "\n" }.joined())
            }
            if !difference.isEmpty { throw ExitStatus.findings.code }
        }
    }
}

/// The forms of what is said about layouts.
enum LayoutFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, github
}
