/// What kernels ask of the preserved-memory map.
enum MapChecks {
    static let all: [Validator.Check] = []
}
