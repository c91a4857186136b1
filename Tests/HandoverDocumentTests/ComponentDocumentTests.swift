import ComponentSupport
import FixtureSupport
import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@testable import HandoverDocument

/// What handlers and objects stored, in documents.
@Suite struct ComponentDocumentTests {
    /// A handover with one component.
    private func handover(_ component: ComponentState, at place: ComponentFormat.Place = .file) -> Handover {
        var handover = Handover.sample
        if place == .file {
            handover.state.liveUpdate?.sessions?[0].files[1].component = component
        } else {
            handover.state.liveUpdate?.flbs?[0].component = component
        }
        return handover
    }

    private func violations(of handover: Handover, _ detail: DocumentDetail = .complete) throws -> Set<String> {
        let schema = try JSONSchema(named: "handover-state-1")
        return Set(schema.violations(of: try JSONValue(handover.bytes(.json, detail))).map { "\($0)" })
    }

    @Test("An object of every known format is read back as the same value, and the schema allows it")
    func everyFormat() throws {
        for format in ComponentFormat.known where format.place != .orchestrator {
            let handover = handover(format.state([:], at: 0x12_3000), at: format.place)
            for form in DocumentFormat.allCases {
                let bytes = try handover.bytes(form)
                #expect(try HandoverDocumentReader().read(bytes) == handover, "\(format.name) as \(form)")
            }
            #expect(try violations(of: handover) == [], "\(format.name)")
        }
    }

    @Test(
        "A machine with two guests is read back as the same value", arguments: [Hypervisor.earlier, Hypervisor.newest])
    func hypervisor(_ formats: [String]) throws {
        var handover = Handover.sample
        handover.state.liveUpdate = Hypervisor(formats).liveUpdate
        for form in DocumentFormat.allCases {
            #expect(try HandoverDocumentReader().read(handover.bytes(form)) == handover)
        }
        #expect(try violations(of: handover) == [])
    }

    @Test("Without the description of a format, values say what they are and are read all the same")
    func undescribed() throws {
        var handover = Handover.sample
        handover.state.liveUpdate = Hypervisor().liveUpdate
        for form in DocumentFormat.allCases {
            var bytes: [UInt8] = []
            try HandoverDocumentEncoder(components: []).encode(handover, as: form) { chunk in
                for index in chunk.indices { bytes.append(chunk[index]) }
            }
            #expect(try HandoverDocumentReader(components: []).read(bytes) == handover)
            #expect(try HandoverDocumentReader().read(bytes) == handover)
        }
    }

    @Test("A value that a format does not expect says what it is")
    func strangers() throws {
        let format = try #require(ComponentFormat.known.named("pci@v9"))
        let strangers: [ComponentValue] = [
            .number(.max), .numbers([1, .max]), .text("a\"b"), .texts(["", "x"]), .bytes([]), .bytes([0, 255]),
            .address(0x1000), .object(ComponentObject("odd")), .objects([ComponentObject("odd", address: 1)]),
            .folios(FolioTable(retaining: .every)), .absent, .unreadable,
        ]
        for name in ["version", "nr_devices", "devices", "of no format"] {
            for stranger in strangers {
                let handover = handover(format.state([name: stranger]))
                var component = try #require(handover.state.liveUpdate?.sessions?[0].files[1].component)
                component.root[name] = stranger
                let changed = self.handover(component)
                for form in DocumentFormat.allCases {
                    #expect(try HandoverDocumentReader().read(changed.bytes(form)) == changed, "\(name) \(stranger)")
                }
            }
        }
    }

    @Test("A document of a format that is not described asks for its description")
    func missingDescription() throws {
        let format = try #require(ComponentFormat.known.named("pci@v9"))
        let bytes = try handover(format.state()).bytes(.json)
        #expect {
            try HandoverDocumentReader(components: []).read(bytes)
        } throws: { error in
            "\(error)".contains("pci@v9 is not described here (--components names a file")
        }
    }

    @Test("A summary keeps totals, which the schema allows and the reader refuses")
    func summary() throws {
        var handover = Handover.sample
        handover.state.liveUpdate = Hypervisor().liveUpdate
        let bytes = try handover.bytes(.json, .summary)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""devices": { "count": 7 }"#) || text.contains(#""devices": {"count": 7}"#))
        #expect(!text.contains("refcount"))
        #expect(try violations(of: handover, .summary) == [])
    }

    @Test("A member that the structure does not have is an error at its place")
    func unknownMember() throws {
        let format = try #require(ComponentFormat.known.named("pci@v9"))
        let text = try handover(format.state()).text(.json).replacing("\"nr_devices\"", with: "\"nr_devces\"")
        #expect {
            try HandoverDocumentReader().read(Array(text.utf8))
        } throws: { error in
            (error as? DocumentError)?.kind == .unknownKey && "\(error)".contains("a member of pci_ser: version")
        }
    }
}
