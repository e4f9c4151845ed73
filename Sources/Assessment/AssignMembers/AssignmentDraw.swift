import FundCore

/// Deals applications out to the members of panels: the same seed and the same state give the same
/// draw. Each application goes to one panel; as even a load as the interests and the mix allow.
struct AssignmentDraw {
    struct Member {
        let id: PersonID
        let kind: MemberKind
        let panel: String
    }

    struct Claim {
        let application: ApplicationID
        let reference: Reference
        /// The panel that it is with already.
        let panel: String?
        /// Who has it already.
        let scorers: Set<PersonID>
        /// Who has an interest in it.
        let barred: Set<PersonID>
    }

    /// What one application is given.
    struct Hand {
        let panel: String
        var added: [PersonID]
    }

    /// Why an application cannot have as many scorers as it should.
    enum Lack: Equatable {
        case members(free: Int)
        case kind(MemberKind, free: Int, needed: Int)
    }

    let members: [Member]
    let panels: [String]
    let count: Int
    let mix: [MemberKind: Int]
    let seed: UInt64

    /// - Returns: the hands by application, and what lacks, by its reference; nothing is to be dealt
    ///   while anything lacks.
    func deal(_ claims: [Claim]) -> (hands: [ApplicationID: Hand], lacks: [(Reference, Lack)]) {
        var loads = Dictionary(uniqueKeysWithValues: members.map { ($0.id, 0) })
        var panelLoads = Dictionary(uniqueKeysWithValues: panels.map { ($0, 0) })
        for claim in claims {
            for scorer in claim.scorers { loads[scorer, default: 0] += 1 }
            if let panel = claim.panel { panelLoads[panel, default: 0] += 1 }
        }
        var hands: [ApplicationID: Hand] = [:]
        var lacks: [(Reference, Lack)] = []
        let sizes = Dictionary(grouping: members, by: \.panel).mapValues(\.count)
        for claim in inOrder(claims) {
            switch place(claim, sizes, loads: loads, panelLoads: panelLoads) {
            case .failure(let lack): lacks.append((claim.reference, lack.lack))
            case .success(let hand):
                for member in hand.added { loads[member, default: 0] += 1 }
                if claim.panel == nil { panelLoads[hand.panel, default: 0] += 1 }
                hands[claim.application] = hand
            }
        }
        if lacks.isEmpty { even(&hands, claims, &loads) }
        return (hands, lacks.sorted { $0.0.description < $1.0.description })
    }

    private struct Lacking: Error { let lack: Lack }

    /// Those with the fewest members to choose from first; the rest as the seed has it.
    private func inOrder(_ claims: [Claim]) -> [Claim] {
        claims.map { claim in
            (claim, members.count { !claim.barred.contains($0.id) }, lot("\(claim.reference)"))
        }.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
    }

    private func place(
        _ claim: Claim, _ sizes: [String: Int], loads: [PersonID: Int],
        panelLoads: [String: Int]
    ) -> Result<Hand, Lacking> {
        var choices = claim.panel.map { [$0] } ?? panels
        // A panel of twice the members takes twice the applications.
        choices.sort {
            let left = (panelLoads[$0] ?? 0) * (sizes[$1] ?? 0)
            let right = (panelLoads[$1] ?? 0) * (sizes[$0] ?? 0)
            return left != right
                ? left < right : lot("\(claim.reference) \($0)") < lot("\(claim.reference) \($1)")
        }
        var first: Lacking?
        for panel in choices {
            switch choose(claim, from: panel, loads: loads) {
            case .success(let added): return .success(Hand(panel: panel, added: added))
            case .failure(let lack): first = first ?? lack
            }
        }
        return .failure(first ?? Lacking(lack: .members(free: 0)))
    }

    private func choose(
        _ claim: Claim, from panel: String, loads: [PersonID: Int]
    ) -> Result<[PersonID], Lacking> {
        let counted = claim.scorers.subtracting(claim.barred)
        let free = members.filter {
            $0.panel == panel && !claim.barred.contains($0.id) && !claim.scorers.contains($0.id)
        }.map { (member: $0, load: loads[$0.id] ?? 0, lot: lot("\(claim.reference) \($0.id)")) }
            .sorted { ($0.load, $0.lot) < ($1.load, $1.lot) }.map(\.member)
        var added: [PersonID] = []
        for kind in MemberKind.allCases {
            guard let needed = mix[kind] else { continue }
            let there = members.count { counted.contains($0.id) && $0.kind == kind }
            let those = free.filter { $0.kind == kind }
            guard there + those.count >= needed else {
                return .failure(
                    Lacking(
                        lack: .kind(kind, free: there + those.count, needed: needed)))
            }
            added += those.prefix(max(0, needed - there)).map(\.id)
        }
        let missing = count - counted.count - added.count
        let others = free.filter { !added.contains($0.id) }
        guard others.count >= missing else {
            return .failure(Lacking(lack: .members(free: counted.count + free.count)))
        }
        return .success(added + others.prefix(max(0, missing)).map(\.id))
    }

    /// Passes applications on from who has most to who has two fewer or less, perhaps by way of
    /// others, until no such way is left.
    private func even(
        _ hands: inout [ApplicationID: Hand], _ claims: [Claim], _ loads: inout [PersonID: Int]
    ) {
        let byID = Dictionary(uniqueKeysWithValues: members.map { ($0.id, $0) })
        let claims = claims.sorted { lot("\($0.reference)") < lot("\($1.reference)") }
        var isMoving = true
        while isMoving {
            isMoving = false
            for from in members.sorted(by: { loads[$0.id] ?? 0 > loads[$1.id] ?? 0 }) {
                guard let way = way(from: from, hands, claims, loads, byID) else { continue }
                for step in way {
                    hands[step.application]?.added.removeAll { $0 == step.giver }
                    hands[step.application]?.added.append(step.taker)
                }
                loads[from.id, default: 0] -= 1
                if let last = way.last { loads[last.taker, default: 0] += 1 }
                isMoving = true
                break
            }
        }
    }

    private struct Step {
        let application: ApplicationID
        let giver: PersonID
        let taker: PersonID
    }

    /// The shortest chain by which one member's load falls and a much lighter one's grows.
    private func way(
        from start: Member, _ hands: [ApplicationID: Hand], _ claims: [Claim],
        _ loads: [PersonID: Int], _ byID: [PersonID: Member]
    ) -> [Step]? {
        let most = loads[start.id] ?? 0
        var reached: [PersonID: [Step]] = [start.id: []]
        var waiting = [start.id]
        while !waiting.isEmpty {
            let giver = waiting.removeFirst()
            let path = reached[giver] ?? []
            for claim in claims {
                guard let hand = hands[claim.application], hand.added.contains(giver),
                    !path.contains(where: { $0.application == claim.application })
                else { continue }
                for taker in members where reached[taker.id] == nil {
                    guard taker.panel == hand.panel, !claim.barred.contains(taker.id),
                        !claim.scorers.contains(taker.id), !hand.added.contains(taker.id),
                        keepsMix(claim, hand, byID[giver]?.kind, taker.kind, byID)
                    else { continue }
                    let longer =
                        path + [Step(application: claim.application, giver: giver, taker: taker.id)]
                    if (loads[taker.id] ?? 0) + 2 <= most { return longer }
                    reached[taker.id] = longer
                    waiting.append(taker.id)
                }
            }
        }
        return nil
    }

    private func keepsMix(
        _ claim: Claim, _ hand: Hand, _ leaving: MemberKind?, _ coming: MemberKind,
        _ byID: [PersonID: Member]
    ) -> Bool {
        guard let leaving, leaving != coming, let needed = mix[leaving] else { return true }
        let counted = claim.scorers.subtracting(claim.barred)
        return (counted + hand.added).count { byID[$0]?.kind == leaving } > needed
    }

    private func lot(_ text: String) -> String {
        SHA256Hex(of: "\(seed) \(text)").description
    }
}
