extension ComponentFormat {
    /// The proposal to replace version strings by masks of features: the orchestrator's own root, and a memfd.
    static let features: [ComponentFormat] = [
        ComponentFormat(
            "luo", revision: "features", compatible: "LUO", place: .orchestrator, rank: 1, source: series,
            root: "luo_ser",
            structures: [
                masks("NUMBER", "SESSIONS", "FLBS"),
                ComponentStructure(
                    "luo_ser", size: 152,
                    [
                        ComponentMember("features", at: 0, .structure("luo_feature_hdr")),
                        ComponentMember("liveupdate_num", at: 128, .integer(8)),
                        ComponentMember("sessions_pa", at: 136, .blocks("luo_session_ser")),
                        ComponentMember("flbs_pa", at: 144, .pointer("luo_flb_header_ser")),
                    ]),
                ComponentStructure(
                    "luo_session_ser", size: 80,
                    [
                        ComponentMember("name", at: 0, .text(64)),
                        ComponentMember("files", at: 64, .blocks("luo_file_ser")),
                        ComponentMember("count", at: 72, .integer(8), .count(of: "files")),
                    ]),
                ComponentStructure(
                    "luo_file_ser", size: 64,
                    [
                        ComponentMember("name", at: 0, .text(48)), ComponentMember("data", at: 48, .integer(8)),
                        ComponentMember("token", at: 56, .integer(8)),
                    ]),
                ComponentStructure(
                    "luo_flb_header_ser", size: 16,
                    [
                        ComponentMember("pgcnt", at: 0, .integer(8)), ComponentMember("count", at: 8, .integer(8)),
                        ComponentMember("flbs", at: 16, .tail("luo_flb_ser", count: "count")),
                    ]),
                ComponentStructure(
                    "luo_flb_ser", size: 64,
                    [
                        ComponentMember("name", at: 0, .text(48)), ComponentMember("data", at: 48, .integer(8)),
                        ComponentMember("count", at: 56, .integer(8)),
                    ]),
            ],
            gaps: unseen),
        ComponentFormat(
            "memfd", revision: "features", compatible: "memfd", place: .file, rank: 1, source: series,
            root: "memfd_luo_ser",
            structures: [
                masks("SEALS", "FOLIOS"),
                ComponentStructure(
                    "memfd_luo_ser", size: 176,
                    [
                        ComponentMember("features", at: 0, .structure("luo_feature_hdr")),
                        ComponentMember("pos", at: 128, .integer(8)), ComponentMember("size", at: 136, .integer(8)),
                        ComponentMember(
                            "seals", at: 144, .integer(4),
                            bits: [
                                .init(0, "SEAL"), .init(1, "SHRINK"), .init(2, "GROW"), .init(3, "WRITE"),
                                .init(4, "FUTURE_WRITE"), .init(5, "EXEC"),
                            ]),
                        ComponentMember("flags", at: 148, .integer(4)),
                        ComponentMember("nr_folios", at: 152, .integer(8)),
                        ComponentMember("folios", at: 160, .folios(count: "nr_folios")),
                    ]),
            ],
            gaps: unseen),
    ]

    private static let series = "liveupdate: feature flags, RFC 0/3, 2026-09-03, Logan Odell"
    private static let unseen = [
        "the code that matches the masks is not known",
        "several versions side by side (RFC of 2026-07-31) are not modelled",
    ]

    /// What the producer knows, what a reader has to understand, what is used.
    private static func masks(_ names: String...) -> ComponentStructure {
        let bits = names.enumerated().map { ComponentMember.NamedValue(UInt64($0.offset), $0.element) }
        return ComponentStructure(
            "luo_feature_hdr", size: 128,
            [
                ComponentMember("supp", at: 0, .integer(8), bits: bits),
                ComponentMember("req", at: 8, .integer(8), bits: bits),
                ComponentMember("active", at: 16, .integer(8), bits: bits),
                ComponentMember("reserved", at: 24, .padding(104)),
            ])
    }
}
