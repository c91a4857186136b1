/// What kernels ask of the word of the previous kernel.
enum MetadataChecks {
    static let all: [Validator.Check] = []
}
