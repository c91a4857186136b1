import FixtureSupport
import HandoverState
import Testing

/// Sessions and files from the memory of real kernels.
@Suite struct CapturedSessionTests {
    @Test("A kernel without live update hands over no sessions", arguments: ["6.17.8", "6.18.15"])
    func none(_ name: String) throws {
        #expect(try DecodedCapture.of(.named(name)).state.liveUpdate == nil)
    }

    @Test("Sessions, files and folios are those that another reader found", arguments: Fixture.withSessions)
    func records(_ fixture: Fixture) throws {
        let liveUpdate = try #require(try DecodedCapture.of(fixture).state.liveUpdate)
        let fact = try #require(try fixture.knownFacts().subtrees["LUO"])
        let sessions = try #require(liveUpdate.sessions)
        let known = try #require(fact.sessions)
        #expect(liveUpdate.number == fact.number)
        #expect(sessions.map(\.name) == known.map(\.name))
        for (session, known) in zip(sessions, known) {
            #expect(session.fileCount == known.count)
            #expect(session.files.map(\.handler) == known.files.map(\.compatible))
            #expect(session.files.map(\.data) == known.files.map(\.data))
            #expect(session.files.map(\.token) == known.files.map(\.token))
            for (file, known) in zip(session.files, known.files) {
                let memfd = try #require(file.memfd)
                #expect(memfd.size == known.memfd.size)
                #expect(memfd.position == known.memfd.position)
                #expect(memfd.seals.rawValue == known.memfd.seals)
                let folios = memfd.folios?.folios?.map { folio in
                    [folio.index, folio.frame, UInt64(folio.flags.rawValue), UInt64(folio.order ?? -1)]
                }
                #expect(folios == known.memfd.folios, "\(session.name) \(file.token)")
            }
        }
    }

    @Test("Objects that files depend on are those that another reader found", arguments: Fixture.withSessions)
    func lifecycleBound(_ fixture: Fixture) throws {
        let liveUpdate = try #require(try DecodedCapture.of(fixture).state.liveUpdate)
        let known = try fixture.knownFacts().subtrees["LUO"]?.flbs ?? []
        let found = (liveUpdate.flbs ?? []).map { Facts.FLB(name: $0.name, data: $0.data, count: $0.count) }
        #expect(found == known)
        #expect((liveUpdate.flbs == nil) == (fixture.name == "6.19.11"))
    }

    @Test("Each file has the size, position and seals that it was given", arguments: Fixture.withSessions)
    func given(_ fixture: Fixture) throws {
        let sessions = try #require(try DecodedCapture.of(fixture).state.liveUpdate?.sessions)
        let given = try fixture.givenSessions()
        #expect(sessions.map(\.name) == given.map(\.name))
        for (session, given) in zip(sessions, given) {
            #expect(session.files.map(\.token) == given.files.map { $0.token.hexadecimalNumber })
            for (file, given) in zip(session.files, given.files) {
                let memfd = try #require(file.memfd)
                #expect(memfd.size == given.size)
                #expect(memfd.position == given.position)
                // Version 1 hands no seals over; the file that comes back cannot be sealed, which is a seal too.
                let seals = file.handler == "memfd-v1" ? Memfd.Seals.seal : memfd.seals
                #expect(UInt64(seals.rawValue) == given.sealsInNextKernel.hexadecimalNumber)
            }
        }
    }
}
