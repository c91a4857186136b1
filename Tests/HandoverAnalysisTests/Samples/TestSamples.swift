extension Sample {
    static let test: [Sample] = []
}
