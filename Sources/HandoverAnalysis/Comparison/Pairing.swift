/// The things of two lists that have the same name, and those that have not; of several with one name the first of each
/// list belong together. What has no name is like nothing.
struct Pairing<Thing> {
    private(set) var common: [(old: Thing, new: Thing)] = []
    private(set) var removed: [Thing] = []
    private(set) var added: [Thing] = []

    init<Name: Hashable>(_ old: [Thing], _ new: [Thing], by name: (Thing) -> Name?) {
        var places: [Name: [Int]] = [:]
        for index in new.indices.reversed() {
            if let name = name(new[index]) { places[name, default: []].append(index) }
        }
        var taken = [Bool](repeating: false, count: new.count)
        for thing in old {
            guard let name = name(thing), let index = places[name]?.popLast() else {
                removed.append(thing)
                continue
            }
            taken[index] = true
            common.append((thing, new[index]))
        }
        added = new.indices.filter { !taken[$0] }.map { new[$0] }
    }
}
