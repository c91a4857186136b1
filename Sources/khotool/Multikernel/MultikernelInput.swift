import Captures
import DeviceTree
import DeviceTreeSource
import FindingReports
import HandoverAnalysis
import HandoverDocument
import HandoverState
import Multikernel

/// A multikernel tree as an input holds it - a blob, source or a document - and where in the input things stand.
struct MultikernelInput: Sendable {
    /// The path of the input.
    let path: String
    let reading: MultikernelTree.Reading
    /// How many bytes the blob has, or would have.
    let size: Int
    private let origin: Origin

    private enum Origin: Sendable {
        case blob
        case source(TreeSource)
        case document(MultikernelPlaces)
    }

    var tree: MultikernelTree { reading.tree }
    var kind: String { tree.kind.rawValue }

    /// Whether an input tells of several kernels, by a cheap look at it.
    static func isOne(_ capture: Capture) -> Bool {
        switch capture {
        case .deviceTree(let capture): capture.isMultikernel
        case .document(let text): MultikernelDocumentReader.isOne(text)
        case .handover: false
        }
    }

    /// Reads an input; `nil` where it is no tree of several kernels.
    init?(_ path: String, _ capture: Capture) throws(MultikernelInputError) {
        switch capture {
        case .deviceTree(let capture) where capture.isMultikernel: try self.init(capture)
        case .document(let text) where MultikernelDocumentReader.isOne(text): try self.init(path, document: text)
        default: return nil
        }
    }

    /// Reads a blob, or what a source was compiled to.
    init(_ capture: TreeCapture) throws(MultikernelInputError) {
        path = capture.path
        size = Int(capture.tree.totalSize)
        origin = capture.source.map { .source($0) } ?? .blob
        do {
            reading = try MultikernelTree.read(capture.tree)
        } catch {
            throw .tree(error)
        }
    }

    /// Reads a document.
    init(_ path: String, document: [UInt8]) throws(MultikernelInputError) {
        self.path = path
        let (tree, places): (MultikernelTree, MultikernelPlaces)
        do {
            (tree, places) = try MultikernelDocumentReader().readPlaced(document)
        } catch {
            throw .document(error)
        }
        do {
            reading = try MultikernelTree.Reading(of: tree)
        } catch {
            throw .blob(error)
        }
        size = Int(reading.origins.tree.totalSize)
        origin = .document(places)
    }
}

/// Why a tree of several kernels cannot be read from an input.
enum MultikernelInputError: Error, CustomStringConvertible {
    case tree(MultikernelError)
    case document(DocumentError)
    /// What a document tells has no place in a device tree.
    case blob(DeviceTreeError)

    var description: String {
        switch self {
        case .tree(let error): "\(error)"
        case .document(let error): "\(error)"
        case .blob(let error): "no device tree can be written of it: \(error)"
        }
    }
}

/// Where things stand. Steps of overlays are named without `__overlay__`, which each of them is below of.
extension MultikernelInput {
    /// The place in the text of what a path names; `nil` where there is no text, or that is in an included file.
    func position(of path: String) -> Finding.Position? {
        switch origin {
        case .blob: nil
        case .source(let source): source.position(of: treePath(path))
        case .document(let places): places.place(of: treePath(path))
        }
    }

    /// The offset in the blob of what a path names; `nil` where the input is text.
    func offset(of path: String) -> Int? {
        guard case .blob = origin else { return nil }
        return TreeOffsets(root: reading.origins.tree, trees: [:]).offset(of: treePath(path))
    }

    /// Findings with where they stand.
    func placed(_ findings: [Finding]) -> [Finding] {
        findings.map { finding in
            var finding = finding
            finding.position = position(of: finding.path)
            finding.offset = offset(of: finding.path)
            return finding
        }
    }

    /// The file, with line and column where it is text: `host.dts:3:7`.
    func place(of path: String, property: String? = nil) -> String {
        switch origin {
        case .blob: return self.path
        case .source(let source):
            let place =
                source.places.place(of: path, property: property) ?? source.places.nearestPlace(to: treePath(path))
            return place?.description(in: self.path) ?? self.path
        case .document(let places):
            let place = places.place(of: treePath(path), property: property)
            return "\(self.path):\(place.line):\(place.column)"
        }
    }

    private func treePath(_ path: String) -> String {
        var names = path.split(separator: "/")
        if names.first?.hasPrefix("fragment@") == true, names.count > 1, names[1] != "__overlay__",
            OverlayOperation.Kind(rawValue: String(names[1].prefix { $0 != "@" })) != nil
        {
            names.insert("__overlay__", at: 1)
        }
        return "/" + names.joined(separator: "/")
    }
}

extension Diagnostics {
    /// Prints what a reader had to say of a tree: with lines and columns where there is text, with paths elsewhere.
    static func print(_ remarks: [MultikernelRemark], of input: MultikernelInput) {
        for remark in remarks {
            let item = remark.path + (remark.property.map { (remark.path == "/" ? "" : "/") + $0 } ?? "")
            let file = input.place(of: remark.path, property: remark.property)
            let text = "\(file): \(item): \(label(remark.severity)): \(remark.message)"
            StandardError.write(ShownText.escaped(text) + "\n")
        }
    }

    /// Prints findings of an overlay or a machine: with lines and columns where there is text.
    static func print(_ findings: [Finding], of input: MultikernelInput) {
        for finding in findings {
            let text =
                "\(input.place(of: finding.path)): \(finding.path): \(finding.severity.rawValue): \(finding.message) "
                + "[\(finding.rule.rawValue)]"
            StandardError.write(ShownText.escaped(text) + "\n")
        }
    }
}
