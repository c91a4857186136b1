/// What kernels ask of device trees.
enum TreeChecks {
    static let all: [Validator.Check] = []
}
