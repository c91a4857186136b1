import FuzzTargets

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // The fuzzer's buffer is copied, so that a read past its end is one past the end of an array.
    unsafe FuzzTarget.components.run([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
