/// What kernels ask of the root tree.
enum RootChecks {
    static let all: [Validator.Check] = []
}
