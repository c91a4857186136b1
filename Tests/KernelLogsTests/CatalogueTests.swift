import HandoverABI
import KernelLogs
import Testing

@Suite("The catalogue of messages")
struct CatalogueTests {
    @Test("gives every message a name of its own, numbered without gaps in each subject")
    func names() {
        var next: [Substring: Int] = [:]
        for message in Message.all {
            let parts = message.id.split(separator: "-")
            #expect(parts.count == 3 && parts[1] == "LOG")
            let number = next[parts[0], default: 1]
            #expect(parts.last.flatMap { Int($0) } == number, "\(message.id)")
            next[parts[0]] = number + 1
        }
    }

    @Test("says of every message what it means, and of every failure what was checked or what to do")
    func texts() {
        for message in Message.all {
            #expect(!message.cause.isEmpty && !message.function.isEmpty && !message.file.isEmpty)
            if message.severity.isFailure { #expect(!(message.check + message.next).isEmpty, "\(message.id)") }
            for text in [message.cause, message.check, message.next] {
                #expect(!text.hasSuffix(".") && !text.contains("  "), "\(message.id): \(text)")
            }
        }
    }

    @Test("recognises every message, in a release that says it, as itself and nothing else", arguments: Message.all)
    func samples(_ message: Message) {
        for sample in message.samples {
            let log = explain([banner(message.sampleRelease)] + sample)
            #expect(log.boots.count == 1)
            let found = log.boots[0].messages.filter { !["KHO-LOG-014", "KHO-LOG-015"].contains($0.message.id) }
            let expected = log.boots[0].messages.filter { $0.message.id == message.id }
            #expect(expected.count == 1, "\(message.id): \(sample) gives \(log.ids)")
            #expect(found.allSatisfy { $0.message.id == message.id }, "\(message.id): \(log.ids)")
            #expect(expected.first?.isOfRelease == true)
            #expect(log.boots[0].unknownCount == 0)
        }
    }

    @Test("has a value of a name at most once in a message, and no value without a name", arguments: Message.all)
    func values(_ message: Message) {
        guard let sample = message.samples.first else { return }
        let log = explain([banner(message.sampleRelease)] + sample)
        switch message.form {
        case .line(let format, let names), .lineAfterHandover(let format, let names):
            #expect(Set(names).count == names.count)
            let conversions = format.replacing("%%", with: "").count { $0 == "%" }
            #expect(conversions == names.count)
            let said = log.boots[0].messages.first { $0.message.id == message.id }
            #expect(said?.values.map(\.name) == names)
        case .panic, .warning, .fault, .earlyFault: break
        }
    }

    @Test("has no two messages for the same line in the same release")
    func ambiguity() {
        let releases = [KernelRelease(6, 16), KernelRelease(7, 0)] + BootExplanation.knownReleases
        for release in releases {
            for message in Message.all where message.releases.contains(release) {
                guard case .line(let format, _) = message.form else { continue }
                for other in Message.all where other.id < message.id && other.releases.contains(release) {
                    guard case .line(let otherFormat, _) = other.form else { continue }
                    #expect(format != otherFormat, "\(message.id) and \(other.id) in \(release)")
                }
            }
        }
    }

    @Test("tells a message of another release from one of the boot's own")
    func foreign() throws {
        let line = "luo: No registered handler for compatible 'memfd-v1'"
        let old = try #require(explain([banner("6.19.11"), line]).boots.first?.messages.first)
        let new = try #require(explain([banner("7.3.4"), line]).boots.first?.messages.first)
        #expect(old.message.id == "LUO-LOG-028" && old.isOfRelease == true)
        #expect(new.message.id == "LUO-LOG-029" && new.isOfRelease == true)
        let unknown = try #require(explain([line]).boots.first?.messages.first)
        #expect(unknown.message.id == "LUO-LOG-029" && unknown.isOfRelease == nil)
        #expect(unknown.alternatives == ["LUO-LOG-028"])
        let before = try #require(explain([banner("6.17.8"), line]).boots.first?.messages.first)
        #expect(before.isOfRelease == false)
    }
}
