import HandoverABI
import HandoverState

extension TargetCheck {
    /// A state whose components are in the formats of the profile, as far as it has any; what cannot be put into them is
    /// left out with all that hangs from it.
    func translate(
        _ state: HandoverState, _ unheld: inout [EncodingError.Unheld]
    ) -> (HandoverState, [ComponentTranslation.Item]) {
        guard let liveUpdate = state.liveUpdate, !profile.components.isEmpty else { return (state, []) }
        let translation = LiveUpdateTranslation(of: liveUpdate, to: profile.components, knowing: formats)
        unheld += (translation.obstacles + translation.losses).map { .init($0.path, $0.reason) }
        var translated = state
        translated.liveUpdate = translation.liveUpdate
        return (translated, translation.additions)
    }

    /// Whether the profile has a format for what a handler or object stored.
    func holds(
        _ state: ComponentState?, called name: String, at path: String, _ unheld: inout [EncodingError.Unheld]
    ) -> Bool {
        guard let state else { return true }
        let component = String(state.abi.prefix { $0 != "@" })
        if profile.format(of: component) != nil || (isSameProfile && profile.components.isEmpty) { return true }
        unheld.append(.init(path, "\(profile.fullName) has no format of \(component), which \"\(name)\" is in"))
        return false
    }
}
