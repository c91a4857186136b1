extension Sample {
    static let metadata: [Sample] = []
}
