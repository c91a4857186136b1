import FixtureSupport
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// What is read twice gives the same twice, whatever the order of dictionaries.
@Suite("The order of findings")
struct OrderTests {
    @Test("The same input gives the same findings in the same order", arguments: Fixture.all)
    func captures(_ fixture: Fixture) throws {
        let first = Validator().findings(in: try EditedCapture(fixture.name).subject())
        var again = try EditedCapture(fixture.name).subject()
        again.trees = Self.shaken(again.trees)
        #expect(Validator().findings(in: again) == first)
    }

    @Test("The same directory gives the same findings in the same order", arguments: Fixture.all)
    func directories(_ fixture: Fixture) throws {
        for directory in ["boot1/out", "boot2/in"] {
            let first = Validator().findings(in: try OpenedInput.subject(fixture.path(directory)))
            var again = try OpenedInput.subject(fixture.path(directory))
            again.trees = Self.shaken(again.trees)
            #expect(Validator().findings(in: again) == first, "\(directory)")
        }
    }

    @Test("A damaged input gives the same findings in the same order", arguments: Sample.all)
    func samples(_ sample: Sample) throws {
        let first = Validator().findings(in: try sample.broken())
        var again = try sample.broken()
        again.trees = Self.shaken(again.trees)
        #expect(Validator().findings(in: again) == first)
    }

    @Test("Structures are told in one order", arguments: Fixture.all)
    func structures(_ fixture: Fixture) throws {
        let structures = try #require(try EditedCapture(fixture.name).subject().structures)
        #expect(try EditedCapture(fixture.name).subject().structures == structures)
        for (left, right) in zip(structures, structures.dropFirst()) {
            #expect(left.range.start <= right.range.start)
        }
    }

    /// The same entries in a dictionary that keeps them in another order.
    private static func shaken<Value>(_ entries: [String: Value]) -> [String: Value] {
        var result = Dictionary<String, Value>(minimumCapacity: 1 << 10)
        for (key, value) in entries { result[key] = value }
        return result
    }
}
