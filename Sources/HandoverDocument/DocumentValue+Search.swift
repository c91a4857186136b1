// Ways through a document that has been read already.
extension DocumentValue {
    /// The value of a key of an object.
    subscript(_ key: String) -> DocumentValue? {
        node.kind == .mapping ? DocumentMapping.first(key, of: self) : nil
    }

    /// Whether this is text that is spelled in this way.
    func spells(_ word: String) -> Bool { !node.isContainer && text.elementsEqual(word.utf8) }

    /// The first element of an array that a condition holds for.
    func element(where condition: (DocumentValue) -> Bool) -> DocumentValue? {
        var found: DocumentValue?
        visit { value in
            if condition(value) { found = value }
            return found == nil
        }
        return found
    }

    /// Calls `body` with each element of an array, as long as it wants more.
    func visit(_ body: (DocumentValue) -> Bool) {
        guard node.kind == .sequence else { return }
        let end = tree.index(after: index)
        var child = index + 1
        while child < end {
            if !body(DocumentValue(tree: tree, index: child)) { return }
            child = tree.index(after: child)
        }
    }
}

extension DocumentValue {
    /// The elements of an array; `nil` for anything else.
    var elements: [DocumentValue]? {
        guard node.kind == .sequence else { return nil }
        var elements: [DocumentValue] = []
        visit { value in
            elements.append(value)
            return true
        }
        return elements
    }
}
