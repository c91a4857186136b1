import HandoverABI
import HandoverState

/// A session of one side, with what tells its files apart from all others.
struct ComparedSession {
    let name: String
    let files: [ComparedFile]
    var path: String { "/\(SubtreeNames.liveUpdate)/\(name)" }

    func place(of file: ComparedFile) -> FilePlace { FilePlace(session: name, token: file.file.token) }
}

/// A file, its sum where contents are compared, and what it can be known by wherever it goes.
struct ComparedFile {
    let file: PreservedFile
    let sum: ContentSum?
    let identity: FileIdentity?
    var token: String { "0x" + String(file.token, radix: 16) }
}

/// What a file is known by under whatever session and token.
enum FileIdentity: Hashable {
    /// Its contents, of so many bytes.
    case content(size: UInt64, ContentSum)
    /// The memory that holds them: its first frame, and how many folios there are.
    case memory(size: UInt64, first: UInt64, folios: Int)
    /// What a handler that is not known has stored.
    case opaque(handler: String, data: UInt64)
    /// What a handler has stored whose format is described, but addresses.
    case component(String, ComponentObject)
}

extension ComparedFile {
    /// - Parameter sum: where contents are compared, the file's; `nil` where they are not.
    init(_ file: PreservedFile, sum: ((ComparedContent) -> ContentSum?)?) {
        self.file = file
        guard let memfd = file.memfd else {
            self.sum = file.heldMemory.flatMap { $0.size > 0 ? sum?(.file($0)) : nil }
            if let state = file.component {
                identity = .component(state.component, state.root.bare(without: state.tokens, keepingAddresses: false))
                return
            }
            identity = MemfdABI(rawValue: file.handler) == nil ? .opaque(handler: file.handler, data: file.data) : nil
            return
        }
        self.sum = memfd.size > 0 ? sum?(.file(HeldMemory(memfd))) : nil
        if let sum = self.sum {
            // Zeros are like any other zeros.
            identity = sum.isBlank ? nil : .content(size: memfd.size, sum)
        } else if let folios = memfd.folios?.folios, let first = folios.first(where: { !$0.isHole }) {
            identity = .memory(size: memfd.size, first: first.frame, folios: folios.count)
        } else {
            identity = nil
        }
    }
}

extension ComponentState {
    /// The ways to members that hold tokens of other files, which are others in every handover.
    fileprivate var tokens: Set<String> {
        guard let format = ComponentFormat.known.named(abi) else { return [] }
        var result: Set<String> = []
        for link in format.links {
            guard case .file = link.target else { continue }
            if link.structure == format.root { result.formUnion(link.members) }
            for member in format.structure(format.root)?.members ?? [] where member.type == .structure(link.structure) {
                result.formUnion(link.members.map { member.name + "." + $0 })
            }
        }
        return result
    }
}

extension ComparedSession {
    /// How many files there are of each identity.
    var identities: [FileIdentity: Int] {
        files.reduce(into: [:]) { counts, file in
            if let identity = file.identity { counts[identity, default: 0] += 1 }
        }
    }

    /// Its files by token and identity; `nil` where none is known by anything.
    var signature: [Entry]? {
        if !files.contains(where: { $0.identity != nil }) { return nil }
        return files.map { Entry(token: $0.file.token, identity: $0.identity) }.sorted { $0.token < $1.token }
    }

    /// A file of a signature.
    struct Entry: Hashable {
        let token: UInt64
        let identity: FileIdentity?
    }
}
