import Multikernel

extension RecordKeys {
    static let multikernelCPUs = RecordKeys("ids", "cells", "assumed")
}

/// How many processors a document may still speak of.
struct CPUAllowance {
    private var left = MultikernelDocument.cpuLimit

    /// Takes some, before they take memory.
    mutating func take(_ count: UInt64, for value: DocumentValue) throws(DocumentError) {
        guard count <= left else {
            throw value.mismatch(
                .tooLarge, expected: "at most \(MultikernelDocument.cpuLimit) processors in all of the document")
        }
        left -= count
    }
}

extension CPUList {
    func write(_ key: String, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key(key)
        if width == .bits64, !isAssumed { return try writer.cpus(ids) }
        try writer.beginObject(.line)
        try writer.key("ids")
        try writer.cpus(ids)
        if width == .bits32 { try writer.field("cells", width.rawValue) }
        if isAssumed { try writer.field("assumed", true) }
        try writer.endObject()
    }

    /// `4-7,12`, `[4, 5, 6]`, or an object with the width of the cells.
    init(_ value: DocumentValue, _ allowance: inout CPUAllowance) throws(DocumentError) {
        guard value.node.kind == .mapping else {
            self.init(try value.cpus(&allowance))
            return
        }
        let fields = try value.mapping(.multikernelCPUs)
        let ids = try fields.required("ids")
        let width = try fields.cellWidth("cells")
        self.init(
            try ids.cpus(&allowance), width: width, isAssumed: try fields.optional("assumed")?.bool() ?? false)
        if width == .bits32, let large = self.ids.first(where: { $0 > UInt64(UInt32.max) }) {
            throw ids.error(.disagreement, "found processor \(large), which has no room in 32 bits")
        }
    }
}

extension DocumentMapping {
    /// The width of cells, 64 bits where nothing is said.
    func cellWidth(_ key: String) throws(DocumentError) -> CPUList.CellWidth {
        guard let value = optional(key) else { return .bits64 }
        guard let width = CPUList.CellWidth(rawValue: Int(try value.count(upTo: 64))) else {
            throw value.mismatch(.wrongValue, expected: "32 or 64")
        }
        return width
    }

    func cpus(_ key: String, _ allowance: inout CPUAllowance) throws(DocumentError) -> CPUList? {
        guard let value = optional(key) else { return nil }
        return try CPUList(value, &allowance)
    }
}

extension DocumentWriter {
    /// Writes processors: as ranges where they ascend and some follow each other, as a list otherwise.
    mutating func cpus(_ ids: [UInt64]) throws(ByteSinkError) {
        if let text = Self.ranges(of: ids) { return try string(text) }
        try beginArray(.line)
        for id in ids { try cpu(id) }
        try endArray()
    }

    /// Writes a processor; a number that not every reader of JSON can hold stands in hexadecimal.
    mutating func cpu(_ id: UInt64) throws(ByteSinkError) {
        if id < 1 << 53 { try number(id) } else { try hexadecimal(id) }
    }

    private static func ranges(of ids: [UInt64]) -> String? {
        guard var first = ids.first else { return nil }
        var text = ""
        var last = first
        func add() {
            if !text.isEmpty { text += "," }
            text += first == last ? String(first) : "\(first)-\(last)"
        }
        for id in ids.dropFirst() {
            guard id > last else { return nil }
            if id != last + 1 {
                add()
                first = id
            }
            last = id
        }
        add()
        return text.utf8.contains(UInt8(ascii: "-")) ? text : nil
    }
}

extension DocumentValue {
    /// Processors: a number, text with ranges, or a list of both.
    func cpus(_ allowance: inout CPUAllowance) throws(DocumentError) -> [UInt64] {
        var ids: [UInt64] = []
        if node.kind == .sequence {
            try forEach { (value) throws(DocumentError) in try value.appendCPUs(to: &ids, &allowance) }
        } else {
            try appendCPUs(to: &ids, &allowance)
        }
        return ids
    }

    /// Appends what a number or a text stands for.
    func appendCPUs(to ids: inout [UInt64], _ allowance: inout CPUAllowance) throws(DocumentError) {
        if node.kind == .plain, let id = PlainScalar.integer(text) {
            try allowance.take(1, for: self)
            ids.append(id)
            return
        }
        let ranges = try cpuRanges()
        for range in ranges {
            let (count, overflow) = (range.upperBound - range.lowerBound).addingReportingOverflow(1)
            try allowance.take(overflow ? .max : count, for: self)
        }
        for range in ranges { ids.append(contentsOf: range) }
    }

    /// `4-7,12`: each number decimal or hexadecimal, each processor once.
    ///
    /// Read from the text as it stands, with quotes or without: readers of YAML take `1024-2047` for text, too.
    private func cpuRanges() throws(DocumentError) -> [ClosedRange<UInt64>] {
        let expected = "processors such as 4-7,12 or [4, 5, 6]"
        guard !node.isContainer else { throw mismatch(expected: expected) }
        var ranges: [ClosedRange<UInt64>] = []
        for part in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let ends = part.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
            guard ends.count <= 2, let first = Self.cpu(ends[0]), let last = Self.cpu(ends[ends.count - 1]) else {
                throw mismatch(.wrongValue, expected: expected)
            }
            guard first <= last else {
                throw error(
                    .wrongValue,
                    "found the range \(first)-\(last), which ends before it begins, expected \(last)-\(first)")
            }
            ranges.append(first...last)
        }
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        for (range, next) in zip(sorted, sorted.dropFirst()) where next.lowerBound <= range.upperBound {
            throw error(.wrongValue, "found processor \(next.lowerBound) again, expected each once in a text of ranges")
        }
        return ranges
    }

    private static func cpu(_ text: ArraySlice<UInt8>) -> UInt64? {
        let space = UInt8(ascii: " ")
        let start = text.firstIndex { $0 != space } ?? text.endIndex
        let end = text.lastIndex { $0 != space }.map { $0 + 1 } ?? text.endIndex
        return PlainScalar.integer(text[start..<end])
    }
}
