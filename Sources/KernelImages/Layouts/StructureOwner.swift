/// Which version strings stand for a structure: a change of it should change one of them.
enum StructureOwner {
    /// The parts of the handover that a structure may belong to; the first that a kernel has is the one.
    static func components(of name: String) -> [String] {
        switch name {
        case "luo_session_header_ser", "luo_session_ser", "luo_file_set_ser", "luo_file_ser": ["luo-session", "luo"]
        case "luo_flb_header_ser", "luo_flb_ser": ["luo-flb", "luo"]
        case "kho_block_header_ser": ["luo"]
        case "kho_kexec_metadata": ["kexec-metadata"]
        // The boot protocol has no version of its own for it.
        case "setup_data", "kho_data": []
        case _ where name.contains("memfd"): ["memfd"]
        case _ where name.contains("luo"): ["luo"]
        case _ where name.contains("kho"): ["kho"]
        default: []
        }
    }

    /// Whether a structure is handed over, as its name goes: `luo_file_ser`, `khoser_mem_chunk`.
    static func isHandedOver(_ name: String) -> Bool {
        ExpectedStructure.knownNames.contains(name) || name.hasPrefix("khoser_") || name.hasPrefix("kho_vmalloc")
            || (name.hasSuffix("_ser") && components(of: name) != [])
    }
}
