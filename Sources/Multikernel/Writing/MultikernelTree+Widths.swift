extension MultikernelTree {
    /// The tree with processors in cells of a width, as kernels of another time read them.
    ///
    /// The lists of a topology keep their width: kerf reads those in one cell whatever the others have.
    ///
    /// - Throws: `tooWide` for an identifier that has no room in one cell.
    public func withCPUWidth(_ width: CPUList.CellWidth) throws(MultikernelError) -> MultikernelTree {
        switch self {
        case .machine(var machine):
            try machine.pool?.cpus.widen(to: width, at: "/resources")
            try machine.pool?.freeCPUs.widen(to: width, at: "/resources")
            for index in (machine.instances ?? []).indices {
                let path = "/instances/\(machine.instances?[index].name ?? "")/resources"
                try machine.instances?[index].resources?.cpus.widen(to: width, at: path)
            }
            return .machine(machine)
        case .instance(var tree):
            try tree.instance.resources?.cpus.widen(to: width, at: "/resources")
            try tree.chosen?.poolCPUs.widen(to: width, at: "/chosen")
            return .instance(tree)
        case .overlay(var overlay):
            for index in overlay.fragments.indices { try overlay.fragments[index].widen(to: width) }
            return .overlay(overlay)
        }
    }
}

extension OverlayFragment {
    fileprivate mutating func widen(to width: CPUList.CellWidth) throws(MultikernelError) {
        guard var operations else { return }
        for index in operations.indices {
            let path = "/\(name)/__overlay__/\(operations[index].name)"
            switch operations[index].action {
            case .createInstance(var request):
                try request.resources?.cpus.widen(to: width, at: path + "/resources")
                operations[index].action = .createInstance(request)
            case .addCPUs(let cpus):
                operations[index].action = .addCPUs(try Self.widened(cpus, to: width, below: path))
            case .removeCPUs(let cpus):
                operations[index].action = .removeCPUs(try Self.widened(cpus, to: width, below: path))
            case .removeInstance, .addMemory, .removeMemory, .addDevices, .removeDevices: break
            }
        }
        self.operations = operations
    }

    private static func widened(
        _ cpus: [OverlayCPU], to width: CPUList.CellWidth, below path: String
    ) throws(MultikernelError) -> [OverlayCPU] {
        var cpus = cpus
        for index in cpus.indices {
            if let id = cpus[index].id { try width.check(id, at: "\(path)/\(cpus[index].name)") }
            cpus[index].width = width
        }
        return cpus
    }
}

extension CPUList? {
    fileprivate mutating func widen(to width: CPUList.CellWidth, at path: String) throws(MultikernelError) {
        guard let list = self else { return }
        for id in list.ids { try width.check(id, at: path) }
        self = CPUList(list.ids, width: width)
    }
}

extension CPUList.CellWidth {
    /// Refuses an identifier that has no room.
    fileprivate func check(_ id: UInt64, at path: String) throws(MultikernelError) {
        guard self == .bits32, UInt32(exactly: id) == nil else { return }
        throw MultikernelError(
            code: .tooWide, path: path,
            reason: "processor 0x\(String(id, radix: 16)) has no room in a cell of 32 bits")
    }
}
