/// The document of a multikernel tree: the JSON or YAML text that people read and write instead of a blob.
///
/// One contract, written down in `Schemas/multikernel-1.json`. What khotool writes holds everything that a tree holds:
/// addresses, flags and identifiers of devices as hexadecimal strings, sizes, counts and processors as numbers. What
/// people write may leave out what follows from the rest (names of nodes, unit addresses, cell widths) and may use units
/// (`2GiB`) and ranges of processors (`4-7,12`).
public enum MultikernelDocument {
    /// The schema that a document names in its first key, and by which a reader knows it.
    public static let schema = "https://khotool.dev/schemas/multikernel-1.json"

    /// How many processors a document may speak of; a range of a few characters can claim any number of them.
    static let cpuLimit: UInt64 = 1 << 20

    /// What `compatible` holds where a document does not say.
    static let compatible = ["multikernel-v1"]
}
