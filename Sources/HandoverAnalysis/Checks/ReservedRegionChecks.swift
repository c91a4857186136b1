/// What kernels ask of regions of `reserve_mem=`.
enum ReservedRegionChecks {
    static let all: [Validator.Check] = []
}
