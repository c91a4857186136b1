extension Sample {
    static let reservedRegions: [Sample] = []
}
