extension DeviceTreeWriter {
    /// Writes a property without a value.
    public mutating func property(_ name: String) throws(DeviceTreeError) {
        try property(name, .empty)
    }

    /// Writes a property of any bytes.
    public mutating func property(_ name: String, bytes: [UInt8]) throws(DeviceTreeError) {
        try property(name, DeviceTreeValue(bytes))
    }

    /// Writes a string and its NUL, as `fdt_property_string` does.
    public mutating func property(_ name: String, string: String) throws(DeviceTreeError) {
        try property(name, .string(string))
    }

    /// Writes strings, each with its NUL.
    public mutating func property(_ name: String, strings: [String]) throws(DeviceTreeError) {
        try property(name, .strings(strings))
    }

    /// Writes a little-endian 32-bit number.
    public mutating func property(_ name: String, native32 value: UInt32) throws(DeviceTreeError) {
        try property(name, .native32(value))
    }

    /// Writes a little-endian 64-bit number.
    public mutating func property(_ name: String, native64 value: UInt64) throws(DeviceTreeError) {
        try property(name, .native64(value))
    }

    /// Writes little-endian 64-bit numbers.
    public mutating func property(_ name: String, native64s values: [UInt64]) throws(DeviceTreeError) {
        try property(name, .native64s(values))
    }

    /// Writes a big-endian 32-bit number, as `fdt_property_u32` does.
    public mutating func property(_ name: String, bigEndian32 value: UInt32) throws(DeviceTreeError) {
        try property(name, .bigEndian32(value))
    }

    /// Writes a big-endian 64-bit number, as `fdt_property_u64` does.
    public mutating func property(_ name: String, bigEndian64 value: UInt64) throws(DeviceTreeError) {
        try property(name, .bigEndian64(value))
    }

    /// Writes big-endian 32-bit numbers.
    public mutating func property(_ name: String, cells: [UInt32]) throws(DeviceTreeError) {
        try property(name, .cells(cells))
    }
}
