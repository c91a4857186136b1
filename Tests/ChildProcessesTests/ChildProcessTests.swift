import Testing

@testable import ChildProcesses

struct ChildProcessTests {
    private func run(
        _ script: String, seconds: Double = 20, _ change: (inout ChildProcess) -> Void = { _ in }
    ) throws -> (ending: ChildProcess.Ending, text: String) {
        var ends: [Descriptor] = []
        var process: ChildProcess
        do {
            let pipe = try Descriptor.pipe()
            ends = [pipe.reading]
            process = ChildProcess(arguments: ["sh", "-c", script], descriptors: [(1, pipe.writing)])
            change(&process)
        }
        var bytes: [UInt8] = []
        let ending = try process.run(gathering: ends, seconds: seconds) { bytes += $1 }
        return (ending, String(decoding: bytes, as: UTF8.self))
    }

    @Test func `What a program writes is gathered, and so is its status`() throws {
        let result = try run("echo one; sleep 0.05; echo two; exit 7")
        #expect(result.ending == .exited(7))
        #expect(result.text == "one\ntwo\n")
    }

    @Test func `A program that a signal ends is told from one that exits`() throws {
        #expect(try run("kill -TERM $$").ending == .signalled(15))
    }

    @Test func `A program that takes too long is ended with all that it has started`() throws {
        let start = ChildProcess.now()
        let result = try run("sleep 100 & echo $!; wait", seconds: 0.3)
        #expect(result.ending == .timedOut)
        #expect(ChildProcess.now() - start < 10)
        let sleeper = try #require(Int(result.text.filter(\.isNumber)))
        // The process is gone, or about to be: killed, and not yet waited for by whoever inherits it.
        let status = try run("sleep 0.2; cat /proc/\(sleeper)/stat 2> /dev/null || echo gone").text
        #expect(status.contains("gone") || status.contains(") Z "))
    }

    @Test func `A program that closes its output and goes on has the rest of its time`() throws {
        #expect(try run("exec 1>&-; sleep 0.2; exit 3").ending == .exited(3))
    }

    @Test func `A program that is not there is an error of starting`() throws {
        var process = ChildProcess(arguments: ["khotool-no-such-program"], descriptors: [])
        #expect(throws: SystemFailure("start", code: 2)) { try process.run(gathering: [], seconds: 1) { _, _ in } }
    }

    @Test func `A program that writes more than it may is ended`() throws {
        let result = try run("yes") { $0.outputLimit = 1 << 20 }
        #expect(result.ending == .wroteTooMuch)
        #expect(result.text.utf8.count <= 1 << 20)
    }

    @Test func `A program starts in the folder that it is given`() throws {
        #expect(try run("pwd") { $0.folder = "/usr" }.text == "/usr\n")
    }

    @Test func `A program gets no more memory than it may have`() throws {
        let script = "sleep 0.1; head -c 300M /dev/zero | tail -c 300M | wc -c"
        #expect(try run(script) { $0.memoryLimit = 64 << 20 }.text == "0\n")
    }

    @Test func `Programs are looked for in absolute folders alone`() {
        #expect(ProgramSearch.path(of: "sh")?.hasSuffix("/sh") == true)
        #expect(ProgramSearch.path(of: "khotool-no-such-program") == nil)
    }
}
