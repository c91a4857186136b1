public import HandoverCoding
import HandoverState

extension Subject {
    /// A handover of which nothing could be decoded: all there is to say is why.
    public init(_ error: DecodingError) {
        let rule: RuleID =
            switch error.code {
            case .brokenRoot: .treeBroken
            case .notAHandover: .compatibleUnknown
            }
        let abi = ABIIdentification(profile: nil, compatible: nil, pageSize: 4096, confidence: .unknown, evidence: [])
        handover = Handover(
            abi: abi, state: HandoverState(root: nil),
            remarks: [Remark(.damage, rule, path: "/", error.reason)])
        profile = nil
    }
}
