import HandoverState
import PhysicalMemory

extension Handover {
    /// A handover such as no kernel writes: every part there or not, every number of any size, strings that give readers
    /// trouble.
    static func random(using generator: inout SeededGenerator) -> Handover {
        let pageShift = generator.pick([12, 14, 16])
        let abi = ABIIdentification(
            profile: generator.maybe { $0.string() }, compatible: generator.maybe { $0.string() },
            pageSize: 1 << pageShift, confidence: generator.pick(ABIIdentification.Confidence.allCases),
            evidence: generator.list(upTo: 3) { $0.string() })
        let remarks = generator.list(upTo: 2) { generator in
            Remark(
                generator.pick(Remark.Severity.allCases), generator.pick(RuleID.allCases), path: generator.string(),
                address: generator.maybe { PhysicalAddress($0.number()) }, generator.string())
        }
        return Handover(abi: abi, state: .random(pageShift: pageShift, using: &generator), remarks: remarks)
    }
}

extension HandoverState {
    static func random(pageShift: Int, using generator: inout SeededGenerator) -> HandoverState {
        var state = HandoverState(
            root: RootTree(
                address: generator.maybe { PhysicalAddress($0.number()) }, size: Int(generator.number(bits: 63)),
                map: generator.maybe { PhysicalAddress($0.number()) },
                unknownProperties: generator.list(upTo: 2) { $0.property() }))
        state.scratch = generator.maybe { generator in
            generator.list(upTo: 3) { generator in
                let start = PhysicalAddress(generator.number())
                return MemoryRange(from: start, to: PhysicalAddress(start.value | generator.number()))
            }
        }
        state.memory = generator.maybe { $0.memory(pageShift: pageShift) }
        state.subtrees = generator.list(upTo: 4) { $0.subtree() }
        state.reserveMem = generator.maybe { generator in
            generator.list(upTo: 3) {
                ReservedRegion(name: $0.string(), address: PhysicalAddress($0.number()), size: $0.number())
            }
        }
        state.liveUpdate = generator.maybe { $0.liveUpdate(pageShift: pageShift) }
        state.kernel = generator.maybe {
            PreviousKernel(
                version: $0.once(in: 2) ? 1 : UInt32($0.number(bits: 32)), release: $0.string(),
                kexecCount: UInt32($0.number(bits: 32)))
        }
        state.test = generator.maybe { $0.test() }
        state.multikernel = generator.maybe { generator in
            func buffer(_ generator: inout SeededGenerator) -> MultikernelHandover.MessageBuffer {
                .init(
                    address: generator.maybe { PhysicalAddress($0.number()) },
                    pages: generator.maybe { UInt32($0.number(bits: 32)) })
            }
            return MultikernelHandover(
                tree: generator.maybe { $0.list(upTo: 8) { UInt8($0.number(bits: 8)) } },
                hostMessages: generator.maybe { buffer(&$0) }, messages: generator.maybe { buffer(&$0) },
                position: Int(generator.number(bits: 4)))
        }
        return state
    }
}

extension SeededGenerator {
    /// Strings that some reader or other takes for something else, or must not see as they are.
    private static let troublesome = [
        "", " ", "  leading", "trailing ", "yes", "No", "on", "OFF", "y", "null", "~", "Null", "true", "False", "0x10",
        "0", "-1", "1.5", "1e3", ".inf", ".nan", "1_000", "0b11", "0o17", "017", "1:30", "190:20:30.5", "2026-08-01",
        "2026-08-01 10:20:30", "7.3", "7.3.4-kho", "=", "<<", "- a", "-", "---", "...", "? a", "a: b", "a:", ":",
        "a #b",
        "#", "%TAG", "&a", "*a", "!tag", "!!str x", "|", ">", "@", "`", "'", "\"", "it's", "\\", "\\u0041", "[a]",
        "{a}",
        "a,b", "a\nb", "a\r\nb", "\t", "a\tb", "\u{0}", "\u{1}\u{1f}", "\u{7f}", "\u{80}\u{85}\u{9f}", "\u{a0}",
        "\u{2028}", "\u{2029}", "\u{feff}x", "\u{fffe}\u{ffff}", "é", "e\u{301}", "😀", "日本語", "\u{10ffff}", "+",
        "/LUO/vm-0",
        "a  b", "memfd-v2", "liveupdate-test-flb-v0", "kho-v4", "0x", "0xg", "1a", "12e", "e1", "_", "__", "1__", "(",
        ")",
    ]

    mutating func string() -> String {
        if once(in: 2) { return pick(Self.troublesome) }
        var result = ""
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            let value = UInt32(number(bits: 21))
            result.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{fffd}")
        }
        return result
    }

    mutating func bytes() -> [UInt8] {
        list(upTo: 20) { UInt8(truncatingIfNeeded: $0.next()) }
    }

    mutating func property() -> UnknownProperty {
        UnknownProperty(name: string(), bytes: bytes())
    }

    mutating func subtree() -> Subtree {
        var subtree = Subtree(
            name: string(), address: maybe { PhysicalAddress($0.number()) }, size: maybe { Int($0.number(bits: 63)) },
            kind: pick(Subtree.Kind.allCases))
        subtree.compatible = maybe { $0.string() }
        subtree.content = maybe { $0.bytes() }
        subtree.unknownProperties = list(upTo: 2) { $0.property() }
        return subtree
    }

    mutating func memory(pageShift: Int) -> PreservedMemory {
        var builder = PreservedMemory.Builder(pageShift: pageShift)
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            let order = Int.random(in: 0...min(52, 63 - pageShift), using: &self)
            _ = builder.add(
                blocks: number(bits: 17), from: number(bits: 64 - pageShift - order), order: order)
        }
        return builder.build()
    }

    mutating func liveUpdate(pageShift: Int) -> LiveUpdate {
        LiveUpdate(
            number: number(),
            sessions: maybe { generator in
                generator.list(upTo: 3) { generator in
                    let name = generator.string()
                    let files = generator.list(upTo: 3) { $0.file(pageShift: pageShift) }
                    let count = generator.once(in: 3) ? generator.number() : UInt64(files.count)
                    return Session(name: name, fileCount: count, files: files)
                }
            },
            flbs: maybe { generator in
                generator.list(upTo: 3) {
                    FileLifecycleBound(name: $0.string(), data: $0.number(), count: $0.number())
                }
            })
    }

    mutating func file(pageShift: Int) -> PreservedFile {
        PreservedFile(
            token: number(), handler: string(), data: number(),
            memfd: maybe { generator in
                Memfd(
                    size: generator.number(), position: generator.number(),
                    seals: .init(rawValue: UInt32(generator.number(bits: generator.pick([6, 32])))),
                    flags: generator.once(in: 2) ? 0 : UInt32(generator.number(bits: 32)),
                    folioCount: generator.number(),
                    folios: generator.maybe { $0.folios(pageShift: pageShift) })
            })
    }

    mutating func folios(pageShift: Int) -> FolioTable {
        var table = FolioTable(retaining: .every)
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            let isHole = once(in: 4)
            let folio = Folio(
                index: number(), frame: isHole ? 0 : max(1, number(bits: 52)),
                flags: .init(rawValue: isHole && once(in: 2) ? 0 : UInt16(number(bits: pick([2, 12])))),
                order: maybe { Int.random(in: 0...52, using: &$0) })
            table.append(folio, pageShift: pageShift)
        }
        return table
    }

    mutating func test() -> TestHandover {
        TestHandover(
            magic: UInt32(number(bits: 32)), folioCount: UInt32(number(bits: 32)),
            folios: maybe { generator in
                generator.list(upTo: 4) {
                    .init(address: PhysicalAddress($0.number()), order: Int.random(in: 0...52, using: &$0))
                }
            },
            checksum: UInt32(number(bits: 32)), computedChecksum: maybe { UInt32($0.number(bits: 32)) })
    }
}
