/// What an overlay has to do for one target: what it gives to others, what it takes, and whom it waits for.
///
/// Fragments run one after the other, so whoever takes something comes after whoever gives it.
struct OverlayWork {
    let target: String
    /// What needs nobody's leave and frees something, or brings it along.
    var gives: [OverlayOperation.Action] = []
    /// What needs something to be free.
    var takes: [OverlayOperation.Action] = []

    var isEmpty: Bool { gives.isEmpty && takes.isEmpty }
}

/// Puts work into an order in which everything is there when it is needed; where two wait for each other, one gives
/// first and takes later.
struct WorkOrder {
    private var works: [OverlayWork]
    private var next: [[Int]]
    private var waiting: [Int]
    private(set) var fragments: [(target: String, actions: [OverlayOperation.Action])] = []

    /// - Parameter edges: who has to come before whom, by their places.
    init(_ works: [OverlayWork], edges: Set<Edge>) {
        self.works = works
        next = Array(repeating: [], count: works.count)
        waiting = Array(repeating: 0, count: works.count)
        for edge in edges where edge.first != edge.second {
            next[edge.first].append(edge.second)
            waiting[edge.second] += 1
        }
        for index in next.indices { next[index].sort() }
        run()
    }

    /// One before another.
    struct Edge: Hashable {
        let first: Int
        let second: Int
    }

    private mutating func run() {
        var ready = waiting.indices.filter { waiting[$0] == 0 }
        var isDone = Array(repeating: false, count: works.count)
        var (head, stuck) = (0, 0)
        while true {
            while head < ready.count {
                let index = ready[head]
                head += 1
                isDone[index] = true
                emit(works[index].gives + works[index].takes, of: index)
                release(index, &ready)
            }
            // What is left waits in a circle: the first that can give something does.
            while stuck < works.count, isDone[stuck] || works[stuck].gives.isEmpty { stuck += 1 }
            guard stuck < works.count else { return }
            emit(works[stuck].gives, of: stuck)
            works[stuck].gives = []
            release(stuck, &ready)
        }
    }

    private mutating func release(_ index: Int, _ ready: inout [Int]) {
        for other in next[index] {
            waiting[other] -= 1
            if waiting[other] == 0 { ready.append(other) }
        }
        next[index] = []
    }

    private mutating func emit(_ actions: [OverlayOperation.Action], of index: Int) {
        if !actions.isEmpty { fragments.append((works[index].target, actions)) }
    }
}
