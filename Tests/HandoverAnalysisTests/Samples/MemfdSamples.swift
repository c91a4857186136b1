extension Sample {
    static let memfd: [Sample] = []
}
