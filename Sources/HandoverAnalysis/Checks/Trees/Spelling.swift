/// Whether a name is another one misspelt.
public enum Spelling {
    /// Whether `name` is `meant` in other letters: another case, hyphens and underscores changed about or left out, or
    /// one or two letters wrong; of names of up to four letters, one.
    public static func isSlip(_ name: String, of meant: String) -> Bool {
        let written = Array(name.utf8)
        let right = Array(meant.utf8)
        guard written != right, abs(written.count - right.count) <= 4 else { return false }
        if folded(written) == folded(right) { return true }
        let limit = right.count <= 4 ? 1 : 2
        return abs(written.count - right.count) <= limit && distance(written, right) <= limit
    }

    private static func folded(_ name: [UInt8]) -> [UInt8] {
        name.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }.map {
            $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0
        }
    }

    /// How many letters have to be changed, put in or left out.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var previous = Array(0...other.count)
        for (row, left) in one.enumerated() {
            var current = [row + 1]
            for (column, right) in other.enumerated() {
                let change = previous[column] + (left == right ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[other.count]
    }
}
