import HandoverABI
import PhysicalMemory

extension ComponentFormat {
    /// The name of a list in pages of its own: that of its owner, and of the structure where that is not the first.
    static func listPath(
        _ path: String, of structure: ComponentStructure, at address: PhysicalAddress?, _ member: String,
        in format: ComponentFormat
    ) -> String {
        let inner = structure.name == format.root ? "" : "/\(address.map { "\($0)" } ?? structure.name)"
        return path + inner + "/" + member
    }
}
