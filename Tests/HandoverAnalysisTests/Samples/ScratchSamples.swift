extension Sample {
    static let scratch: [Sample] = []
}
