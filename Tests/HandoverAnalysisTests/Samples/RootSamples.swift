extension Sample {
    static let root: [Sample] = []
}
