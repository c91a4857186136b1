public import HandoverABI
public import HandoverState

extension ComponentObject {
    /// The object without places, and without the members that lists are chained by.
    public func withoutPlaces(_ format: ComponentFormat, chainedBy next: String? = nil) -> ComponentObject {
        var result = self
        result.address = nil
        if let next { result[next] = nil }
        guard let structure = format.structure(structure) else { return result }
        for member in structure.members {
            let next: String? = if case .list(_, let next) = member.type { next } else { nil }
            switch self[member.name] {
            case .object(let inner)?: result[member.name] = .object(inner.withoutPlaces(format))
            case .objects(let objects)?:
                result[member.name] = .objects(objects.map { $0.withoutPlaces(format, chainedBy: next) })
            default: break
            }
        }
        return result
    }
}
