/// What kernels ask of files in memory.
enum MemfdChecks {
    static let all: [Validator.Check] = []
}
