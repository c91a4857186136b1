import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads what lies behind the files and objects of the orchestrator, once both are known: the revision of a format is
/// chosen for all that one kernel wrote, and objects are read first, for files refer to them.
struct LiveUpdateComponents<Memory: PhysicalMemory> {
    let formats: ComponentFormats
    private var reader: ComponentReader<Memory>
    private var landings = ComponentLandings()

    /// How many of the files or objects of one string a format is tried on.
    private static var trialLimit: Int { 8 }

    private init(_ formats: ComponentFormats, _ reader: ComponentReader<Memory>) {
        self.formats = formats
        self.reader = reader
    }

    /// Reads the components of a state.
    static func read(
        _ formats: ComponentFormats, into liveUpdate: inout LiveUpdate, memfds: MemfdReader,
        from reader: inout StructureReader<Memory>
    ) {
        let strings = Set((formats.candidates + formats.forced).map { $0.compatible })
        let isAny =
            liveUpdate.flbs?.contains { strings.contains($0.name) } == true
            || liveUpdate.sessions?.contains { $0.files.contains { strings.contains($0.handler) } } == true
        guard isAny, let any = (formats.candidates + formats.forced).first else { return }
        var components = Self(formats, ComponentReader(any, at: "/", memfds: memfds, reader: reader))
        components.read(into: &liveUpdate)
        reader = components.reader.reader
    }

    private mutating func read(into liveUpdate: inout LiveUpdate) {
        let root = "/" + SubtreeNames.liveUpdate + "/"
        var flbs = liveUpdate.flbs
        let objects = (flbs ?? []).map { Item(string: $0.name, data: $0.data, path: root + $0.name) }
        for (index, state) in read(objects, at: .flb) { flbs?[index].component = state }
        liveUpdate.flbs = flbs
        var sessions = liveUpdate.sessions ?? []
        var files: [Item] = []
        var places: [(session: Int, file: Int)] = []
        for (number, session) in sessions.enumerated() {
            for (index, file) in session.files.enumerated() where file.memfd == nil {
                let path = root + session.name + "/0x" + String(file.token, radix: 16)
                files.append(Item(string: file.handler, data: file.data, path: path))
                places.append((number, index))
            }
        }
        for (index, state) in read(files, at: .file) {
            sessions[places[index].session].files[places[index].file].component = state
        }
        if liveUpdate.sessions != nil { liveUpdate.sessions = sessions }
    }

    /// A file or an object, and what was stored for it.
    private struct Item {
        let string: String
        let data: UInt64
        let path: String
    }

    /// Reads items, those of one string by one format.
    private mutating func read(
        _ items: [Item], at place: ComponentFormat.Place
    ) -> [(index: Int, state: ComponentState)] {
        var samples: [String: [Item]] = [:]
        for item in items where (samples[item.string]?.count ?? 0) < Self.trialLimit {
            samples[item.string, default: []].append(item)
        }
        var choices: [String: ComponentChoice] = [:]
        for (string, items) in samples.sorted(by: { $0.key < $1.key }) {
            choices[string] = choice(for: string, items, at: place)
        }
        var result: [(index: Int, state: ComponentState)] = []
        for (index, item) in items.enumerated() {
            guard let choice = choices[item.string] else {
                noteMissing(item, at: place)
                continue
            }
            if let state = state(of: item, by: choice) { result.append((index, state)) }
        }
        return result
    }

    /// The format of what some items of one string stored; `nil` where there is none, or nothing to read.
    private func choice(for string: String, _ items: [Item], at place: ComponentFormat.Place) -> ComponentChoice? {
        if let format = formats.forced(for: string, at: place) { return ComponentChoice(given: format) }
        guard reader.reader.hasMemory else { return nil }
        var trials = formats.candidates.candidates(for: string, at: place).map { ComponentTrial(format: $0) }
        for index in trials.indices {
            for item in items where isPlausible(item) {
                trials[index].read(
                    PhysicalAddress(item.data), path: item.path, memfds: reader.memfds, memory: reader.reader.memory,
                    pageShift: reader.reader.pageShift, landings: landings)
            }
        }
        return trials.contains { $0.hasRead } ? ComponentChoice(trials) : nil
    }

    /// Structures start at pages of their own; anything else is a handle of another kind.
    private func isPlausible(_ item: Item) -> Bool {
        let address = PhysicalAddress(item.data)
        return address.value != 0 && address.isAligned(to: UInt64(reader.reader.pageSize))
    }

    private mutating func noteMissing(_ item: Item, at place: ComponentFormat.Place) {
        guard formats.candidates.contains(where: { $0.place == place && $0.compatible == item.string }) else { return }
        let data = "0x" + String(item.data, radix: 16)
        if reader.reader.hasMemory {
            reader.reader.log.note(
                .componentMissing, item.path, nil,
                "the formats of \"\(item.string)\" are known, but no structure lies at its data \(data); it is kept as it is"
            )
        } else {
            reader.reader.log.unavailable(
                .memoryAbsent, item.path, PhysicalAddress(item.data),
                "what \"\(item.string)\" stored is not available: the input holds no memory")
        }
    }

    private mutating func state(of item: Item, by choice: ComponentChoice) -> ComponentState? {
        reader.format = choice.format
        reader.path = item.path
        guard choice.confidence == .given || isPlausible(item) else {
            noteMissing(item, at: choice.format.place)
            return nil
        }
        guard let root = reader.root(at: PhysicalAddress(item.data)) else { return nil }
        landings.add(root, of: choice.format, for: formats.candidates + formats.forced)
        if choice.confidence == .assumed {
            let others =
                choice.alternatives.isEmpty ? "" : "; also possible: " + choice.alternatives.joined(separator: ", ")
            reader.reader.log.note(
                .componentFormat, item.path, PhysicalAddress(item.data),
                "read as \(choice.format.name), \(choice.evidence.first ?? "")\(others)")
        }
        return ComponentState(
            abi: choice.format.name, confidence: choice.confidence, evidence: choice.evidence,
            alternatives: choice.alternatives, root: root)
    }
}
