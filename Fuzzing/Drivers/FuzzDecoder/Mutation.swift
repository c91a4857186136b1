import CFuzzer
import FuzzTargets

/// What libFuzzer calls to make an input out of another one.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: CUnsignedInt) -> Int {
    // The fuzzer's buffer has room for `limit` bytes, of which the first `count` are the input.
    let buffer = unsafe UnsafeMutableBufferPointer(start: bytes, count: count)
    var mutator = WordMutator(unsafe Array(buffer), seed: seed)
    mutator.mutate { window in
        // The fuzzer is told not to make more of it.
        unsafe window.withUnsafeMutableBufferPointer { view in
            if let start = view.baseAddress { _ = unsafe LLVMFuzzerMutate(start, view.count, view.count) }
        }
    }
    for index in 0..<count { unsafe buffer[index] = mutator.bytes[index] }
    return count
}
