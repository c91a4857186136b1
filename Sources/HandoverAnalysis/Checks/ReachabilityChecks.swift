/// What kernels ask of what points to memory.
enum ReachabilityChecks {
    static let all: [Validator.Check] = []
}
