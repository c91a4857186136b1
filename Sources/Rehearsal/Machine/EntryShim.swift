internal import PhysicalMemory

/// What the machine starts instead of a boot loader: checks that the firmware has left the state alone, and enters the
/// kernel in 64-bit mode.
///
/// QEMU loads it as a Multiboot 1 kernel and enters it in 32-bit mode with paging off and EBX at the boot information. It
/// copies the firmware's memory map to the boot parameters, turns on the page tables that lie ready, sums up the memory
/// that must not have changed, and jumps to the kernel with RSI at the boot parameters. Everything that it uses lies
/// where the plan says. It says how it went in a word of memory, and ends the machine where it must not go on.
struct EntryShim {
    /// Where things lie; all below 4 GiB.
    struct Places {
        /// The shim itself.
        var shim: UInt32
        /// The boot parameters.
        var bootParameters: UInt32
        /// The first byte of the page tables.
        var pageTables: UInt32
        /// The ranges to be checked.
        var checks: UInt32
        /// The first byte past a small stack, which a kernel may expect to have.
        var stackEnd: UInt32
        /// The 64-bit entry of the kernel.
        var kernelEntry: UInt64
    }

    /// The port of QEMU's `isa-debug-exit` and what is written there when memory has changed.
    static let exitPort: UInt8 = 0xf4
    static let changedCode: UInt8 = 0x55
    /// The status with which QEMU then ends.
    static let changedStatus = Int32(changedCode) << 1 | 1

    /// What the shim says when it enters the kernel; no range begins there.
    static let enteredMark: UInt64 = 1

    /// The image as a Multiboot loader takes it.
    let image: [UInt8]
    /// Where the shim says how it went: 0 before it has run, the address of the first range that has changed, or
    /// ``enteredMark`` from just before it enters the kernel, which may write over it.
    let resultAddress: PhysicalAddress

    init(_ places: Places) {
        let code = MachineCode(Self.rows(places))
        let header = Self.header(at: places.shim, size: UInt32(Self.headerSize + code.bytes.count + Self.dataSize))
        var image = header + code.bytes
        // The first lgdt of the code reads its operand right behind the code.
        let data = places.shim + UInt32(image.count)
        image += Self.descriptors(at: data)
        Self.fill(&image, code, data: data, places)
        self.image = image
        resultAddress = PhysicalAddress(UInt64(data) + UInt64(Self.resultOffset))
    }

    // MARK: Header

    private static let headerSize = 32

    /// The header by which a Multiboot loader knows where the image goes.
    private static func header(at address: UInt32, size: UInt32) -> [UInt8] {
        let magic: UInt32 = 0x1bad_b002
        // The loader tells of memory, and takes the addresses from this header, not from an ELF header.
        let flags: UInt32 = 1 << 1 | 1 << 16
        var bytes: [UInt8] = []
        let end = address + size
        for word in [
            magic, flags, 0 &- magic &- flags,
            address,  // where this header is
            address,  // where the image is loaded
            end, end,  // its end, and that of its zeros
            address + UInt32(headerSize),  // where it is entered
        ] { bytes.append(littleEndian: word) }
        return bytes
    }

    // MARK: Code

    private static let placeholder: UInt32 = 0

    /// The code. Offsets within boot information: the length and address of the memory map at 44 and 48. Offsets within
    /// boot parameters: the number of map entries at 0x1e8, the map at 0x2d0, 20 bytes an entry, at most 128.
    static func rows(_ places: Places) -> [MachineCode.Row] {
        let count = places.bootParameters + UInt32(BootParameters.mapCountOffset)
        let table = places.bootParameters + UInt32(BootParameters.mapOffset)
        return [
            .code([0xfa], "cli"),
            .code([0xfc], "cld"),
            .code([0xbc], places.stackEnd, "mov $stackEnd, %esp"),
            // The memory map: each entry is its length without this word, then 20 bytes just as the kernel wants them.
            .code([0x8b, 0x73, 0x30], "mov 48(%ebx), %esi"),
            .code([0x8b, 0x53, 0x2c], "mov 44(%ebx), %edx"),
            .code([0x01, 0xf2], "add %esi, %edx"),
            .code([0xbf], table, "mov $table, %edi"),
            .code([0x31, 0xdb], "xor %ebx, %ebx"),
            .label("entry"),
            .code([0x39, 0xd6], "cmp %edx, %esi"),
            .jump(0x73, "mapped", "jae mapped"),
            .code([0x8b, 0x06], "mov (%esi), %eax"),
            .code([0x83, 0xc6, 0x04], "add $4, %esi"),
            .code([0x01, 0xf0], "add %esi, %eax"),
            .code([0xb9], 5, "mov $5, %ecx"),
            .code([0xf3, 0xa5], "rep movsl"),
            .code([0x89, 0xc6], "mov %eax, %esi"),
            .code([0x43], "inc %ebx"),
            .code([0x81, 0xfb], 128, "cmp $128, %ebx"),
            .jump(0x72, "entry", "jb entry"),
            .label("mapped"),
            .code([0x88, 0x1d], count, "mov %bl, count"),
            // Long mode: PAE, the tables, the mode, paging, then a 64-bit code segment.
            .code([0x0f, 0x20, 0xe0], "mov %cr4, %eax"),
            .code([0x83, 0xc8, 0x20], "or $0x20, %eax"),
            .code([0x0f, 0x22, 0xe0], "mov %eax, %cr4"),
            .code([0xb8], places.pageTables, "mov $pageTables, %eax"),
            .code([0x0f, 0x22, 0xd8], "mov %eax, %cr3"),
            .code([0xb9], 0xc000_0080, "mov $0xc0000080, %ecx"),
            .code([0x0f, 0x32], "rdmsr"),
            .code([0x0d], 0x100, "or $0x100, %eax"),
            .code([0x0f, 0x30], "wrmsr"),
            .code([0x0f, 0x20, 0xc0], "mov %cr0, %eax"),
            .code([0x0d], 0x8000_0001, "or $0x80000001, %eax"),
            .code([0x0f, 0x22, 0xc0], "mov %eax, %cr0"),
            .code([0x0f, 0x01, 0x15], placeholder, "lgdt descriptors"),
            .label("lgdt"),
            .code([0xea], placeholder, "ljmp $0x10, $long"),
            .label("ljmp"),
            .code([0x10, 0x00], "(the segment of the jump)"),
            .label("long"),
            .code([0xb8], 0x18, "mov $0x18, %eax"),
            .code([0x8e, 0xd8], "mov %eax, %ds"),
            .code([0x8e, 0xc0], "mov %eax, %es"),
            .code([0x8e, 0xd0], "mov %eax, %ss"),
            // Each check is an address, a number of 64-bit words, and their sum; one of no words is the last.
            .code([0xbe], places.checks, "mov $checks, %esi"),
            .label("check"),
            .code([0x48, 0x8b, 0x3e], "mov (%rsi), %rdi"),
            .code([0x48, 0x8b, 0x4e, 0x08], "mov 8(%rsi), %rcx"),
            .code([0x31, 0xc0], "xor %eax, %eax"),
            .code([0x48, 0x85, 0xc9], "test %rcx, %rcx"),
            .jump(0x74, "enter", "je enter"),
            .label("word"),
            .code([0x48, 0xd1, 0xc0], "rol %rax"),
            .code([0x48, 0x03, 0x07], "add (%rdi), %rax"),
            .code([0x48, 0x83, 0xc7, 0x08], "add $8, %rdi"),
            .code([0x48, 0xff, 0xc9], "dec %rcx"),
            .jump(0x75, "word", "jne word"),
            .code([0x48, 0x3b, 0x46, 0x10], "cmp 16(%rsi), %rax"),
            .jump(0x75, "changed", "jne changed"),
            .code([0x48, 0x83, 0xc6, 0x18], "add $24, %rsi"),
            .jump(0xeb, "check", "jmp check"),
            .label("changed"),
            .code([0x48, 0x8b, 0x06], "mov (%rsi), %rax"),
            .code([0x48, 0x89, 0x04, 0x25], placeholder, "mov %rax, result"),
            .label("result"),
            .code([0xb0, changedCode], "mov $changedCode, %al"),
            .code([0xe6, exitPort], "out %al, $exitPort"),
            .code([0xf4], "hlt"),
            .label("enter"),
            .code([0xb8], UInt32(enteredMark), "mov $enteredMark, %eax"),
            .code([0x48, 0x89, 0x04, 0x25], placeholder, "mov %rax, result"),
            .label("entered"),
            .code([0xbe], places.bootParameters, "mov $bootParameters, %esi"),
            .code([0x48, 0xb8], UInt32(truncatingIfNeeded: places.kernelEntry), "movabs $kernelEntry, %rax"),
            .code([], UInt32(truncatingIfNeeded: places.kernelEntry >> 32), "(the high half of the address)"),
            .code([0xff, 0xe0], "jmp *%rax"),
        ]
    }

    // MARK: Data

    private static let resultOffset = 8
    private static let dataSize = 48

    /// The operand of `lgdt` and room for the result, then the descriptors that the boot protocol asks for: flat code
    /// at 0x10, flat data at 0x18.
    private static func descriptors(at address: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: UInt16(31))
        bytes.append(littleEndian: address + 16)
        bytes.append(littleEndian: UInt16(0))
        for word: UInt64 in [0, 0, 0, 0x00af_9b00_0000_ffff, 0x00cf_9300_0000_ffff] { bytes.append(littleEndian: word) }
        return bytes
    }

    /// Fills in the addresses that depend on the length of the code.
    private static func fill(_ image: inout [UInt8], _ code: MachineCode, data: UInt32, _ places: Places) {
        func put(_ address: UInt32, before label: String) {
            guard let end = code.labels[label] else { return }
            image.put(address, at: headerSize + end - 4)
        }
        put(data, before: "lgdt")
        put(places.shim + UInt32(headerSize + (code.labels["long"] ?? 0)), before: "ljmp")
        for label in ["result", "entered"] { put(data + UInt32(resultOffset), before: label) }
    }

    /// The sum of the words of a range, as the shim computes it.
    static func sum(_ words: Span<UInt64>, from start: UInt64 = 0) -> UInt64 {
        var sum = start
        for index in words.indices { sum = (sum << 1 | sum >> 63) &+ words[index] }
        return sum
    }
}
