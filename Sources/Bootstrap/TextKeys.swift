/// Every key of the text catalogue that the program uses. English must have them all, or nothing
/// starts; a test holds this list against the source and the shipped catalogue.
enum TextKeys {
    static let all = groups.flatMap { group, names in
        names.split(whereSeparator: \.isWhitespace).map { "\(group).\($0)" }
    }

    private static let groups = [
        (
            "column",
            """
            allotmentPence amountPence answers application auditHead awardPence awards checks
            closes comment contact count createdAt criterion decidedBy decidedOn decision declined
            eligible email expiresAt failed findings hash id instalment instalments kind label
            lateReason leftPence leftoverPence minimumPence
            name openFindings opens organisation outcome panel_member partialAwards
            priorities proposal rank reference reply requestedPence revokedAt roles round run score
            scoreDecimal sent source sourceId status subject submittedAt summary tieBreak title to
            toPost totalPence unknown waiting
            """
        ),
        (
            "field",
            """
            amount-limits application-unknown before below-minimum choose-priority column-missing
            column-twice column-unknown contact-empty csv-quote-open csv-quote-stray
            currency-not-gbp field-count file-empty file-missing file-too-large from-or-constant
            grants-missing json-control json-ends-early json-escape json-key-twice json-number
            json-too-deep json-too-many json-trailing json-unexpected missing more-than-fund
            not-after not-an-option not-audit-head not-cursor not-date not-declared not-email
            not-key not-language not-list not-object not-on-panel not-percent not-postcode-area
            not-pounds not-pounds-amount not-prefix not-query not-seconds not-smtp-url not-standing
            not-text not-time not-true-false not-utf8 not-whole-number off-scale one-line
            out-of-range person-unknown reason-goes-with-late record-imported record-twice
            score-not-yours score-twice score-undescribed template-content-type template-name
            template-section template-subject template-tag text-missing too-large too-long too-many
            too-many-fields too-many-rows too-small twice unknown-key unknown-key-of
            user-and-password weights-total yaml
            """
        ),
        (
            "finding",
            """
            amount-outside-limits form-incomplete no-amount no-email no-name no-title odd-postcode
            odd-registration-number outside-area possible-repeat same-name
            """
        ),
        (
            "findings",
            """
            amount-outside-limits form-incomplete no-amount no-email no-name no-title odd-postcode
            odd-registration-number outside-area possible-repeat same-name
            """
        ),
        (
            "month",
            """
            1 2 3 4 5 6 7 8 9 10 11 12
            """
        ),
        (
            "problem",
            """
            application-decided application-decided-status application-finding-open
            application-incomplete application-kept application-misread application-other-round
            application-unknown applications-unchecked applications-unscored audit-append-only
            audit-chain-broken audit-chain-cut audit-content-changed audit-other-hash
            audit-row-missing audit-tail-cut award-not-proposed award-round-overspent body-not-json
            body-too-large cannot-listen changed-meanwhile configuration-invalid database-busy database-failed
            database-foreign database-missing database-newer database-older database-unopenable
            decider-scored decision-made decision-stands document-append-only environment-invalid
            export-profile-unknown feedback-empty feedback-too-late fund-missing fund-total-fixed
            header-wrong import-refused input-too-large input-unreadable instalment-stands
            invalid-input ledger-append-only ledger-fund-too-small ledger-overdrawn
            ledger-wrong-way letter-feedback-late letter-final letter-nothing-to-resolve
            letter-nothing-to-retry letter-template-broken letters-being-sent mail-misconfigured
            media-type-wrong method-not-allowed no-such-place nobody-named nothing-to-rank
            output-failed panel-full panel-member-already panel-role-missing
            payment-approver-decided payment-approver-scored payment-bar-stands
            payment-file-changed payment-nothing-due payment-nothing-scheduled payment-run-frozen
            payment-run-missing payment-run-totals payment-run-unknown person-unknown
            post-batch-unknown proposal-frozen proposal-missing proposal-stale proposal-unknown
            reason-missing request-answer-not-kept request-key-reused role-missing
            round-closes-too-late round-closes-too-soon round-configuration-frozen
            round-deadline-passed round-not-closed round-not-open round-opened-before
            round-status-order round-undecided round-unknown schedule-exceeds-award score-kept
            score-member-missing score-missing score-not-standing score-off-scale score-owner-fixed
            score-unknown scores-sealed scores-sealed-round server-failed token-ended-before
            token-final token-missing token-refused token-unknown unforeseen
            """
        ),
        (
            "talk",
            """
            audit-whole check-waiting config-good contact-changed cut-line feedback-released
            import-advisory import-blocking import-no-id import-report import-skip init-again
            init-left-alone init-new init-retired letter-by-post letters-in-files letters-none
            letters-resolved-sent letters-retried letters-to-post letters-unknown letters-waiting
            mail-stopped panel-added payments-scheduled proposal proposal-decided reason-wanted
            round-closed round-opened scores-recorded serving token-given token-revoked
            """
        ),
        (
            "page",
            """
            amounts deadline decision none-open programs round-open title
            """
        ),
        (
            "overHTTP",
            """
            applications-unchecked database-busy invalid-input payment-nothing-scheduled
            payment-run-missing proposal-missing proposal-stale reason-missing
            round-deadline-passed round-undecided round-unknown score-member-missing
            """
        ),
        (
            "time",
            """
            am midnight noon on pm
            """
        ),
    ]
}
