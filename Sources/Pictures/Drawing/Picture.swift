/// A map of memory, processors and devices by owner, before it is drawn: what there is to see and in which order.
///
/// Bars are already divided into as many columns as the drawing has, so that a picture stays small whatever it is of.
public struct Picture: Hashable, Sendable {
    /// What it is a picture of.
    public var title: String
    /// What to know of it at once: short labels with a text each.
    public var facts: [Fact] = []
    /// Everyone who has something, by the number that the parts use.
    public var owners: [Owner] = []
    /// What the figures of owners are called.
    public var headings: [String] = []
    /// The parts, from top to bottom.
    public var parts: [Part] = []

    /// A picture of nothing yet.
    public init(title: String) {
        self.title = title
    }

    /// A label with a text.
    public struct Fact: Hashable, Sendable {
        /// The label.
        public var label: String
        /// The text.
        public var text: String
    }

    /// A part with a heading of its own.
    public enum Part: Hashable, Sendable {
        /// Memory to scale.
        case memory(title: String, bars: [MemoryBar])
        /// Processors.
        case processors(CPUGrid)
        /// Devices below their bridges.
        case devices(DeviceForest)
        /// What a change moves.
        case changes(ChangeList)
    }
}

/// Someone who has memory, processors or devices.
public struct Owner: Hashable, Sendable {
    /// The name, as the input has it.
    public var name: String
    /// How it is told from others.
    public var paint: Paint
    /// What else to say of it in a word: its number, how many files it has.
    public var note = ""
    /// The figures, under the headings of the picture.
    public var figures: [String] = []
    /// How many bytes it has.
    public var bytes: UInt64 = 0
    /// What is listed below it, each with its figures.
    public var details: [Detail] = []
    /// Whether it has anything, or has to be told of even so.
    public var isListed = true

    /// An owner.
    public init(_ name: String, _ paint: Paint) {
        self.name = name
        self.paint = paint
    }

    /// A line below an owner.
    public struct Detail: Hashable, Sendable {
        /// What it is.
        public var name: String
        /// The figures, under the headings of the picture.
        public var figures: [String]
    }
}
