import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let memory = RecordKeys("preservedBytes", "blocks", "rangeCount", "orders", "ranges")
    static let orderTotal = RecordKeys("order", "blocks")
    static let preservedRange = RecordKeys("address", "size", "order")
}

extension PreservedMemory {
    func write(_ detail: DocumentDetail, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("memory")
        try writer.beginObject(.block)
        try writer.field("preservedBytes", byteCount)
        try writer.field("blocks", blockCount)
        try writer.field("rangeCount", rangeCount)
        try writer.key("orders")
        try writer.beginArray(.block)
        for (order, count) in blocksByOrder {
            try writer.beginObject(.line)
            try writer.field("order", order)
            try writer.field("blocks", count)
            try writer.endObject()
        }
        try writer.endArray()
        if detail == .complete { try writeRanges(to: &writer) }
        try writer.endObject()
    }

    private func writeRanges(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("ranges")
        try writer.beginArray(.block)
        for range in ranges {
            try writer.beginObject(.line)
            try writer.field("address", hexadecimal: range.start.value)
            try writer.field("size", range.size)
            try writer.field("order", range.order)
            try writer.endObject()
        }
        try writer.endArray()
    }

    init(_ value: DocumentValue, pageShift: Int) throws(DocumentError) {
        let fields = try value.mapping(.memory)
        guard let list = fields.optional("ranges") else {
            throw value.error(
                fields.optional("preservedBytes") == nil ? .missingKey : .summary,
                "found no key ranges, expected the preserved ranges; totals alone cannot be read back")
        }
        var blocks: [BlockSpan] = []
        try list.forEach { (value) throws(DocumentError) in blocks.append(try BlockSpan(value, pageShift: pageShift)) }
        blocks.sort { ($0.order, $0.first) < ($1.order, $1.first) }
        var builder = Builder(pageShift: pageShift)
        var previous: BlockSpan?
        var stretches: UInt64 = 0
        for span in blocks {
            let value = DocumentValue(tree: value.tree, index: span.index)
            if let previous, previous.order == span.order, previous.first + previous.count > span.first {
                throw value.error(
                    .overlap, "found a range that shares a block with another of order \(span.order), expected none")
            }
            previous = span
            stretches += span.count >> 15 + 1
            guard stretches <= Self.stretchLimit else {
                throw value.error(.tooLarge, "found more preserved memory than any machine has")
            }
            guard builder.add(blocks: span.count, from: span.first, order: span.order) else {
                throw value.error(.outOfRange, "found a range that ends beyond 64 bits, expected one within them")
            }
        }
        self = builder.build()
        try agrees(with: fields)
    }

    /// How many stretches of 32768 blocks a document may speak of. One line can claim all memory that 64 bits address,
    /// page by page; this many are 512 TiB in pages of 4 KiB, and take 200 MB to keep.
    private static let stretchLimit: UInt64 = 1 << 22

    /// Totals may be left out, but must be right where they are given.
    private func agrees(with fields: DocumentMapping) throws(DocumentError) {
        for (key, total) in [("preservedBytes", byteCount), ("blocks", blockCount), ("rangeCount", rangeCount)] {
            try fields.optional(key)?.expectTotal(total, of: "the ranges")
        }
        guard let orders = fields.optional("orders") else { return }
        var expected = blocksByOrder[...]
        try orders.forEach { (value) throws(DocumentError) in
            let fields = try value.mapping(.orderTotal)
            let order = try fields.required("order")
            let blocks = try fields.required("blocks")
            guard let total = expected.popFirst(), total.order == (try order.order()) else {
                throw value.error(
                    .disagreement,
                    "found order \(try order.order()), expected each order of the ranges once, from the lowest")
            }
            try blocks.expectTotal(total.count, of: "the ranges of order \(total.order)")
        }
        if let missing = expected.first {
            throw orders.error(
                .disagreement, "found no order \(missing.order), expected it, since there are ranges of it")
        }
    }
}

extension DocumentValue {
    /// Checks a number that can also be counted.
    func expectTotal(_ total: UInt64, of what: String) throws(DocumentError) {
        guard try count() == total else {
            throw mismatch(.disagreement, expected: "\(total), the total of \(what)")
        }
    }
}

/// Adjacent blocks as a document gives them.
private struct BlockSpan {
    let order: Int
    let first: UInt64
    let count: UInt64
    /// Where in the document.
    let index: Int

    init(_ value: DocumentValue, pageShift: Int) throws(DocumentError) {
        let fields = try value.mapping(.preservedRange)
        let address = try fields.required("address")
        let size = try fields.required("size")
        order = try fields.required("order").order()
        guard pageShift + order < 64 else {
            throw value.error(.outOfRange, "found a block of order \(order), expected one within 64 bits")
        }
        let shift = UInt64(pageShift + order)
        let block = UInt64(1) << shift
        let start = try address.address()
        guard start.isAligned(to: block) else {
            throw address.mismatch(.wrongValue, expected: "a multiple of the block size of order \(order), \(block)")
        }
        let bytes = try size.size()
        guard bytes > 0, bytes & (block - 1) == 0 else {
            throw size.mismatch(.wrongValue, expected: "a multiple of the block size of order \(order), \(block)")
        }
        guard start.advanced(by: bytes) != nil else {
            throw size.mismatch(.outOfRange, expected: "a range that ends within 64 bits from \(start)")
        }
        first = start.value >> shift
        count = bytes >> shift
        index = value.index
    }
}
