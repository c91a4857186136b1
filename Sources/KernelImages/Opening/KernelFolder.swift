internal import MemoryDumps

/// A folder with a kernel in it: a tree that it was built in, or an image beside its types and its configuration.
struct KernelFolder {
    let image: String
    let types: String?
    let configuration: String?

    /// What builds make, those first that tell most.
    private static let images = [
        "vmlinux", "arch/x86/boot/bzImage", "arch/arm64/boot/Image", "arch/arm64/boot/Image.gz", "bzImage", "Image",
        "Image.gz", "vmlinuz",
    ]
    private static let typeFiles = ["handover.btf", "vmlinux.btf"]
    private static let configurations = [".config", "config"]

    init(_ path: String) throws(InputError) {
        func first(_ names: [String]) -> String? {
            names.lazy.map { path + (path.hasSuffix("/") ? "" : "/") + $0 }.first(where: FilePath.isReadable)
        }
        guard let image = first(Self.images) else {
            throw InputError(
                .unrecognised, path: path,
                reason: "no kernel in this folder: expected one of " + Self.images.joined(separator: ", "))
        }
        self.image = image
        types = first(Self.typeFiles)
        configuration = first(Self.configurations)
    }
}
