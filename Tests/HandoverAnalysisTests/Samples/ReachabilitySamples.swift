extension Sample {
    static let reachability: [Sample] = []
}
