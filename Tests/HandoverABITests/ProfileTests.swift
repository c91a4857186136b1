import HandoverABI
import Testing

@Suite("Releases and profiles")
struct ProfileTests {
    @Test(
        "The release that a version string begins with",
        arguments: [
            ("6.17.8-kho", 6, 17), ("7.3-rc4", 7, 3), ("6.16", 6, 16), ("7.2.", 7, 2), ("6.18+deb14-amd64", 6, 18),
            ("006.016", 6, 16), ("9223372036854775807.0", .max, 0),
        ] as [(String, Int, Int)])
    func releases(text: String, major: Int, minor: Int) {
        #expect(KernelRelease(parsing: text) == KernelRelease(major, minor))
    }

    @Test(
        "What is no release",
        arguments: [
            "", ".", "6", "6.", ".6", "v6.17", "6.x", "-6.17", "+6.17", "6.-17", "6.+17", " 6.17", "6 .17", "٦.١٧",
            "9223372036854775808.0", "6.99999999999999999999", "\u{0}6.17", "linux-6.17",
        ])
    func noReleases(text: String) {
        #expect(KernelRelease(parsing: text) == nil)
    }

    @Test("Releases are ordered by number, not by letter")
    func order() {
        #expect(KernelRelease(6, 9) < KernelRelease(6, 16))
        #expect(KernelRelease(6, 19) < KernelRelease(7, 0))
        #expect("\(KernelRelease(6, 17))" == "6.17")
    }

    @Test("Every name and every release names its profile")
    func names() {
        for profile in Profile.all {
            #expect(Profile.named(profile.name) == profile)
            for release in profile.releases {
                #expect(Profile.named("\(release)") == profile)
                #expect(Profile.named("\(release).11-kho+") == profile)
                #expect(Profile.named("\(release)-rc4") == profile)
            }
        }
        #expect(Set(Profile.all.map(\.name)).count == Profile.all.count)
        #expect(Set(Profile.all.flatMap(\.releases)).count == Profile.all.flatMap(\.releases).count)
    }

    @Test(
        "Names that need care",
        arguments: [
            ("6.17.8", "linux-6.16"), ("linux-6.17", "linux-6.16"), ("7.3-rc4", "linux-7.2"),
            ("linux-7.3", "linux-7.2"),
            ("7.0.4", "linux-7.0-release"), ("7.0", "linux-7.0-release"), ("linux-7.0.4", "linux-7.0-release"),
            ("linux-7.0-release", "linux-7.0-release"), ("linux-7.0", "linux-7.0"),
        ])
    func named(name: String, profile: String) {
        #expect(Profile.named(name)?.name == profile)
    }

    @Test(
        "What names none", arguments: ["", "linux-", "6.15", "8.0", "kho-v4", "linux-linux-7.2", "Linux-7.2", "latest"])
    func unnamed(name: String) {
        #expect(Profile.named(name) == nil)
    }

    @Test("The two profiles of 7.0 are the release and the development tree")
    func seven() {
        #expect(Profile.named("linux-7.0")?.compatible == "kho-v2")
        #expect(Profile.named("7.0")?.compatible == "kho-v1")
        #expect(Profile.named("7.0")?.liveUpdate?.hasFLBs == true)
    }

    @Test("Version strings by profile")
    func versions() {
        #expect(
            Profile.all.map(\.compatible) == ["kho-v1", "kho-v1", "kho-v1", "kho-v1", "kho-v2", "kho-v3", "kho-v4"])
        #expect(
            Profile.all.map { $0.liveUpdate?.compatible }
                == [nil, nil, "luo-v1", "luo-v1", "luo-v1", "luo-v1", "luo-v5"])
        #expect(
            Profile.all.map { $0.memfd?.rawValue }
                == [nil, nil, "memfd-v1", "memfd-v1", "memfd-v2", "memfd-v2", "memfd-v2"])
        #expect(Profile.all.map(\.hasKexecMetadata) == [false, false, false, false, false, true, true])
        #expect(Profile.all.map { $0.subtreeSize != nil } == [false, false, false, false, false, true, true])
    }

    @Test("Levels of the radix tree at 4, 16 and 64 KiB")
    func levels() {
        let shifts = Profile.pageShifts
        #expect(shifts.map { RadixGeometry(.orderZeroPosition, pageShift: $0).levels } == [6, 4, 4])
        #expect(shifts.map { RadixGeometry(.keyWidth, pageShift: $0).levels } == [6, 5, 4])
        #expect(Profile.linux70.map == .radix(.orderZeroPosition))
        #expect(Profile.linux71.map == .radix(.keyWidth) && Profile.linux72.map == .radix(.keyWidth))
    }

    @Test("Widths of the radix tree's keys at 4, 16 and 64 KiB")
    func geometry() {
        let shapes = Profile.pageShifts.map { RadixGeometry(.keyWidth, pageShift: $0) }
        #expect(shapes.map(\.orderZeroPosition) == [52, 50, 48])
        #expect(shapes.map(\.leafBits) == [15, 17, 19])
        #expect(shapes.map(\.tableBits) == [9, 11, 13])
        #expect(shapes.map(\.tableEntries) == [512, 2048, 8192])
        #expect(shapes.map(\.wordsPerNode) == [512, 2048, 8192])
    }
}
