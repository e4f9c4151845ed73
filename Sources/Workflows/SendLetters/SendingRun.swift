import Applications
import Correspondence
import FundCore
import FundStore
import Rounds

/// One run of sending at work. What became of letters is recorded in the transaction that claims the
/// next, so that each letter costs one wait for the disk.
///
/// Where the mail server is quick, a few are claimed together: as many as it takes in some
/// thousandths of a second, so that a run that is killed leaves no more than those unknown. While
/// one of them is on its way, the next is put into words.
struct SendingRun {
    typealias Item = (id: LetterID, application: ApplicationID)

    private static let greatestBatch = 8
    private static let quickLetter = Duration.milliseconds(2)

    let store: FundStore
    let correspondence: CorrespondenceModule
    let applications: ApplicationsModule
    let renderer: LetterRenderer
    let sending: Sending
    let principal: Principal
    var dispatch = Dispatch()
    private var outcomes: [(letter: Letter, outcome: DeliveryOutcome)] = []

    init(
        store: FundStore, correspondence: CorrespondenceModule, applications: ApplicationsModule,
        renderer: LetterRenderer, sending: Sending, principal: Principal
    ) {
        self.store = store
        self.correspondence = correspondence
        self.applications = applications
        self.renderer = renderer
        self.sending = sending
        self.principal = principal
    }

    /// Makes one attempt at each letter.
    /// - Returns: those that go by post, and so were left alone.
    mutating func send(
        _ due: [Item], isStopped: () -> Bool, progress: (Int, Int) -> Void
    ) throws -> [LetterID] {
        var forPost: [LetterID] = []
        var batch = 1
        var rest = due[...]
        while !rest.isEmpty, !isStopped() {
            let items = rest.prefix(batch)
            rest = rest.dropFirst(items.count)
            let (claimed, ahead, byPost) = try claim(items)
            forPost += byPost
            let start = ContinuousClock.now
            try deliver(claimed, ahead, isStopped: isStopped)
            let isQuick = start.duration(to: .now) < Self.quickLetter * items.count
            batch = isQuick ? min(batch * 2, Self.greatestBatch) : 1
            progress(due.count - rest.count, due.count)
        }
        try recordOutcomes()
        return forPost
    }

    /// Claimed and committed before anything leaves: a run that is killed here is seen.
    private mutating func claim(
        _ items: ArraySlice<Item>
    ) throws -> (claimed: [Letter], ahead: LettersAhead, forPost: [LetterID]) {
        let before = outcomes
        let (statuses, claimed, ahead, forPost) = try patiently { tx in
            let statuses = try before.map { try record($0.outcome, of: $0.letter, in: tx) }
            var claimed: [Letter] = []
            var forPost: [LetterID] = []
            for item in items {
                let email = try applications.contact(of: item.application, in: tx.reading)?.email
                guard let email else {
                    forPost.append(item.id)
                    continue
                }
                // Nil where somebody else was first.
                let letter = try correspondence.claim(
                    item.id, email: email, transport: sending.transport.name, in: tx)
                if let letter { claimed.append(letter) }
            }
            // Begun before the disk has them: that is a wait as well.
            return (statuses, claimed, LettersAhead(claimed, by: renderer), forPost)
        }
        outcomes = []
        statuses.forEach { count($0) }
        return (claimed, ahead, forPost)
    }

    private mutating func deliver(
        _ claimed: [Letter], _ ahead: LettersAhead, isStopped: () -> Bool
    ) throws {
        for (index, letter) in claimed.enumerated() {
            // The first of a batch is on its way whatever is said meanwhile.
            if index > 0, isStopped() { return try putBack(claimed[index...]) }
            let outcome = outcome { try ahead.message(at: index) }
            outcomes.append((letter, outcome))
            if case .misconfigured(let why) = outcome {
                try putBack(claimed[(index + 1)...])
                throw CorrespondenceProblem.mailMisconfigured(why: why)
            }
        }
    }

    private func outcome(of message: () throws -> MailMessage) -> DeliveryOutcome {
        do {
            return sending.transport.deliver(try message())
        } catch let problem as InvalidInput {
            return .refused(
                problem.fields.map { "\($0.place) \($0.code)" }.joined(separator: ", "))
        } catch {
            return .misconfigured("\(error)")
        }
    }

    /// Letters that were claimed and have certainly not left wait for the next run.
    private mutating func putBack(_ letters: ArraySlice<Letter>) throws {
        let before = outcomes
        let statuses = try patiently { tx in
            try correspondence.putBack(letters.map(\.summary.id), in: tx)
            return try before.map { try record($0.outcome, of: $0.letter, in: tx) }
        }
        outcomes = []
        statuses.forEach { count($0) }
    }

    private mutating func recordOutcomes() throws { try putBack([]) }

    mutating func writeForPost(_ ids: [LetterID], round: Round) throws {
        guard !ids.isEmpty else { return }
        // Claimed before they are put into words, so that the words are those that are recorded.
        let (batch, letters) = try patiently { tx in
            (
                try correspondence.nextPostBatch(of: round.id, in: tx.reading),
                try ids.compactMap { id -> (letter: Letter, address: String?)? in
                    let letter = try correspondence.claim(
                        id, email: nil, transport: "post", in: tx)
                    return try letter.map {
                        (
                            $0,
                            try applications.contact(
                                of: $0.summary.application, in: tx.reading)?.address
                        )
                    }
                }
            )
        }
        guard !letters.isEmpty else { return }
        let pages = try letters.map { try renderer.render($0.letter, address: $0.address) }
        let name = "\(round.key)-to-post-\(batch).html"
        do {
            try sending.directory.write(Array(renderer.print(pages).utf8), to: name)
        } catch {
            throw CorrespondenceProblem.mailMisconfigured(why: MailDirectory.words(about: error))
        }
        try patiently {
            try correspondence.recordPosted(
                letters.map(\.letter.summary.id), batch: batch, round: round.id, in: $0)
        }
        dispatch.toPost = letters.count
        dispatch.postFile = "\(sending.directory.path)/\(name)"
    }

    private func record(
        _ outcome: DeliveryOutcome, of letter: Letter, in tx: borrowing WriteTx
    ) throws -> LetterStatus {
        try correspondence.record(
            outcome, of: letter, transport: sending.transport.name, retries: sending.retries,
            in: tx)
    }

    /// Writes, and waits a minute for others who write: what became of a letter is known here and
    /// nowhere else, and forgotten it would be unknown for good.
    private func patiently<Value>(
        _ work: (borrowing WriteTx) throws -> Value
    ) throws -> Value {
        for _ in 1..<12 {
            do {
                return try store.write(as: principal, work)
            } catch StoreProblem.busy {
                continue
            }
        }
        return try store.write(as: principal, work)
    }

    private mutating func count(_ status: LetterStatus) {
        switch status {
        case .sent: dispatch.sent += 1
        case .failed: dispatch.failed += 1
        case .unknown: dispatch.unknown += 1
        default: break
        }
    }
}
