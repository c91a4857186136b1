import PhysicalMemory

/// The root of the orchestrator's state where it has masks of features instead of a version: `luo@features`.
struct LiveUpdateFeatureRoot {
    let number: UInt64
    let sessions: PhysicalAddress
    let flbs: PhysicalAddress
    /// What it says of features: supported, required, active.
    let masks: [UInt64]

    /// How many bytes of masks there are, the reserved ones included.
    private static let head = 128
    /// How many bytes it has.
    private static let size = 152

    /// The root; `nil` where the data is no such thing: masks are a few low bits, and nothing else is in the head.
    init?(_ data: SubtreeData) {
        guard data.tree == nil, data.bytes.count >= Self.size else { return nil }
        let bytes = StructureBytes(data.bytes)
        let masks = [0, 8, 16].map { bytes.integer(at: $0, width: 8) }
        guard masks[0] != 0, masks.allSatisfy({ $0 < 1 << 16 }), bytes.isZero(at: 24, count: Self.head - 24) else {
            return nil
        }
        self.masks = masks
        number = bytes.integer(at: Self.head, width: 8)
        sessions = PhysicalAddress(bytes.integer(at: Self.head + 8, width: 8))
        flbs = PhysicalAddress(bytes.integer(at: Self.head + 16, width: 8))
    }

    /// What it says of features, in words.
    var description: String {
        let words = ["supported", "required", "active"]
        let told = zip(masks, words).map { "0x" + String($0, radix: 16) + " " + $1 }
        return "masks of features: " + told.joined(separator: ", ")
    }
}
