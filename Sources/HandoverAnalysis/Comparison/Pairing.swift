/// The things of two lists that have the same name, and those that have not; of several with one name the first of each
/// list belong together.
struct Pairing<Thing> {
    private(set) var common: [(old: Thing, new: Thing)] = []
    private(set) var removed: [Thing] = []
    private(set) var added: [Thing] = []

    init<Name: Hashable>(_ old: [Thing], _ new: [Thing], by name: (Thing) -> Name) {
        var places: [Name: [Int]] = [:]
        for index in new.indices.reversed() { places[name(new[index]), default: []].append(index) }
        var taken = [Bool](repeating: false, count: new.count)
        for thing in old {
            guard let index = places[name(thing)]?.popLast() else {
                removed.append(thing)
                continue
            }
            taken[index] = true
            common.append((thing, new[index]))
        }
        added = new.indices.filter { !taken[$0] }.map { new[$0] }
    }
}
