private let luo = KernelSource("include/linux/kho/abi/luo.h", since: KernelRelease(6, 19))

/// The root of the Live Update Orchestrator's state since 7.2.
public enum LiveUpdateRoot {
    /// The version string, `luo-v5`.
    public static let compatible = Field("compatible", at: 0, width: 1, count: 8, .text)
    /// How many live updates there have been, this one included.
    public static let number = Field("liveupdate_num", at: 8, width: 8)
    /// The first block of sessions; 0 for none.
    public static let sessions = Field("sessions_pa", at: 16, width: 8, .address)
    /// The head of the FLB records; 0 for none.
    public static let flbs = Field("flbs_pa", at: 24, width: 8, .address)

    /// The structure behind the subtree `LUO`.
    public static let layout = Layout(
        "luo_ser", size: 32, fields: [compatible, number, sessions, flbs],
        sources: [KernelSource("include/linux/kho/abi/luo.h", since: KernelRelease(7, 2))])
}

/// The head of the array of sessions, 6.19 to 7.1.
public enum SessionHeader {
    /// How many sessions follow.
    public static let count = Field("count", at: 0, width: 8)

    /// The head; records follow in one contiguous run of pages.
    public static let layout = Layout(
        "luo_session_header_ser", size: 8, fields: [count], tail: "struct luo_session_ser[count]", sources: [luo])

    /// How many pages hold the head and the sessions.
    public static let pages = 16

    /// How many sessions fit.
    public static func capacity(pageShift: Int) -> Int {
        (pages << pageShift - layout.size) / SessionRecord.layout.size
    }
}

/// One session.
public enum SessionRecord {
    /// The name that user space gave it, unique.
    public static let name = Field("name", at: 0, width: 1, count: 64, .text)
    /// The files: an array up to 7.1, the first of a list of blocks since 7.2; 0 for none.
    public static let files = Field("file_set_ser.files", at: 64, width: 8, .address)
    /// How many files.
    public static let count = Field("file_set_ser.count", at: 72, width: 8)

    /// A session.
    public static let layout = Layout("luo_session_ser", size: 80, fields: [name, files, count], sources: [luo])
}

/// One preserved file.
public enum FileRecord {
    /// The version string of the handler that preserved it.
    public static let compatible = Field("compatible", at: 0, width: 1, count: 48, .text)
    /// What the handler stored.
    public static let data = Field("data", at: 48, width: 8, .opaque)
    /// The number by which user space asks for it, unique within the session.
    public static let token = Field("token", at: 56, width: 8)

    /// A file.
    public static let layout = Layout("luo_file_ser", size: 64, fields: [compatible, data, token], sources: [luo])

    /// How many pages hold a session's files up to 7.1.
    public static let pages = 2

    /// How many files a session has at most up to 7.1.
    public static func capacity(pageShift: Int) -> Int {
        (pages << pageShift) / layout.size
    }
}

/// The head of the array of file-lifecycle-bound objects.
public enum FLBHeader {
    /// How many pages hold the head and the records.
    public static let pages = Field("pgcnt", at: 0, width: 8)
    /// How many records follow.
    public static let count = Field("count", at: 8, width: 8)

    /// The head; records follow.
    public static let layout = Layout(
        "luo_flb_header_ser", size: 16, fields: [pages, count], tail: "struct luo_flb_ser[count]",
        sources: [KernelSource("include/linux/kho/abi/luo.h", since: KernelRelease(7, 0))])
}

extension FLBHeader {
    /// How many pages every kernel takes for the head and the records.
    public static let pageCount = 1

    /// How many records fit.
    public static func capacity(pageShift: Int) -> Int {
        (pageCount << pageShift - layout.size) / FLBRecord.layout.size
    }
}

/// One file-lifecycle-bound object.
public enum FLBRecord {
    /// The name by which the next kernel finds it, unique.
    public static let name = Field("name", at: 0, width: 1, count: 48, .text)
    /// What its owner stored.
    public static let data = Field("data", at: 48, width: 8, .opaque)
    /// How many preserved files depend on it.
    public static let count = Field("count", at: 56, width: 8)

    /// An object.
    public static let layout = Layout(
        "luo_flb_ser", size: 64, fields: [name, data, count], sources: FLBHeader.layout.sources)
}
