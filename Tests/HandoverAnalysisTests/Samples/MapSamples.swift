extension Sample {
    static let map: [Sample] = []
}
