import ArgumentParser
import HandoverAnalysis
import MemoryDumps
import Rehearsal

/// What is to be booted with the handover.
struct NextKernelOptions: ParsableArguments {
    @Option(help: "The kernel to come (a bzImage): it has to fit into the scratch areas.", completion: .file())
    var kernel: String?

    @Option(help: "The initrd to come.", completion: .file())
    var initrd: String?

    /// How much memory both take until the next kernel can look at the memory map; `nil` where neither is named.
    func bootSize() throws -> UInt64? {
        var sizes: [UInt64] = []
        if let kernel {
            do throws(RehearsalError) {
                sizes.append(try KernelImage.read(kernel).initialSize)
            } catch {
                throw Diagnostics.fail(error)
            }
        }
        if let initrd {
            guard let size = InputSearch.size(of: initrd) else {
                throw Diagnostics.fail("\(initrd): no file whose size could be told")
            }
            sizes.append(size)
        }
        // Each begins on a page of its own; a file's size is less than 2^63.
        return sizes.isEmpty ? nil : sizes.reduce(0) { $0 + (($1 + 4095) & ~4095) }
    }
}
