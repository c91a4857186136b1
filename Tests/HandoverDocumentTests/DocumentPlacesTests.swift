import HandoverAnalysis
import HandoverDocument
import HandoverState
import PhysicalMemory
import Testing

/// Where a document speaks of what.
@Suite struct DocumentPlacesTests {
    @Test(
        "A place is the line on which the document begins to speak of an item",
        arguments: [
            ("/LUO/vm-0", nil, "- name: vm-0"), ("/LUO/vm-0/0x101", nil, "- token: \"0x101\""),
            ("/LUO/vm-0/0x999", nil, "- name: vm-0"), ("/LUO/empty", nil, "- name: empty"),
            ("/LUO/liveupdate-test-flb-v0", nil, "- {name: liveupdate-test-flb-v0"), ("/LUO/nobody", nil, "number: 1"),
            ("/vendor", nil, "- name: vendor"), ("/memblock/trace", nil, "- {name: trace"),
            ("/kho_test", nil, "magic: "), ("/kexec-metadata", nil, "release: "), ("/nothing", nil, "schema: "),
            ("/preserved-memory-map", 0x120_0000, "- {address: \"0x1000000\""),
            ("/preserved-memory-map", 0x4cd000, "- {address: \"0x4cc000\""),
            ("/preserved-memory-map", nil, "preservedBytes: "), ("/", 0xa00_0000, "- {address: \"0x9000000\""),
            ("/", nil, "address: \"0x4cc000\""),
        ] as [(String, UInt64?, String)])
    func places(_ path: String, _ address: UInt64?, _ text: String) throws {
        let bytes = try Handover.sample.bytes(.yaml)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let places = try HandoverDocumentReader().readPlaced(bytes).places
        let place = places.place(of: path, at: address.map { PhysicalAddress($0) })
        #expect(lines[place.line - 1].contains(text), "\(lines[place.line - 1])")
    }
}
