public import HandoverAnalysis
import HandoverState
public import PhysicalMemory

/// Where a document speaks of the items of its handover, which are named as messages name them: `/LUO/vm-0/0x1`.
///
/// It keeps the document, and looks through its sessions once.
public struct DocumentPlaces: Sendable {
    private let document: DocumentValue
    private let sessions: [String: Int]

    init(_ document: DocumentValue) {
        self.document = document
        var sessions: [String: Int] = [:]
        document["liveUpdate"]?["sessions"]?.visit { session in
            if let name = session["name"] { sessions[String(decoding: name.text, as: UTF8.self)] = session.index }
            return true
        }
        self.sessions = sessions
    }

    /// The place of an item, as exactly as the document names it; that of the document as a whole where it does not.
    ///
    /// - Parameter address: where in memory the item is, to tell ranges and areas apart.
    public func place(of path: String, at address: PhysicalAddress? = nil) -> Finding.Position {
        let mark = value(of: path, at: address).node.mark
        return Finding.Position(line: Int(mark.line), column: Int(mark.column))
    }

    private func value(of path: String, at address: PhysicalAddress?) -> DocumentValue {
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        let name = parts.count > 1 ? parts[1] : ""
        switch parts.first {
        case "kexec-metadata": return document["kernel"] ?? document
        case "kho_test": return document["test"] ?? subtree(named: "kho_test") ?? document
        case "multikernel": return document["multikernel"] ?? subtree(named: "multikernel") ?? document
        case "host-ipi-buffer": return document["multikernel"]?["hostMessages"] ?? document["multikernel"] ?? document
        case "ipi-buffer": return document["multikernel"]?["messages"] ?? document["multikernel"] ?? document
        case "memblock":
            let regions = document["reserveMem"]
            return regions?.element { $0["name"]?.spells(name) ?? false } ?? regions ?? document
        case "LUO": return item(of: name) ?? document["liveUpdate"] ?? subtree(named: "LUO") ?? document
        case "scratch": return range(in: document["scratch"], at: address) ?? document["scratch"] ?? document
        case "preserved-memory-map":
            return range(in: document["memory"]?["ranges"], at: address) ?? document["memory"] ?? document
        case let other?: return subtree(named: other) ?? document
        case nil:
            return range(in: document["scratch"], at: address) ?? document["root"] ?? document
        }
    }

    private func subtree(named name: String) -> DocumentValue? {
        document["subtrees"]?.element { $0["name"]?.spells(name) ?? false }
    }

    /// A session, a file of one, or an object bound to files.
    private func item(of name: String) -> DocumentValue? {
        if let session = sessions[name] { return DocumentValue(tree: document.tree, index: session) }
        if let flb = document["liveUpdate"]?["flbs"]?.element(where: { $0["name"]?.spells(name) ?? false }) {
            return flb
        }
        guard let slash = name.lastIndex(of: "/"), let session = sessions[String(name[..<slash])] else { return nil }
        let token = name[name.index(after: slash)...]
        let value = DocumentValue(tree: document.tree, index: session)
        return value["files"]?.element { file in
            guard let written = file["token"], let number = try? written.hexadecimal() else { return false }
            return "0x" + String(number, radix: 16) == token
        } ?? value
    }

    /// The element of a list of ranges that holds an address.
    private func range(in list: DocumentValue?, at address: PhysicalAddress?) -> DocumentValue? {
        guard let address else { return nil }
        return list?.element { range in
            guard let start = try? range["address"]?.hexadecimal(), let size = try? range["size"]?.size() else {
                return false
            }
            return address.value >= start && address.value - start < max(size, 1)
        }
    }
}
