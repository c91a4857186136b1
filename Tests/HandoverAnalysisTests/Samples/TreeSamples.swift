extension Sample {
    static let tree: [Sample] = []
}
