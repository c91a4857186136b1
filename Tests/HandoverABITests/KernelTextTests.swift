import HandoverABI
import Testing

@Suite("Names of any bytes")
struct KernelTextTests {
    private func text(_ bytes: [UInt8]) -> KernelText { KernelText(field: bytes[...]) }

    private func expectRoundTrip(_ bytes: [UInt8]) {
        let shown = text(bytes + [0]).description
        #expect(KernelText.bytes(of: shown) == bytes, "\(bytes)")
        #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || (0x7f..<0xa0).contains($0.value) }, "\(bytes)")
    }

    @Test("Every single byte, and every pair that begins a sequence, comes back from its escaped form")
    func shortStrings() {
        for first in 1...UInt8.max {
            expectRoundTrip([first])
            for second: UInt8 in [0x20, 0x5c, 0x61, 0x7f, 0x80, 0x8e, 0x9f, 0xa8, 0xbf, 0xc0, 0xff] {
                expectRoundTrip([first, second])
                expectRoundTrip([0xe2, first, second])
                expectRoundTrip([0xf0, 0x9f, first, second])
            }
        }
    }

    @Test("Random bytes and random characters come back from their escaped form")
    func randomStrings() {
        var generator = SeededGenerator(seed: 0x7e97)
        for _ in 0..<5_000 {
            expectRoundTrip(generator.list(upTo: 64) { UInt8.random(in: 1...255, using: &$0) })
            var scalars = String.UnicodeScalarView()
            for _ in 0..<8 {
                let value = max(1, UInt32(generator.number(bits: 21)))
                scalars.append(Unicode.Scalar(value) ?? "\\")
            }
            expectRoundTrip(Array(String(scalars).utf8))
        }
    }

    @Test(
        "Text that could rewrite the line it is printed on is shown as bytes",
        arguments: [
            "\u{1b}[2J", "\r", "\u{9b}A", "\u{202e}", "\u{2066}", "\u{200f}", "\u{61c}", "\u{2028}", "\u{feff}",
        ])
    func dangerous(string: String) {
        let shown = text(Array(string.utf8) + [0]).description
        #expect(shown.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
        #expect(shown.hasPrefix("\\x"))
    }

    @Test("Plain text and other languages stay readable")
    func readable() {
        for string in ["vm-0", "a b", "Übung", "日本語", "😀", ""] {
            #expect(text(Array(string.utf8) + [0]).description == string)
        }
        #expect(text(Array("a\\b".utf8) + [0]).description == "a\\\\b")
    }

    @Test("Fields without NUL, with bytes behind it, of nothing")
    func fields() {
        let full = text([0x61, 0x62])
        #expect(full.bytes == [0x61, 0x62] && !full.isTerminated && full.isPadded)
        let stale = text([0x61, 0, 0x62, 0])
        #expect(stale.bytes == [0x61] && stale.isTerminated && !stale.isPadded)
        let padded = text([0x61, 0, 0])
        #expect(padded.bytes == [0x61] && padded.isTerminated && padded.isPadded)
        let zero = text([0])
        #expect(zero.bytes == [] && zero.isTerminated && zero.isPadded)
        let nothing = text([])
        #expect(nothing.bytes == [] && !nothing.isTerminated)
        // A slice counts from its own start.
        #expect(KernelText(field: [1, 2, 0x61, 0, 9][2..<4]).bytes == [0x61])
    }

    @Test("Escapes that are not whole are refused", arguments: ["\\", "\\x", "\\x1", "\\xg0", "\\x0g", "\\n", "a\\"])
    func broken(string: String) {
        #expect(KernelText.bytes(of: string) == nil)
    }

    @Test("Escapes are read in both cases")
    func cases() {
        #expect(KernelText.bytes(of: "\\xAb\\xfF\\\\") == [0xab, 0xff, 0x5c])
    }
}
