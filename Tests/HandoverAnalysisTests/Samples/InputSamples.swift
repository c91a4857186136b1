extension Sample {
    static let input: [Sample] = []
}
