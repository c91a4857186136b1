import ComponentSupport
import FixtureSupport
import Foundation
import HandoverState
import PhysicalMemory
import Testing

@testable import HandoverDocument

/// The schemas of states and plans against the keys and words that reader and writer know.
@Suite struct SchemaTests {
    @Test func `The schema is called what documents call it`() throws {
        let schema = try JSONSchema(named: "handover-state-1")
        #expect(schema.part("$id")?.string == HandoverDocument.schema)
        #expect(schema.part("properties/schema/const")?.string == HandoverDocument.schema)
    }

    private static let stateRecords: [(String, RecordKeys)] = [
        ("", .handover), ("$defs/abi", .abi), ("$defs/kernel", .kernel), ("$defs/root", .root),
        ("$defs/scratchArea", .scratchArea), ("$defs/memory", .memory),
        ("$defs/memory/properties/orders/items", .orderTotal), ("$defs/range", .preservedRange),
        ("$defs/subtree", .subtree), ("$defs/unknownProperties/items", .unknownProperty),
        ("$defs/reservedRegion", .reservedRegion), ("$defs/liveUpdate", .liveUpdate), ("$defs/session", .session),
        ("$defs/file", .file), ("$defs/memfd", .memfd), ("$defs/folio", .folio), ("$defs/flb", .flb),
        ("$defs/test", .test), ("$defs/test/properties/folios/items", .testFolio), ("$defs/remark", .remark),
        ("$defs/multikernel", .multikernel), ("$defs/messageBuffer", .messageBuffer),
        ("$defs/component", .component), ("$defs/componentObject", .componentObject),
        ("$defs/componentFolios", .componentFolios), ("$defs/toldValue", .componentValue),
    ]

    private static let formatRecords: [(String, RecordKeys)] = [
        ("", .format), ("$defs/structure", .formatStructure), ("$defs/hole", .formatHole),
        ("$defs/member", .formatMember), ("$defs/named", .formatName), ("$defs/condition", .formatCondition),
        ("$defs/link", .formatLink),
    ]

    private static let planRecords: [(String, RecordKeys)] = [
        ("", .plan), ("properties/kernel", .planKernel), ("$defs/ranges/items", .planRange),
        ("properties/reserveMem/items", .planRegion), ("properties/liveUpdate", .planLiveUpdate),
        ("properties/liveUpdate/properties/sessions/items", .planSession), ("$defs/file", .planFile),
        ("$defs/file/properties/memfd", .planMemfd),
        ("$defs/file/properties/memfd/properties/holes/items", .planHole), ("$defs/content", .planContent),
        ("properties/liveUpdate/properties/flbs/items", .planFLB), ("properties/test", .planTest),
    ]

    private static let multikernelRecords: [(String, RecordKeys)] = [
        ("$defs/machine", .multikernelMachine), ("$defs/instanceTree", .multikernelInstanceTree),
        ("$defs/overlay", .multikernelOverlay), ("$defs/cpuCells", .multikernelCPUs),
        ("$defs/other", .multikernelOther), ("$defs/node", .multikernelNode),
        ("$defs/property", .multikernelProperty), ("$defs/memory", .multikernelMemory),
        ("$defs/region", .multikernelRegion), ("$defs/resources", .multikernelPool),
        ("$defs/topology", .multikernelTopology), ("$defs/numaNode", .multikernelNUMANode),
        ("$defs/device", .multikernelDevice), ("$defs/division", .multikernelDivision),
        ("$defs/reference", .multikernelReference), ("$defs/instance", .multikernelInstance),
        ("$defs/instanceOther", .multikernelInstanceOther), ("$defs/rings", .multikernelRings),
        ("$defs/options", .multikernelOptions), ("$defs/hostBridge", .multikernelHostBridge),
        ("$defs/hostBridge/properties/configuration", .multikernelConfiguration), ("$defs/buses", .multikernelBuses),
        ("$defs/window", .multikernelWindow), ("$defs/pciNode", .multikernelPCINode),
        ("$defs/alias", .multikernelAlias), ("$defs/chosen", .multikernelChosen),
        ("$defs/chosen/properties/reservedMemory/items", .multikernelReserved),
        ("$defs/messages", .multikernelMessages), ("$defs/fragment", .multikernelFragment),
        ("$defs/operation", .multikernelOperation), ("$defs/cpuNode", .multikernelOverlayCPU),
        ("$defs/deviceItem", .multikernelOverlayDevice),
    ]

    @Test(
        arguments: [
            ("handover-state-1", stateRecords), ("handover-plan-1", planRecords),
            ("component-format-1", formatRecords),
            ("multikernel-1", multikernelRecords),
        ])
    func `A record has the keys of the schema, in the same order`(
        name: String, records: [(path: String, keys: RecordKeys)]
    ) throws {
        let schema = try JSONSchema(named: name)
        for (path, known) in records {
            #expect(schema.keys(of: path) == known.names, "\(path)")
            #expect(known.names.count <= 20, "\(path)")
            let additional = path.isEmpty ? "additionalProperties" : path + "/additionalProperties"
            #expect(schema.part(additional) == .boolean(false), "\(path)")
        }
        // None of the schema's objects is left out here.
        #expect(records.reduce(0) { $0 + $1.keys.names.count } == schema.properties.count)
    }

    @Test func `The schema has the words that the model has`() throws {
        let schema = try JSONSchema(named: "handover-state-1")
        #expect(schema.choices(of: "properties/detail") == DocumentDetail.allCases.map(\.rawValue))
        #expect(
            schema.choices(of: "$defs/abi/properties/confidence")
                == ABIIdentification.Confidence.allCases.map(\.rawValue))
        #expect(schema.choices(of: "$defs/subtree/properties/kind") == Subtree.Kind.allCases.map(\.rawValue))
        #expect(schema.choices(of: "$defs/remark/properties/severity") == Remark.Severity.allCases.map(\.rawValue))
        let seals = schema.part("$defs/memfd/properties/seals/items/anyOf")?.elements.first
        #expect(seals?["enum"]?.elements.compactMap(\.string) == Memfd.Seals.names.map(\.name))
        let flags = schema.part("$defs/folio/properties/flags/items/anyOf")?.elements.first
        #expect(flags?["enum"]?.elements.compactMap(\.string) == Folio.Flags.names.map(\.name))
        let plan = try JSONSchema(named: "handover-plan-1")
        let planned = plan.part("$defs/file/properties/memfd/properties/seals/items/anyOf")?.elements.first
        #expect(planned?["enum"] == seals?["enum"])
    }

    @Test func `The names of all rules are as the schema has them`() throws {
        let schema = try JSONSchema(named: "handover-state-1")
        var handover = Handover.sample
        handover.remarks = RuleID.allCases.map { Remark(.note, $0, path: "/", "a remark") }
        #expect(try schema.violations(of: JSONValue(handover.bytes(.json))) == [])
    }

    @Test func `The schema has every key that is written, and none that is not`() throws {
        let schema = try JSONSchema(named: "handover-state-1")
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var met: Set<String> = []
        for round in 0..<120 {
            var handover = round == 0 ? .sample : Handover.random(using: &generator)
            if round == 0 {
                handover.state.liveUpdate?.flbs?[0].component = Hypervisor().liveUpdate.flbs?[0].component
                handover.state.liveUpdate?.sessions?[0].files[1].component = .everyKey
            }
            for detail in DocumentDetail.allCases {
                let document = try JSONValue(handover.bytes(.json, detail))
                #expect(schema.violations(of: document) == [], "seed \(seed), round \(round)")
                met.formUnion(schema.propertiesMet(by: document))
            }
        }
        // What hangs from members of any name is not looked into here; reading it back is tested beside it.
        let unseen = schema.properties.subtracting(met).filter { place in
            !place.hasPrefix("#/$defs/toldValue") && !place.hasPrefix("#/$defs/componentFolios")
        }
        #expect(unseen == [], "seed \(seed)")
    }

    @Test func `Plans are as their schema says, and some of them have every key`() throws {
        let schema = try JSONSchema(named: "handover-plan-1")
        let everything = try JSONValue(yaml: Plan.fixture("everything.yaml"))
        for plan in try [
            everything, JSONValue(yaml: Array(PlanTests.yaml.utf8)), JSONValue(Array(PlanTests.json.utf8)),
            JSONValue(Plan.fixture("small.json")),
        ] {
            #expect(schema.violations(of: plan) == [])
        }
        let example = Fixture.root.deletingLastPathComponent().appending(path: "Examples/hypervisor.yaml")
        let hypervisor = try JSONValue(yaml: [UInt8](Data(contentsOf: example)))
        #expect(schema.violations(of: hypervisor) == [])
        let met = schema.propertiesMet(by: everything).union(schema.propertiesMet(by: hypervisor))
        #expect(schema.properties.subtracting(met) == [])
    }
}

extension ComponentState {
    /// A component whose document has every key: values that say what they are, and folios with holes.
    fileprivate static var everyKey: ComponentState {
        var table = FolioTable(retaining: .every)
        table.append(Folio(index: 0, frame: 0, flags: [], order: nil), pageShift: 12)
        table.append(Folio(index: 1, frame: 0x1000, flags: .upToDate, order: nil), pageShift: 12)
        let object = ComponentObject("odd", address: PhysicalAddress(0x1000), [.init("state", .bytes([1]))])
        return ComponentState(
            abi: "odd@v1", confidence: .assumed, evidence: ["nothing"], alternatives: ["odd@v2"],
            root: ComponentObject(
                "odd", [.init("folios", .folios(table)), .init("inner", .object(object)), .init("lost", .unreadable)]))
    }
}
