internal import MemoryDumps

extension UnfoldedKernel {
    /// What the kernel says of its types; `nil` where it says nothing.
    func typeInformation(path: String) throws(InputError) -> TypeInformation? {
        guard let range = typeRange() else { return nil }
        guard range.upperBound - range.lowerBound <= UInt64(BTFHeader.mostBytes) else {
            throw InputError(
                .tooLarge, path: path, offset: range.lowerBound,
                reason: "BTF of more than \(BTFHeader.mostBytes >> 20) MiB")
        }
        do {
            return try TypeInformation(
                file.prefix(at: range.lowerBound, count: Int(range.upperBound - range.lowerBound)))
        } catch {
            throw InputError(
                .damaged, path: path, offset: range.lowerBound + error.offset, reason: "BTF: \(error.reason)")
        }
    }

    private func typeRange() -> Range<UInt64>? {
        switch form {
        case .typeInformation: return 0..<file.size
        case .elf(let elf): return elf.section(".BTF").flatMap { $0.range.isEmpty ? nil : $0.range }
        case .raw:
            // An Image has no table of its parts: the head of BTF is looked for, and must tell sound lengths.
            let strings = KernelStrings(self)
            var start: UInt64 = 0
            for _ in 0..<16 {
                guard let offset = strings.firstOffset(of: [0x9f, 0xeb, 1, 0, 0x18, 0, 0, 0], from: start) else {
                    break
                }
                if let length = BTFHeader.length(file.prefix(at: offset, count: BTFHeader.size)),
                    UInt64(length) <= file.size - offset
                {
                    return offset..<offset + UInt64(length)
                }
                start = offset + 1
            }
            return nil
        }
    }
}

extension KernelConfiguration {
    /// The configuration that an image carries (CONFIG_IKCONFIG), or else that of a file beside it.
    static func find(
        in kernel: UnfoldedKernel, _ strings: KernelStrings, path: String, file: String?
    ) throws(InputError) -> KernelConfiguration? {
        var limits = InputLimits()
        limits.unfolded = mostBytes
        if let range = strings.bytes(between: "IKCFG_ST", and: "IKCFG_ED", atMost: mostBytes),
            // Marks without a configuration between them are only text.
            let text = try? Unfolding(file: kernel.file, range: range, path: path, limits: limits).run(.gzip)
        {
            let found = KernelConfiguration(text.prefix(count: Int(text.size)), source: "IKCONFIG")
            if !found.isEmpty { return found }
        }
        guard let file else { return nil }
        let text = try MappedFile.contents(of: file, limits: limits)
        let found = KernelConfiguration(text.prefix(count: Int(min(text.size, mostBytes))), source: file)
        return found.isEmpty ? nil : found
    }
}
