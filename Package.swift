// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

// Fuzzers are built where they are asked for alone, since they need libFuzzer: `make fuzz`.
let fuzzers: [Target] =
    Context.environment["KHO_FUZZ"] == nil
    ? []
    : [.systemLibrary(name: "CFuzzer", path: "Fuzzing/CFuzzer")]
        + ["FuzzDeviceTree", "FuzzDumps", "FuzzDecoder", "FuzzDocument", "FuzzMultikernel", "FuzzComponents"].map {
            name in
            .executableTarget(
                name: name, dependencies: ["CFuzzer", "FuzzTargets"], path: "Fuzzing/Drivers/\(name)",
                swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
        }

let package = Package(
    name: "khotool",
    products: [
        .executable(name: "khotool", targets: ["khotool"]),
        .library(name: "DeviceTree", targets: ["DeviceTree"]),
        .library(name: "PhysicalMemory", targets: ["PhysicalMemory"]),
        .library(name: "MemoryDumps", targets: ["MemoryDumps"]),
        .library(name: "HandoverABI", targets: ["HandoverABI"]),
        .library(name: "HandoverState", targets: ["HandoverState"]),
        .library(name: "HandoverCoding", targets: ["HandoverCoding"]),
        .library(name: "HandoverAnalysis", targets: ["HandoverAnalysis"]),
        .library(name: "Multikernel", targets: ["Multikernel"]),
        .library(name: "DeviceTreeSource", targets: ["DeviceTreeSource"]),
        .library(name: "Captures", targets: ["Captures"]),
        .library(name: "KernelLogs", targets: ["KernelLogs"]),
        .library(name: "Rehearsal", targets: ["Rehearsal"]),
        .library(name: "KernelImages", targets: ["KernelImages"]),
        .library(name: "HandoverDocument", targets: ["HandoverDocument"]),
        .library(name: "FindingReports", targets: ["FindingReports"]),
        .library(name: "Pictures", targets: ["Pictures"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // System libraries: module maps and nothing else.
        .systemLibrary(name: "CFDT", providers: [.apt(["libfdt-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CKdumpfile", providers: [.apt(["libkdumpfile-dev"])]),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CLinux"),
        // Compressions of kernels. zstd and lzo come as libkdumpfile brings them along; the others are small, and
        // linked statically so that starting the program costs nothing more.
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLZO", providers: [.apt(["liblzo2-dev"])]),
        .systemLibrary(name: "CLZMA", providers: [.apt(["liblzma-dev"])]),
        .systemLibrary(name: "CLZ4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),

        // Bytes.
        .target(name: "DeviceTree", dependencies: ["CFDT"], swiftSettings: settings),
        .target(name: "PhysicalMemory", swiftSettings: settings),
        .target(
            name: "MemoryDumps", dependencies: ["PhysicalMemory", "CZlib", "CKdumpfile"], swiftSettings: settings),

        // The handover: what kernels write, what it means, and the way between the two.
        .target(name: "HandoverABI", dependencies: ["PhysicalMemory"], swiftSettings: settings),
        .target(name: "HandoverState", dependencies: ["PhysicalMemory"], swiftSettings: settings),
        .target(
            name: "HandoverCoding",
            dependencies: ["DeviceTree", "PhysicalMemory", "HandoverABI", "HandoverState"],
            swiftSettings: settings),

        // What is wrong with it, and what another kernel would make of it.
        .target(
            name: "HandoverAnalysis",
            dependencies: ["DeviceTree", "PhysicalMemory", "HandoverABI", "HandoverState", "HandoverCoding"],
            swiftSettings: settings),

        // Several kernels on one machine: who has what, and how that changes.
        .target(
            name: "Multikernel",
            dependencies: ["DeviceTree", "PhysicalMemory", "HandoverState", "HandoverAnalysis"],
            swiftSettings: settings),

        .target(
            name: "Captures",
            dependencies: [
                "DeviceTree", "DeviceTreeSource", "PhysicalMemory", "MemoryDumps", "HandoverABI", "HandoverState",
                "HandoverCoding",
            ],
            swiftSettings: settings),

        // Other programs, and what they write.
        .target(name: "ChildProcesses", dependencies: ["CLinux"], swiftSettings: settings),

        // Device trees as people write them.
        .target(
            name: "DeviceTreeSource", dependencies: ["ChildProcesses", "DeviceTree"], swiftSettings: settings),

        // What kernels say of handovers, and what it means.
        .target(
            name: "KernelLogs", dependencies: ["PhysicalMemory", "HandoverABI", "HandoverState", "HandoverCoding"],
            swiftSettings: settings),

        // A kernel in a machine of its own, and what it makes of a handover.
        .target(
            name: "Rehearsal",
            dependencies: [
                "ChildProcesses", "PhysicalMemory", "MemoryDumps", "HandoverABI", "HandoverState", "HandoverCoding",
                "Captures",
            ],
            swiftSettings: settings),
        // The program that runs in that machine: no C library, no runtime, one static file of a few pages. What the
        // linker is told of Swift's libraries it finds no use for.
        .executableTarget(
            name: "khotool-guest",
            cSettings: [
                .unsafeFlags([
                    "-std=c17", "-Os", "-g0", "-ffreestanding", "-fno-builtin", "-fno-stack-protector", "-fno-pie",
                    "-fno-profile-instr-generate", "-fno-coverage-mapping", "-fno-sanitize=all",
                ])
            ],
            linkerSettings: [
                .unsafeFlags([
                    "-static-stdlib", "-nostartfiles", "-Xclang-linker", "-nostdlib", "-Xclang-linker", "-static",
                    "-Xclang-linker", "-Wno-unused-command-line-argument", "-Xlinker", "--build-id=none",
                    "-Xclang-linker", "-fno-sanitize=all",
                ])
            ]),

        // What a kernel is known to write, told from the kernel itself.
        .target(
            name: "KernelImages",
            dependencies: [
                "MemoryDumps", "HandoverABI", "CZstd", "CLZO", "CLZMA", "CLZ4", "CBzip2",
            ],
            swiftSettings: settings),

        // What people read and write.
        .target(
            name: "HandoverDocument",
            dependencies: [
                "DeviceTree", "HandoverABI", "HandoverState", "HandoverAnalysis", "Multikernel", "PhysicalMemory",
                "CYAML",
            ],
            swiftSettings: settings),
        .target(
            name: "FindingReports",
            dependencies: ["HandoverAnalysis", "HandoverDocument", "HandoverState", "PhysicalMemory"],
            swiftSettings: settings),
        // Who has what, to scale.
        .target(
            name: "Pictures",
            dependencies: [
                "PhysicalMemory", "HandoverABI", "HandoverState", "HandoverCoding", "Multikernel", "DeviceTree",
                "FindingReports",
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "khotool",
            dependencies: [
                "DeviceTree", "PhysicalMemory", "MemoryDumps", "HandoverABI", "HandoverState", "HandoverCoding",
                "HandoverAnalysis", "Captures", "HandoverDocument", "FindingReports", "KernelLogs", "Rehearsal",
                "KernelImages", "DeviceTreeSource", "Multikernel", "Pictures",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        .testTarget(
            name: "DeviceTreeTests", dependencies: ["DeviceTree"], exclude: ["Blobs"], swiftSettings: settings),
        .testTarget(name: "ChildProcessesTests", dependencies: ["ChildProcesses"], swiftSettings: settings),
        .testTarget(
            name: "DeviceTreeSourceTests", dependencies: ["FixtureSupport", "DeviceTreeSource", "DeviceTree"],
            swiftSettings: settings),
        .testTarget(name: "PhysicalMemoryTests", dependencies: ["PhysicalMemory"], swiftSettings: settings),
        .testTarget(
            name: "MemoryDumpsTests", dependencies: ["MemoryDumps", "PhysicalMemory", "CZlib"],
            swiftSettings: settings),
        .testTarget(name: "HandoverABITests", dependencies: ["HandoverABI"], swiftSettings: settings),
        .testTarget(
            name: "HandoverCodingTests",
            dependencies: [
                "ComponentSupport",
                "FixtureSupport", "MistakeSupport", "DeviceTree", "PhysicalMemory", "MemoryDumps", "HandoverABI",
                "HandoverState", "HandoverCoding", "Captures",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HandoverAnalysisTests",
            dependencies: [
                "ComponentSupport", "FixtureSupport", "MistakeSupport", "DeviceTree", "PhysicalMemory", "MemoryDumps",
                "HandoverABI",
                "HandoverState",
                "HandoverCoding", "HandoverAnalysis", "Captures", "HandoverDocument",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MultikernelTests",
            dependencies: [
                "FixtureSupport", "Multikernel", "DeviceTree", "HandoverAnalysis", "HandoverState", "PhysicalMemory",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "FindingReportsTests",
            dependencies: [
                "FixtureSupport", "FindingReports", "HandoverAnalysis", "HandoverDocument", "HandoverState",
                "PhysicalMemory",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "PicturesTests",
            dependencies: [
                "FixtureSupport", "Pictures", "Captures", "HandoverABI", "HandoverCoding", "HandoverState",
                "Multikernel", "PhysicalMemory",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "KernelImagesTests",
            dependencies: ["FixtureSupport", "KernelImages", "HandoverABI", "MemoryDumps"], swiftSettings: settings),
        .testTarget(
            name: "HandoverStateTests", dependencies: ["HandoverState", "PhysicalMemory"], swiftSettings: settings),
        .testTarget(
            name: "HandoverDocumentTests",
            dependencies: [
                "ComponentSupport", "DeviceTree", "FixtureSupport", "HandoverABI", "HandoverAnalysis", "HandoverCoding",
                "HandoverDocument", "HandoverState", "Multikernel", "PhysicalMemory",
            ],
            swiftSettings: settings),

        // The whole against what real kernels wrote: the libraries, and the command as a process.
        .target(name: "FixtureSupport", path: "Tests/FixtureSupport", swiftSettings: settings),
        // States with components, made as values.
        .target(
            name: "ComponentSupport", dependencies: ["HandoverABI", "HandoverState", "PhysicalMemory"],
            path: "Tests/ComponentSupport", swiftSettings: settings),
        // Mistakes that are made in the captures on purpose.
        .target(
            name: "MistakeSupport",
            dependencies: [
                "FixtureSupport", "DeviceTree", "PhysicalMemory", "HandoverABI", "HandoverState", "HandoverCoding",
                "Captures", "MemoryDumps",
            ],
            path: "Tests/MistakeSupport", swiftSettings: settings),
        .testTarget(
            name: "CorpusTests",
            dependencies: [
                "ComponentSupport", "FixtureSupport", "MistakeSupport", "DeviceTree", "PhysicalMemory", "MemoryDumps",
                "HandoverABI",
                "HandoverState",
                "HandoverCoding", "HandoverAnalysis", "Captures", "HandoverDocument",
            ],
            swiftSettings: settings),
        // Device trees against their bindings, by the programs of dt-schema where these are.
        .testTarget(
            name: "SchemaTests", dependencies: ["FixtureSupport", "khotool"], swiftSettings: settings),
        .testTarget(
            name: "KernelLogsTests",
            dependencies: [
                "FixtureSupport", "KernelLogs", "Captures", "HandoverABI", "HandoverCoding", "HandoverState",
                "PhysicalMemory",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "ComponentSupport", "FixtureSupport", "HandoverABI", "HandoverAnalysis", "HandoverCoding",
                "HandoverState", "Multikernel", "khotool",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RehearsalTests",
            dependencies: [
                "FixtureSupport", "Rehearsal", "ChildProcesses", "khotool", "Captures", "HandoverDocument",
                "HandoverState", "PhysicalMemory",
            ],
            swiftSettings: settings),
        // What fuzzers feed, and whatever they found, fed to it again.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "ComponentSupport", "DeviceTree", "PhysicalMemory", "MemoryDumps", "HandoverABI", "HandoverState",
                "HandoverCoding",
                "HandoverAnalysis", "Captures", "HandoverDocument", "Multikernel", "CLinux",
            ],
            path: "Fuzzing/Targets", swiftSettings: settings),
        .testTarget(
            name: "FuzzingTests", dependencies: ["FixtureSupport", "FuzzTargets"], swiftSettings: settings),
        // Real kernels in real machines; skipped, with the reason, where there are none.
        .testTarget(
            name: "LiveTests",
            dependencies: [
                "FixtureSupport", "MistakeSupport", "KernelImages", "Rehearsal", "Captures", "DeviceTree",
                "HandoverABI",
                "HandoverCoding",
                "HandoverDocument", "HandoverState", "KernelLogs", "MemoryDumps", "PhysicalMemory",
            ],
            swiftSettings: settings),
    ] + fuzzers
)
