/// How a page looks: colours and patterns of owners, fonts, light and dark.
enum SVGStyle {
    /// Eight colours that people with any kind of colour vision tell apart (after Okabe and Ito).
    private static let series = [
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#c9b400", "#8c6bb1",
    ]

    /// The name of a paint in the style sheet.
    static func name(of paint: Paint) -> String {
        switch paint {
        case .series(let index): "s\(index)"
        case .others(let turn): "others\(turn & 1)"
        case .free: "free"
        case .host: "host"
        case .lent: "lent"
        case .buffer: "buffer"
        case .scratch: "scratch"
        case .structure: "structure"
        case .map: "map"
        case .unclaimed: "unclaimed"
        case .conflict: "conflict"
        }
    }

    /// The colour below the pattern, for light and dark pages, and the pattern.
    private static func look(of paint: Paint) -> (light: String, dark: String, pattern: Pattern) {
        switch paint {
        case .series(let index):
            let colour = series[index % series.count]
            return (colour, colour, Pattern.allCases[index / series.count % 3])
        case .others(let turn):
            return turn & 1 == 0 ? ("#aeb6bf", "#aeb6bf", .crossed) : ("#6e7781", "#6e7781", .crossed)
        case .free: return ("#d3dee9", "#2b3440", .none)
        case .host: return ("#a9b4c0", "#515c6b", .none)
        case .lent: return ("#8b949e", "#8b949e", .diagonal)
        case .buffer: return ("#1b1f24", "#f0f3f6", .none)
        case .scratch: return ("#e3e9f0", "#262e38", .dotted)
        case .structure: return ("#1b1f24", "#f0f3f6", .none)
        case .map: return ("#5c6773", "#8d98a5", .dotted)
        case .unclaimed: return ("#9aa4b0", "#6b7684", .none)
        case .conflict: return ("#d1001f", "#ff4d5e", .crossed)
        }
    }

    private enum Pattern: CaseIterable {
        case none, diagonal, dotted, crossed

        var steps: String {
            switch self {
            case .none: ""
            case .diagonal: "<path d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\" class=\"hatch\"/>"
            case .dotted:
                "<circle cx=\"2\" cy=\"2\" r=\"1.2\" class=\"dot\"/><circle cx=\"6\" cy=\"6\" r=\"1.2\" class=\"dot\"/>"
            case .crossed: "<path d=\"M0 0l8 8M0 8l8-8\" class=\"hatch\"/>"
            }
        }
    }

    /// Whether text on a paint is light.
    static func textClass(on paint: Paint) -> String {
        switch paint {
        case .series(let index): [0, 7].contains(index % series.count) ? "on light" : "on dark"
        case .conflict: "on light"
        case .structure, .buffer: "on bg"
        case .map: "on light"
        case .free, .host, .scratch: "on t"
        default: "on dark"
        }
    }

    /// The name of the plain colour below a pattern; `nil` where a paint has none.
    static func below(_ paint: Paint) -> String? {
        look(of: paint).pattern == .none ? nil : name(of: paint) + "-below"
    }

    /// The style sheet and the patterns of the paints that occur.
    static func definitions(_ paints: Set<Paint>) -> String {
        let names = paints.sorted { name(of: $0) < name(of: $1) }
        var light = ""
        var dark = ""
        var patterns = ""
        for paint in names {
            let look = look(of: paint)
            let name = name(of: paint)
            let target = look.pattern == .none ? ".\(name)" : ".\(name)-below"
            light += "\(target){fill:\(look.light)}\n"
            if look.dark != look.light { dark += "\(target){fill:\(look.dark)}" }
            if look.pattern != .none {
                light += ".\(name){fill:url(#\(name))}\n"
                patterns +=
                    "<pattern id=\"\(name)\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
                    + "<rect width=\"8\" height=\"8\" class=\"\(name)-below\"/>\(look.pattern.steps)</pattern>\n"
            }
        }
        return "<style>\n" + sheet + light + "@media (prefers-color-scheme:dark){" + darkSheet + dark + "}\n</style>\n"
            + (patterns.isEmpty ? "" : "<defs>\n\(patterns)</defs>\n")
    }

    private static let sheet = """
        text{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}
        .page{fill:#fff}.t{fill:#1b1f24}.b{fill:#1b1f24;font-weight:bold}.q{fill:#5c6773}.bg{fill:#fff}
        .light{fill:#fff}.dark{fill:#101418}.on{pointer-events:none}
        .hatch{stroke:#fff;stroke-opacity:.75;stroke-width:2;fill:none}.dot{fill:#fff;fill-opacity:.85}
        .scratch+.dot{fill:#9aa4b0}
        .track{fill:#f4f6f8}.edge{fill:none;stroke:#aab3bd}.dash{fill:none;stroke:#5c6773;stroke-dasharray:4 3}
        .line{fill:none;stroke:#5c6773}.disc{fill:#1b1f24}
        .chip{fill:#f4f6f8;stroke:#d5dbe1}

        """

    private static let darkSheet =
        ".page,.bg{fill:#0d1117}.t,.b,.disc{fill:#e6edf3}.q{fill:#9da7b3}.track{fill:#161b22}"
        + ".edge{stroke:#484f58}.dash,.line{stroke:#9da7b3}.chip{fill:#161b22;stroke:#30363d}"
}
