/// What kernels ask of the kernel's own test.
enum TestChecks {
    static let all: [Validator.Check] = []
}
