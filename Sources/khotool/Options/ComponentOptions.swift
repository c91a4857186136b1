import ArgumentParser
import Captures
import HandoverABI
import HandoverCoding
import HandoverDocument
import MemoryDumps

/// The formats of components that files describe.
struct ComponentFileOptions: ParsableArguments {
    @Option(
        name: .customLong("components"), parsing: .singleValue,
        help: ArgumentHelp(
            "Know also the format of a component that this file describes (repeatable; YAML or JSON).",
            valueName: "file"),
        completion: .file())
    var files: [String] = []

    /// The formats that are described and those that are known, or the end of the command with what is the matter.
    func formats() throws -> [ComponentFormat] {
        var formats = ComponentFormat.known
        for file in files {
            do {
                formats.append(try ComponentFormatReader(knowing: formats).read(try Input.readText(path: file)))
            } catch let error as InputError {
                throw Diagnostics.fail(error)
            } catch {
                throw Diagnostics.fail("\(file): \(error)")
            }
        }
        return formats
    }
}

/// By which formats the components of the Live Update Orchestrator are read and written.
struct ComponentOptions: ParsableArguments {
    @Option(
        name: .customLong("component"), parsing: .singleValue,
        help: ArgumentHelp(
            "Read what goes by a string by this format, whatever the bytes show (repeatable): pci@v9.",
            valueName: "name"),
        completion: .list(ComponentFormat.known.map(\.name)))
    var names: [String] = []

    @OptionGroup var described: ComponentFileOptions

    /// The formats that are described and those that are known, or the end of the command with what is the matter.
    func formats() throws -> [ComponentFormat] { try described.formats() }

    /// The formats for a decoder: those of the command line, and of the profile, are taken for their strings.
    func choice(of formats: [ComponentFormat], for profile: Profile?) throws -> ComponentFormats {
        var forced = profile?.components ?? []
        for name in names {
            guard let format = formats.named(name) else {
                let known = formats.map(\.name).joined(separator: ", ")
                throw Diagnostics.fail("--component: there is no format \"\(name)\"; there are \(known)")
            }
            forced.append(format)
        }
        return ComponentFormats(formats, forced: forced)
    }
}

/// The name of a profile or a release on the command line, with formats of components that files may describe:
/// `7.3+vtpm@v1`.
struct SelectionArgument: ExpressibleByArgument {
    private let text: String
    /// The profile without the formats.
    let base: ProfileArgument

    init?(argument: String) {
        text = argument
        guard let base = ProfileArgument(argument: String(argument.prefix { $0 != "+" })) else { return nil }
        self.base = base
    }

    /// The profile with its formats, or the end of the command with what is the matter.
    func profile(knowing formats: [ComponentFormat]) throws -> Profile {
        do {
            return try ProfileSelection.named(text, knowing: formats)
        } catch {
            throw ValidationError("--profile: \(error)")
        }
    }

    static var allValueStrings: [String] { ProfileArgument.allValueStrings }
}
