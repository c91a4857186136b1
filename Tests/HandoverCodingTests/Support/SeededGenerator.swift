/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    /// One time in `count`.
    mutating func once(in count: Int) -> Bool {
        Int.random(in: 0..<count, using: &self) == 0
    }

    /// A number of any magnitude: small ones as often as large ones.
    mutating func number(bits: Int = 64) -> UInt64 {
        next() >> UInt64(64 - Int.random(in: 0...bits, using: &self))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    mutating func list<Element>(upTo count: Int, _ make: (inout SeededGenerator) -> Element) -> [Element] {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in make(&self) }
    }

    mutating func maybe<Element>(_ make: (inout SeededGenerator) -> Element) -> Element? {
        once(in: 3) ? nil : make(&self)
    }
}
