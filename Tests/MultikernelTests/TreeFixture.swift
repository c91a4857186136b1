import DeviceTree
import FixtureSupport
import Foundation
import Multikernel

/// A tree of `Fixtures/multikernel`.
enum TreeFixture {
    static let folder = Fixture.root.appending(path: "multikernel")

    /// The trees that are read as multikernel trees.
    static let all = [
        "baseline", "baseline-cache", "baseline-narrow", "ambiguous", "pool", "instance", "boot", "boot-pool-cpus",
        "boot-host-blob", "boot-arm64", "instance-list", "instance-generated", "host", "host-cache", "overlay",
        "overlay-remove", "overlay-old", "damaged",
    ]

    /// The trees that hold nothing but what kernels write, in their order.
    static let fromKernels = [
        "pool", "instance", "boot", "boot-pool-cpus", "boot-host-blob", "boot-arm64", "instance-generated",
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name + ".dtb")))
    }

    static func tree(_ name: String) throws -> FlattenedDeviceTree {
        try FlattenedDeviceTree(blob: bytes(name))
    }

    static func reading(_ name: String) throws -> MultikernelTree.Reading {
        try MultikernelTree.read(tree(name))
    }

    static func machine(_ name: String) throws -> Machine {
        guard case .machine(let machine) = try reading(name).tree else { throw OtherKind(name: name) }
        return machine
    }

    static func instance(_ name: String) throws -> InstanceTree {
        guard case .instance(let tree) = try reading(name).tree else { throw OtherKind(name: name) }
        return tree
    }

    static func overlay(_ name: String) throws -> Overlay {
        guard case .overlay(let overlay) = try reading(name).tree else { throw OtherKind(name: name) }
        return overlay
    }

    /// A tree that was read as something else than the test says.
    struct OtherKind: Error {
        let name: String
    }
}

extension MultikernelTree {
    /// What is read from the blob that the tree is written as.
    func again() throws -> MultikernelTree {
        try MultikernelTree.read(FlattenedDeviceTree(blob: blob())).tree
    }
}
