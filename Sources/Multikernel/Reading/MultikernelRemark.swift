/// Something about the shape of a tree that its contents do not tell: what was assumed, and what could not be read.
public struct MultikernelRemark: Hashable, Sendable {
    /// What is remarked.
    public var kind: Kind
    /// The path of the node: `/instances/blue/resources`.
    public var path: String
    /// The name of the property, where it is about one.
    public var property: String?

    /// A remark about a node, or about one of its properties.
    public init(_ kind: Kind, path: String, property: String? = nil) {
        self.kind = kind
        self.path = path
        self.property = property
    }

    /// What can be remarked.
    public enum Kind: Hashable, Sendable {
        /// The length of a list of processors leaves the width of its cells open, and nothing else in the tree tells.
        case widthAssumed(CPUList.CellWidth)
        /// A list of processors is no multiple of four bytes long.
        case lengthFitsNoWidth(bytes: Int)
        /// A property has a length that no reader takes.
        case wrongLength(bytes: Int, expected: String)
        /// A property that should be text is none.
        case notText
        /// Memory says where it is and how much is asked for.
        case placeAndSize
        /// Memory says neither where it is nor how much is asked for.
        case neitherPlaceNorSize
        /// `device-type` is missing (`nil`) or one that kernels pass over.
        case unknownDeviceType(String?)
        /// `pci-id` is no address.
        case badPCIAddress(String)
        /// A node has another property of the same name, which readers never see.
        case duplicateProperty
        /// A node has another of the same name beside it, which readers never see.
        case duplicateNode
        /// An overlay in the words of the first versions: `mk,instance` and `region@N`.
        case oldOverlay
        /// A node has another operation of the same kind before it, which kernels take instead.
        case hiddenOperation
        /// A node `pci@N` of the root without the `compatible` by which kernels find host bridges.
        case notAHostBridge
        /// There was more to remark, which is left out.
        case moreLeftOut
    }
}

extension MultikernelRemark {
    /// What is remarked, in words: one line without the place and without a full stop.
    public var message: String {
        let name = property.map { "\"\($0)\"" } ?? "the node"
        return switch kind {
        case .widthAssumed(let width):
            "\(name) can be read as cells of 64 or of 32 bits, and nothing in the tree tells which; "
                + "\(width.rawValue) was assumed"
        case .lengthFitsNoWidth(let bytes):
            "\(name) has \(bytes) bytes, which are no whole number of processors"
        case .wrongLength(let bytes, let expected): "\(name) has \(bytes) bytes, expected \(expected)"
        case .notText: "\(name) is not text that ends with a NUL"
        case .placeAndSize: "memory has both \"reg\" and \"size\""
        case .neitherPlaceNorSize: "memory has neither a \"reg\" nor a \"size\" that can be read"
        case .unknownDeviceType(nil): "a device without a \"device-type\" that can be read, which kernels pass over"
        case .unknownDeviceType(let type?): "a device of type \"\(type)\", which kernels pass over"
        case .badPCIAddress(let text): "\(name) is \"\(text)\", which is no PCI address such as 0000:3b:00.1"
        case .duplicateProperty: "\(name) is there more than once; readers take the first"
        case .duplicateNode: "there is more than one node of this name; readers take the first"
        case .oldOverlay: "a change in the words of the first versions, which kernels of today do not understand"
        case .hiddenOperation: "another operation of this kind stands before it, and kernels take the first"
        case .notAHostBridge:
            "the node lacks compatible = \"multikernel,pci-host-bridge\", by which kernels find host bridges"
        case .moreLeftOut: "there is more to remark, which is left out"
        }
    }
}
