extension Profile {
    /// The same ABI with formats of components that are not in released kernels; the last of each component holds.
    public func with(components: [ComponentFormat]) -> Profile {
        var kept: [ComponentFormat] = []
        for format in components {
            kept.removeAll { $0.component == format.component }
            kept.append(format)
        }
        return withFormats(kept)
    }

    /// The format that the kernel has for a component, if any.
    public func format(of component: String) -> ComponentFormat? {
        components.first { $0.component == component }
    }

    /// The name with the formats of components: `linux-7.2+pci@v9+vfio-pci@2026-07`.
    public var fullName: String {
        ([name] + components.map { $0.name }).joined(separator: "+")
    }
}

/// A profile by the name that somebody gave, with formats of components: `linux-7.3+pci@v9+vfio-pci@2026-07`.
public enum ProfileSelection {
    /// Why a name stands for no profile.
    public enum Failure: Error, Hashable, Sendable {
        /// There is no such kernel.
        case noProfile(String)
        /// There is no such component; these there are.
        case noComponent(String, known: [String])
        /// The component has no such revision; these it has, the oldest first.
        case noRevision(String, of: String, known: [String])
        /// The kernel has no orchestrator, or one without objects, that the component could hang from.
        case noPlace(String, in: String)
    }

    /// The profile of a name, with formats among those that are known.
    public static func named(
        _ text: some StringProtocol, knowing formats: [ComponentFormat]
    ) throws(Failure) -> Profile {
        // A release may have a plus too: `7.3.4+`. What names a format has an `@`.
        let parts = text.split(separator: "+", omittingEmptySubsequences: false)
        let first = parts.firstIndex { $0.contains("@") } ?? parts.endIndex
        let kernel = parts[..<first].joined(separator: "+")
        guard let profile = Profile.named(kernel) else { throw .noProfile(kernel) }
        var chosen: [ComponentFormat] = []
        for part in parts[first...] { chosen.append(try format(String(part), of: profile, formats)) }
        return profile.with(components: chosen)
    }

    private static func format(
        _ name: String, of profile: Profile, _ formats: [ComponentFormat]
    ) throws(Failure) -> ComponentFormat {
        guard let format = formats.first(where: { $0.name == name }) else {
            let component = String(name.prefix { $0 != "@" })
            let revisions = formats.filter { $0.component == component }.sorted { $0.rank < $1.rank }
            if revisions.isEmpty {
                throw .noComponent(component, known: Array(Set(formats.map { $0.component })).sorted())
            }
            let revision = String(name.dropFirst(component.count).drop { $0 == "@" })
            throw .noRevision(revision, of: component, known: revisions.map { $0.revision })
        }
        guard let orchestrator = profile.liveUpdate, format.place == .file || orchestrator.hasFLBs else {
            throw .noPlace(format.name, in: profile.name)
        }
        return format
    }
}

extension ProfileSelection.Failure: CustomStringConvertible {
    /// What is wrong, and what there is instead.
    public var description: String {
        switch self {
        case .noProfile(let name):
            "there is no profile \"\(name)\"; there are \(Profile.all.map { $0.name }.joined(separator: ", ")), "
                + "and releases such as 7.3"
        case .noComponent(let name, let known):
            "no format of a component \"\(name)\" is described; there are \(known.joined(separator: ", "))"
        case .noRevision(let revision, let component, let known):
            "\(component) has no revision \"\(revision)\"; there are \(known.joined(separator: ", "))"
        case .noPlace(let format, let profile): "\(profile) has no place where \(format) could hang"
        }
    }
}
