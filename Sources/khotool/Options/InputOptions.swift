import ArgumentParser
import Captures
import HandoverABI
import HandoverCoding
import PhysicalMemory

/// What to read, and what the caller knows of it.
struct InputOptions: ParsableArguments {
    @Argument(
        help: "A device tree or its source, debugfs directory, dump, image or document; - for standard input.",
        completion: .file())
    var input: String

    @OptionGroup var known: HintOptions

    /// The hints for opening the input.
    var hints: CaptureHints { known.hints }

    /// A profile with the page size that was given, where one was.
    func sized(_ argument: ProfileArgument?) -> Profile? { known.sized(argument) }

    /// A profile with the page size that was given, where one was.
    func sized(_ profile: Profile?) -> Profile? { known.sized(profile) }
}

/// What the caller knows of inputs beyond their bytes.
struct HintOptions: ParsableArguments {
    @Option(name: .customLong("root"), help: "The physical address of the root tree.")
    var root: AddressArgument?

    @Option(
        name: .customLong("scratch"), parsing: .singleValue,
        help: ArgumentHelp(
            "The scratch array, as handed to the next kernel; or, of a page or more, a scratch area (repeatable).",
            valueName: "pa,size"))
    var scratch: [RangeArgument] = []

    @Option(name: .customLong("base"), help: "The physical address of the first byte of a raw image.")
    var base: AddressArgument?

    @Option(
        name: .customLong("page-size"), help: "The base page size of the kernel: 4K, 16K or 64K.",
        completion: .list(["4K", "16K", "64K"]))
    var pageSize: PageSizeArgument?

    /// The hints for opening the input.
    var hints: CaptureHints {
        var hints = CaptureHints()
        hints.root = root?.address
        hints.scratch = scratch.map(\.range)
        hints.base = base?.address
        hints.pageShift = pageSize?.shift
        return hints
    }

    /// A profile with the page size that was given, where one was.
    func sized(_ argument: ProfileArgument?) -> Profile? {
        sized(argument?.profile)
    }

    /// A profile with the page size that was given, where one was.
    func sized(_ profile: Profile?) -> Profile? {
        profile.map { profile in pageSize.map { profile.withPageShift($0.shift) } ?? profile }
    }
}

/// By which formats an input is read.
struct ReadingRules: Sendable {
    /// The kernel's, where the data shall not decide.
    var profile: Profile?
    /// Of components: what is known, and what files describe.
    var formats: [ComponentFormat] = ComponentFormat.known
    /// Of components, as decoders take them.
    var components: ComponentFormats = .known
}

/// How to read an input, where the data shall not decide.
struct ReadingOptions: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp(
            "Read by the formats of this kernel, whatever the data says: linux-7.2, 7.3, linux-7.3+pci@v9."),
        completion: .list(Profile.all.map(\.name)))
    var selection: SelectionArgument?

    @OptionGroup var components: ComponentOptions

    /// What the options say, once the files that they name are read.
    func rules() throws -> ReadingRules {
        let formats = try components.formats()
        let profile = try selection?.profile(knowing: formats)
        return ReadingRules(
            profile: profile, formats: formats, components: try components.choice(of: formats, for: profile))
    }
}
