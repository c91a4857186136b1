public import MemoryDumps

/// A kernel, opened: what is known of it, and what it says of its types.
public struct Kernel: Sendable {
    /// The file or folder as it was named.
    public let path: String
    /// The file that the image is in, where a folder was named.
    public let imagePath: String
    /// What the image was packed in, from the outside in: `bzImage`, `xz`.
    public let wrapping: [String]
    /// What is known of it.
    public let knowledge: KernelKnowledge
    /// What it says of its types; `nil` where it does not.
    public let types: TypeInformation?
    /// Where the types come from: `.BTF` of the image, or a file.
    public let typeSource: String?

    /// How much a kernel may unfold to: several times the largest there are, and bombs fail soon.
    public static let limits: InputLimits = {
        var limits = InputLimits()
        limits.unfolded = 512 << 20
        return limits
    }()

    /// Opens a kernel: a bzImage, an arm64 Image, a vmlinux, any of them compressed, or BTF alone; or a folder that a
    /// kernel was built in, or that holds an image and its types.
    ///
    /// - Parameters:
    ///   - types: A file with the kernel's BTF, where it has none of its own.
    ///   - limits: How much the kernel may unfold to.
    /// - Throws: ``InputError`` that names the file and what is wrong with it.
    public static func open(
        _ path: String, types: String? = nil, limits: InputLimits = Kernel.limits
    ) throws(InputError) -> Kernel {
        if FilePath.isDirectory(path) {
            let folder = try KernelFolder(path)
            return try open(
                path, image: folder.image, types: types ?? folder.types, configuration: folder.configuration, limits)
        }
        return try open(path, image: path, types: types, configuration: nil, limits)
    }

    private static func open(
        _ path: String, image: String, types typePath: String?, configuration configurationPath: String?,
        _ limits: InputLimits
    ) throws(InputError) -> Kernel {
        let kernel = try UnfoldedKernel.open(image, limits: limits)
        var types: TypeInformation?
        var note: String?
        do throws(InputError) {
            types = try kernel.typeInformation(path: image)
        } catch {
            // An image says much without its types; BTF alone says nothing.
            if case .typeInformation = kernel.form { throw error }
            note = error.reason
        }
        var typeSource = types.map { _ in "BTF of the image" }
        if let typePath, types == nil || typePath != image {
            let other = try UnfoldedKernel.open(typePath, limits: limits)
            if let found = try other.typeInformation(path: typePath) {
                types = found
                typeSource = typePath
            } else {
                throw InputError(.unrecognised, path: typePath, reason: "no BTF: it has no section .BTF")
            }
        }
        let strings = KernelStrings(kernel)
        let configuration = try KernelConfiguration.find(
            in: kernel, strings, path: image, file: configurationPath)
        let reading = KnowledgeReading(kernel: kernel, types: types, strings: strings, configuration: configuration)
        var knowledge = reading.make()
        if let note { knowledge.notes.append(note) }
        return Kernel(
            path: path, imagePath: image, wrapping: kernel.wrapping, knowledge: knowledge, types: types,
            typeSource: typeSource)
    }
}
