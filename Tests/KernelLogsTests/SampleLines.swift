import HandoverABI
import KernelLogs

extension Message {
    /// A release that says this.
    var sampleRelease: String {
        let release = BootExplanation.knownReleases.first { releases.contains($0) }
        return "\(release ?? releases.first).1"
    }

    /// Lines of which this message is the meaning, and no other.
    var samples: [[String]] {
        switch form {
        case .line(let format, let names): [[Self.format(format, names)]]
        case .lineAfterHandover(let format, let names): [[Self.found(sampleRelease), Self.format(format, names)]]
        case .panic: [[Self.found(sampleRelease), "Kernel panic - not syncing: Fatal exception in interrupt"]]
        case .warning(let functions):
            functions.flatMap { function in
                [Self.warning(at: function, new: false), Self.warning(at: function, new: true)]
            }
        case .earlyFault: [[Self.found(sampleRelease)] + Self.fault(in: "0xffffffff818f769f")]
        case .fault(let functions):
            functions.filter { $0.last != "*" }.map(Self.fault)
        }
    }

    /// The line by which a kernel says that it has found a handover.
    static func found(_ release: String) -> String {
        let isOld = KernelRelease(parsing: release).map { $0 < KernelRelease(6, 19) } ?? false
        return "KHO: found kexec handover data." + (isOld ? " Will skip init for some devices" : "")
    }

    private static func warning(at function: String, new: Bool) -> [String] {
        let place = "kernel/liveupdate/kexec_handover.c:247"
        return [
            "------------[ cut here ]------------",
            new
                ? "WARNING: \(place) at \(function)+0x1c/0x110, CPU#0: swapper/0/1"
                : "WARNING: CPU: 0 PID: 1 at \(place) \(function)+0x1c/0x110",
            "Modules linked in:",
            "CPU: 0 UID: 0 PID: 1 Comm: swapper/0 Not tainted 7.2.13 #1 PREEMPT",
            "RIP: 0010:\(function)+0x1c/0x110",
            "Call Trace:", " <TASK>", " ? asm_exc_invalid_op+0x1a/0x20", " luo_session_deserialize+0x9e/0x2a0",
            " do_one_initcall+0x43/0x230", " </TASK>", "---[ end trace 0000000000000000 ]---",
        ]
    }

    private static func fault(in function: String) -> [String] {
        [
            "BUG: unable to handle page fault for address: ffff88810fffe000",
            "#PF: supervisor read access in kernel mode",
            "Oops: Oops: 0000 [#1] SMP NOPTI",
            "CPU: 0 UID: 0 PID: 0 Comm: swapper Not tainted 6.18.15 #1",
            "RIP: 0010:\(function)+0x9c/0x310",
            "Code: 48 8b 04 c5 00",
            "Call Trace:", " mm_core_init+0x12/0x20", " start_kernel+0x3ad/0x5b0",
            "---[ end trace 0000000000000000 ]---",
        ]
    }

    /// The line that `printk` makes of a format.
    private static func format(_ format: String, _ names: [Value.Name]) -> String {
        var result = ""
        var names = names[...]
        var rest = Substring(format)
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[percent...].dropFirst()
            if rest.first == "%" {
                result += "%"
                rest = rest.dropFirst()
                continue
            }
            let isPrefixed = rest.first == "#"
            rest = rest.drop { "#0123456789.*-lzh".contains($0) }
            let conversion = rest.prefix(rest.first == "p" ? 2 : 1)
            rest = rest.dropFirst(conversion.count)
            // `%pap` is `%pa` of a `phys_addr_t`.
            if conversion == "pa", rest.first == "p" { rest = rest.dropFirst() }
            let name = names.popFirst()
            switch conversion {
            case "d": result += name == .error || name == .treeError ? "-22" : "12"
            case "u": result += "3"
            case "x": result += isPrefixed ? "0x100" : "4cc000"
            case "pa": result += "0x00000000004cc000"
            case "pe": result += "-EINVAL"
            default: result += name == .parameters ? "liveupdate=on" : name == .option ? "kho" : "a name"
            }
        }
        return result + rest
    }
}
