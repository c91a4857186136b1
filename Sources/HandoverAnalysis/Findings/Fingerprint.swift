public import HandoverState

/// What stays the same of a finding across runs, machines and addresses: its rule, its path, and which of several on
/// that path it is.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// The fingerprint of the finding that is the `ordinal`th of its rule on a path, counted from 0.
    public init(_ rule: RuleID, path: String, ordinal: Int) {
        self.init(text: "\(rule.rawValue)\n\(path)\n\(ordinal)")
    }

    /// The fingerprint that tells this finding from the same one of another input.
    public func of(input: String) -> Fingerprint {
        Fingerprint(text: "\(description)\n\(input)")
    }

    private init(text: String) {
        high = Self.hash(text, from: 0xcbf2_9ce4_8422_2325)
        low = Self.hash(text, from: 0x6c62_272e_07bb_0142)
    }

    /// 32 hexadecimal digits.
    public var description: String { high.sixteenDigits + low.sixteenDigits }

    /// FNV-1a: no secret is kept here, and the sum must be the same on every machine.
    private static func hash(_ text: String, from basis: UInt64) -> UInt64 {
        text.utf8.reduce(basis) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

extension UInt64 {
    /// The number in hexadecimal, with all of its digits.
    var sixteenDigits: String {
        let text = String(self, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}
