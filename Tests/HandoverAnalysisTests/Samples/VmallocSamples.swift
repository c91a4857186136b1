extension Sample {
    static let vmalloc: [Sample] = []
}
