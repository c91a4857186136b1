import DeviceTree

extension TreeReader {
    mutating func overlay(_ root: FlattenedDeviceTree.Node) -> Overlay {
        var contents = NodeContents(root)
        if TreeForm.isOldOverlay(root) { remark(.oldOverlay, root) }
        var overlay = Overlay()
        overlay.compatible = texts("compatible", in: &contents)
        overlay.label = text("mk,resources", in: &contents)
        overlay.fragments = contents.takeNodes { $0.name.hasPrefix("fragment@") }.map { fragment($0) }
        overlay.other = contents.leftover
        return overlay
    }

    private mutating func fragment(_ node: FlattenedDeviceTree.Node) -> OverlayFragment {
        var contents = NodeContents(node)
        var fragment = OverlayFragment(
            name: node.name, target: text("target-path", in: &contents), operations: nil)
        if let node = contents.takeNode("__overlay__") {
            var inner = NodeContents(node)
            let operations = inner.takeNodes { OverlayOperation.Kind(rawValue: $0.baseName) != nil }
            var seen: Set<OverlayOperation.Kind> = []
            fragment.operations = operations.compactMap { node in
                guard let kind = OverlayOperation.Kind(rawValue: node.baseName) else { return nil }
                if !seen.insert(kind).inserted { remark(.hiddenOperation, node) }
                return operation(kind, node)
            }
            fragment.otherOperations = inner.leftover
        }
        fragment.other = contents.leftover
        return fragment
    }

    private mutating func operation(
        _ kind: OverlayOperation.Kind, _ node: FlattenedDeviceTree.Node
    ) -> OverlayOperation {
        var contents = NodeContents(node)
        let action: OverlayOperation.Action =
            switch kind {
            case .createInstance: .createInstance(request(in: &contents))
            case .removeInstance: .removeInstance(name: text("instance-name", in: &contents))
            case .addMemory: .addMemory(memoryItems(in: &contents))
            case .removeMemory: .removeMemory(memoryItems(in: &contents))
            case .addCPUs: .addCPUs(cpuItems(in: &contents))
            case .removeCPUs: .removeCPUs(cpuItems(in: &contents))
            case .addDevices: .addDevices(deviceItems(in: &contents))
            case .removeDevices: .removeDevices(deviceItems(in: &contents))
            }
        var operation = OverlayOperation(action)
        operation.name = node.name
        // A request keeps what is left by itself.
        if kind != .createInstance { operation.other = contents.leftover }
        return operation
    }

    private mutating func request(in contents: inout NodeContents) -> InstanceRequest {
        var request = InstanceRequest(name: text("instance-name", in: &contents), resources: nil)
        request.id = number32("id", in: &contents)
        request.resources = contents.takeNode("resources").map { instanceResources($0) }
        request.options = contents.takeNode("options").map { options($0) }
        request.chosen = contents.takeNode("chosen").map { NodeContents($0).leftover }
        request.other = contents.leftover
        return request
    }

    private mutating func memoryItems(in contents: inout NodeContents) -> [OverlayMemory] {
        contents.takeNodes { $0.name.hasPrefix("memory@") }.map { node in
            var item = NodeContents(node)
            let extent = extent(in: &item)
            var memory = OverlayMemory(
                name: node.name, extent: extent, numaNode: number32("numa-node-id", in: &item))
            memory.other = item.leftover
            return memory
        }
    }

    private mutating func cpuItems(in contents: inout NodeContents) -> [OverlayCPU] {
        contents.takeNodes { $0.name.hasPrefix("cpu@") }.map { node in
            var item = NodeContents(node)
            let id = wideOrNarrow("reg", in: &item)
            var cpu = OverlayCPU(
                name: node.name, id: id?.value, width: id?.width ?? .bits64,
                numaNode: number32("numa-node-id", in: &item))
            cpu.other = item.leftover
            return cpu
        }
    }

    private mutating func deviceItems(in contents: inout NodeContents) -> [OverlayDevice] {
        contents.takeNodes { $0.name.hasPrefix("pci@") }.map { node in
            var item = NodeContents(node)
            var device = OverlayDevice(
                name: node.name, pciID: text("pci-id", in: &item), alias: text("alias", in: &item),
                driver: text("driver", in: &item))
            device.other = item.leftover
            if let text = device.pciID, device.address == nil { remark(.badPCIAddress(text), node, "pci-id") }
            return device
        }
    }
}
