/// A set that remembers the order in which its members joined: processors of a pool, or of an instance.
///
/// Joining, leaving and asking take constant time; the order is worked out where somebody wants to see it.
public struct JoinOrder<Element: Hashable & Sendable>: Sendable {
    private var places: [Element: Int] = [:]
    private var next = 0

    /// Nobody.
    public init() {}

    /// Members in an order; one that comes twice joins once.
    public init(_ elements: some Sequence<Element>) {
        for element in elements { insert(element) }
    }

    /// How many there are.
    public var count: Int { places.count }
    /// Whether there are none.
    public var isEmpty: Bool { places.isEmpty }
    /// The members, the first that joined first.
    public var elements: [Element] { places.sorted { $0.value < $1.value }.map(\.key) }
    /// The one that joined before all others.
    public var first: Element? { places.min { $0.value < $1.value }?.key }
    /// Whether there is such a member.
    public func contains(_ element: Element) -> Bool { places[element] != nil }

    /// Adds a member behind the others; false where it was one already, and keeps its place.
    @discardableResult
    public mutating func insert(_ element: Element) -> Bool {
        guard places[element] == nil else { return false }
        places[element] = next
        next += 1
        return true
    }

    /// Takes a member out; false where it was none.
    @discardableResult
    public mutating func remove(_ element: Element) -> Bool { places.removeValue(forKey: element) != nil }
}

extension JoinOrder: Hashable {
    /// Whether the same members joined in the same order.
    public static func == (left: JoinOrder, right: JoinOrder) -> Bool { left.elements == right.elements }

    /// Hashes the members in their order.
    public func hash(into hasher: inout Hasher) { hasher.combine(elements) }
}
