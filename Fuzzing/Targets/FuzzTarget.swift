/// What is fed with bytes of any kind: a room's ways in, and then everything that can be asked of what came of them.
///
/// A target survives every input. What it finds wrong with a result - not with an input - ends the process, for the
/// fuzzer to see.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// The device tree container: whole trees, cut ones, their source text.
    case deviceTree = "FuzzDeviceTree"
    /// Files as memory: recognition, ELF cores, kdumps, gzip, raw images, and searches through them.
    case dumps = "FuzzDumps"
    /// From a capture's bytes to the state in it, its contents and its document.
    case decoder = "FuzzDecoder"
    /// State documents and plans, JSON and YAML.
    case document = "FuzzDocument"
    /// Multikernel device trees: read, written, read again.
    case multikernel = "FuzzMultikernel"

    /// What handlers and objects of the orchestrator stored, in every format that is described.
    case components = "FuzzComponents"

    /// Feeds the target once.
    package func run(_ bytes: [UInt8]) {
        switch self {
        case .deviceTree: DeviceTreeTarget.run(bytes)
        case .dumps: DumpTarget.run(bytes)
        case .decoder: DecoderTarget.run(bytes)
        case .document: DocumentTarget.run(bytes)
        case .multikernel: MultikernelTarget.run(bytes)
        case .components: ComponentTarget.run(bytes)
        }
    }
}
