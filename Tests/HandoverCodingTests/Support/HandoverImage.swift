import DeviceTree
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// A handover as a kernel would leave it in memory, and the state that it stands for.
///
/// Written from the kernels' sources and not with the decoder's own code, so that the two can be held against each other.
struct HandoverImage {
    let recipe: HandoverRecipe
    var memory: MemoryImage
    let root: PhysicalAddress
    /// What a decoder must find.
    let expected: HandoverState
    /// Where the structures lie, in the order in which they were written.
    let places: [Place: [PhysicalAddress]]

    /// The kinds of structure that tests damage.
    enum Place: Hashable {
        case root, subtree(String)
        case chunk, bitmap, table(level: Int), leaf
        case sessions, files, flbs, memfd
        case listChunk, listPage
    }

    var profile: Profile { recipe.profile }

    /// The first place of a kind.
    func place(_ place: Place) throws -> PhysicalAddress {
        guard let address = places[place]?.first else { throw NoSuchPlace(place: place) }
        return address
    }

    struct NoSuchPlace: Error {
        let place: Place
    }

    /// The blob of the root tree as memory has it now.
    var rootBlob: [UInt8] {
        get throws { try memory.bytes(at: root, count: profile.pageSize) }
    }

    /// The input that a decoder gets.
    func input(pageShifts: [Int]? = nil) throws -> HandoverInput<MemoryImage> {
        HandoverInput(
            root: .whole(try rootBlob), rootAddress: root, memory: memory,
            pageShifts: pageShifts ?? [profile.pageShift])
    }

    /// Decodes by what version strings and memory tell.
    func decode(pageShifts: [Int]? = nil) throws -> Handover {
        try HandoverDecoder(input(pageShifts: pageShifts)).decode().handover
    }

    /// Decodes by the profile that the image was written in.
    func decodeAsWritten() throws -> Handover {
        try HandoverDecoder(input()).decode(as: profile).handover
    }

    mutating func write(_ words: [UInt64], at address: PhysicalAddress, offset: UInt64 = 0) throws {
        try memory.write(words: words, at: PhysicalAddress(address.value + offset))
    }

    mutating func write(bytes: [UInt8], at address: PhysicalAddress, offset: UInt64 = 0) throws {
        try memory.write(bytes, at: PhysicalAddress(address.value + offset))
    }

    /// Changes bytes of a word.
    mutating func flip(bit: Int, at address: PhysicalAddress) throws {
        let place = PhysicalAddress(address.value + UInt64(bit / 8))
        let byte = try memory.bytes(at: place, count: 1)
        try memory.write([byte[0] ^ 1 << UInt8(bit % 8)], at: place)
    }
}

extension HandoverImage {
    /// Writes the image of a recipe.
    init(_ recipe: HandoverRecipe) throws {
        var writer = HandoverImageWriter(recipe)
        try writer.write()
        self.recipe = recipe
        memory = writer.arena.image
        root = writer.root
        expected = writer.expected
        places = writer.places
    }
}
