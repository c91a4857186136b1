/// What kernels ask of scratch areas.
enum ScratchChecks {
    static let all: [Validator.Check] = []
}
