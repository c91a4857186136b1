import Captures
import HandoverAnalysis
import HandoverDocument
import HandoverState
import Multikernel

extension Inspection {
    /// What is wrong with a device tree that is no handover: one of several kernels, or one that belongs elsewhere.
    func findings(in capture: TreeCapture) -> [Finding] {
        guard let input = try? MultikernelInput(capture) else { return [unrelated(capture)] }
        return findings(in: input)
    }

    /// What is wrong with a tree of several kernels, with where it stands.
    func findings(in input: MultikernelInput) -> [Finding] {
        input.placed(MultikernelValidator().findings(in: input.reading, size: input.size))
    }

    /// What is wrong with the tree that a document tells of, by line and column.
    func outcome(ofMultikernel document: [UInt8], at path: String) -> Outcome {
        do {
            return .findings(findings(in: try MultikernelInput(path, document: document)))
        } catch {
            return .unusable([Finding(error)])
        }
    }
}

extension Finding {
    /// That no tree of several kernels could be read.
    init(_ error: MultikernelInputError) {
        switch error {
        case .document(let error): self.init(error)
        case .tree(let error): self.init(.inputUnusable, path: error.path, error.reason)
        case .blob: self.init(.documentBroken, path: "/", error.description)
        }
    }
}
