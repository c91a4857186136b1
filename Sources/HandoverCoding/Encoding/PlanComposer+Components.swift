import HandoverState
import PhysicalMemory

extension PlanComposer {
    /// An object bound to files, its places settled.
    func settled(_ object: FileLifecycleBound) -> FileLifecycleBound {
        var object = object
        object.component = object.component.map { settled($0) }
        return object
    }

    /// A component with the memory that it refers to. What stands for structures is settled where they are written.
    func settled(_ component: ComponentState) -> ComponentState {
        var component = component
        component.root = settled(component.root)
        return component
    }

    private func settled(_ object: ComponentObject) -> ComponentObject {
        var object = object
        for index in object.members.indices {
            switch object.members[index].value {
            case .address(let place):
                if let value = places[place] { object.members[index].value = value }
            case .object(let inner): object.members[index].value = .object(settled(inner))
            case .objects(let list): object.members[index].value = .objects(list.map { settled($0) })
            default: break
            }
        }
        return object
    }
}
