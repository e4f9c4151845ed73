import Applications
import Awards
import Commissioning
import Correspondence
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// How many working days before its day a group is reminded.
    static let reminderDays = 5

    /// Something that a group may be reminded of now.
    private struct Pending {
        let reminder: Reminder
        let application: ApplicationID
        let reference: Reference
        let round: RoundID
        let isLate: Bool
        let email: String
    }

    /// Reminds groups by email of what they are to do by a day that is near: once, on a working day.
    ///
    /// - Returns: whom it reminded.
    /// - Throws: `BankHolidaysProblem` for a year that nobody has looked up.
    public func remindGroups(
        holidays: BankHolidays, as principal: Principal
    ) throws -> [Reference] {
        if !principal.isMailWorker { try principal.require(.officer) }
        // Nothing is written on the many days on which there is nothing to say.
        let isAny = try store.read { tx in try !pending(holidays, in: tx).isEmpty }
        guard isAny else { return [] }
        return try store.write(as: principal) { tx in
            let due = try pending(holidays, in: tx.reading)
            for each in due { try remind(each, tx) }
            return due.map(\.reference)
        }
    }

    private func pending(
        _ holidays: BankHolidays, in tx: borrowing ReadTx
    ) throws -> [Pending] {
        let today = LondonTime.date(tx.now)
        guard try holidays.isWorkingDay(today) else { return [] }
        let last = try holidays.workingDay(Self.reminderDays, from: today, countsStart: false)
        var found: [Pending] = []
        for round in try rounds.all(in: tx) where round.status == .decided {
            let before = try Reminder.Kind.allCases.reduce(into: Set<Reminder>()) {
                $0.formUnion(
                    try correspondence.reminders($1, of: round.id, isLate: false, in: tx))
            }
            let late = try correspondence.reminders(
                .monitoringReturn, of: round.id, isLate: true, in: tx)
            func add(
                _ reminder: Reminder, _ application: ApplicationID, _ reference: Reference,
                isLate: Bool
            ) throws {
                guard !(isLate ? late : before).contains(reminder),
                    let email = try applications.contact(of: application, in: tx)?.email
                else { return }
                found.append(
                    Pending(
                        reminder: reminder, application: application, reference: reference,
                        round: round.id, isLate: isLate, email: email))
            }
            // A lapsed offer cannot be answered any more: of that nobody is reminded.
            for offer in try awards.openOffers(of: round.id, in: tx)
            where offer.lapsesOn >= today && offer.lapsesOn <= last {
                try add(
                    Reminder(.acceptance, offer.version.rawValue, dueOn: offer.lapsesOn),
                    offer.application, offer.reference, isLate: false)
            }
            for each in try commissioning.openReturns(of: round.id, in: tx)
            where each.isOpen && each.dueOn <= last {
                guard try awards.award(of: each.application, in: tx)?.isToldOf == true else {
                    continue
                }
                try add(
                    Reminder(.monitoringReturn, each.id.rawValue, dueOn: each.dueOn),
                    each.application,
                    try applications.summary(of: each.application, in: tx).reference,
                    isLate: each.dueOn < today)
            }
        }
        return found
    }

    private func remind(_ pending: Pending, _ tx: borrowing WriteTx) throws {
        let settings: LetterSettings = try rounds.section(
            .letters, of: pending.round, in: tx.reading)
        let language = try applications.contact(of: pending.application, in: tx.reading)?.language
        let words = try text(
            language.flatMap { settings.templates[$0] == nil ? nil : $0 } ?? settings.language)
        let summary = try applications.summary(of: pending.application, in: tx.reading)
        let facts = [
            "reference": "\(pending.reference)", "project": summary.title,
            "day": words.words(pending.reminder.dueOn), "phone": settings.phone,
            "council": settings.councilName, "fund": settings.fundName,
        ]
        let (subject, body) =
            switch pending.reminder.kind {
            case .acceptance:
                ("notice.reminder-acceptance-subject", "notice.reminder-acceptance")
            case .monitoringReturn where pending.isLate:
                ("notice.reminder-late-return-subject", "notice.reminder-late-return")
            case .monitoringReturn:
                ("notice.reminder-return-subject", "notice.reminder-return")
            }
        let notice = try correspondence.queueNotice(
            .reminder, about: pending.application, in: pending.round, to: pending.email,
            language: words.language, subject: words.words(subject, facts),
            body: words.words(body, facts) + "\n\n" + words.words("notice.reminder-next", facts),
            settings: settings, in: tx)
        try correspondence.note(
            pending.reminder, notice: notice, about: pending.application, in: pending.round,
            isLate: pending.isLate, tx)
    }
}
