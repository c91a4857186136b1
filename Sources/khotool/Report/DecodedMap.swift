import HandoverCoding
import HandoverState
import Multikernel
import Pictures

/// The map of what was decoded, as a drawing or as text.
struct DecodedMap {
    /// Who has what, with bars of a number of columns.
    private let picture: (_ columns: Int) -> Picture

    /// The map of a handover; where its structures lie is told by its reader, where there was one.
    init(_ handover: Handover, structures: [LocatedStructure]) {
        let map = HandoverMap(handover, structures: structures)
        picture = { map.picture(columns: $0) }
    }

    /// The map of a tree of several kernels.
    init(_ tree: MultikernelTree) {
        let map = MultikernelMap(tree)
        picture = { map.picture(columns: $0) }
    }

    /// The drawing.
    var svg: String { SVGDrawing(picture(SVGDrawing.columns)).text }

    /// The text, line by line, as wide as the terminal.
    func lines(style: TextStyle) -> [String] {
        let width = Terminal.width
        let drawing = TextDrawing(
            picture(TextDrawing.columns(width: width)), width: width, characters: Terminal.hasBlocks ? .blocks : .ascii
        ) { mark, text in
            switch mark {
            case .heading: style.heading(text)
            case .quiet: style.quiet(text)
            }
        }
        return drawing.lines()
    }
}
