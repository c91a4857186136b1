import HandoverState

/// Processors: between the kernel and its pool, and between the pool and instances.
extension OverlayRun {
    mutating func addCPU(_ cpu: UInt64, to target: Target, at place: String) throws(Refusal) {
        guard case .instance(let name) = target, let instance = machine[name] else {
            return try addCPUToPool(cpu, at: place)
        }
        guard machine.freeCPUs.contains(cpu) else {
            let reason =
                if instance.cpus.contains(cpu) {
                    "\(name) has CPU \(cpu) already"
                } else if let owner = machine.owner(of: cpu) {
                    "CPU \(cpu) is \(owner)'s"
                } else {
                    "CPU \(cpu) is not in the pool"
                }
            throw Refusal(.applyCPUTaken, .EBUSY, at: place, reason)
        }
        if instance.state == .active {
            remark(
                .applyUnknowable, place,
                "\(name) runs, and takes CPU \(cpu) only if it was told of it when it was started (else ENODEV)")
        }
        machine.freeCPUs.remove(cpu)
        machine.change(name) { $0.cpus.insert(cpu) }
        step(place, "CPU \(cpu): pool -> \(name)")
    }

    mutating func removeCPU(_ cpu: UInt64, from target: Target, at place: String) throws(Refusal) {
        guard case .instance(let name) = target, let instance = machine[name] else {
            guard machine.freeCPUs.remove(cpu) else {
                let reason = machine.owner(of: cpu).map { "CPU \(cpu) is \($0)'s" } ?? "CPU \(cpu) is not in the pool"
                throw Refusal(.applyCPUTaken, .EBUSY, at: place, reason)
            }
            return step(place, "CPU \(cpu): pool -> host")
        }
        guard instance.cpus.contains(cpu) else {
            let errno: KernelError = instance.state == .active ? .ENODEV : .EINVAL
            throw Refusal(.applyCPUForeign, errno, at: place, "\(name) does not have CPU \(cpu)")
        }
        if instance.state == .active, instance.cpus.first == cpu {
            throw Refusal(.applyBootCPU, .EINVAL, at: place, "CPU \(cpu) is the one that \(name) was started on")
        }
        if instance.cpus.count == 1 {
            remark(.applyUnwise, place, "\(name) has no CPU left, which no kernel minds until it is started")
        }
        machine.change(name) { $0.cpus.remove(cpu) }
        machine.freeCPUs.insert(cpu)
        step(place, "CPU \(cpu): \(name) -> pool")
    }

    private mutating func addCPUToPool(_ cpu: UInt64, at place: String) throws(Refusal) {
        if machine.freeCPUs.contains(cpu) {
            throw Refusal(.applyCPUAbsent, .EINVAL, at: place, "CPU \(cpu) is in the pool already")
        }
        if let owner = machine.owner(of: cpu) {
            throw Refusal(.applyCPUAbsent, .EINVAL, at: place, "CPU \(cpu) is in the pool already, and \(owner)'s")
        }
        if let known = machine.machineCPUs, !known.contains(cpu) {
            throw Refusal(.applyCPUAbsent, .EINVAL, at: place, "the machine has no CPU \(cpu)")
        }
        if cpu == 0 {
            remark(
                .applyUnknowable, place,
                "CPU 0 is mostly the one that the host was started on, which it does not give away (EINVAL)")
        }
        machine.freeCPUs.insert(cpu)
        step(place, "CPU \(cpu): host -> pool")
    }
}

extension RunningMachine {
    /// Changes an instance where it is, so that nothing of it is copied.
    mutating func change(_ name: String, _ body: (inout RunningInstance) -> Void) {
        guard var instance = take(name) else { return }
        body(&instance)
        put(instance)
    }
}
