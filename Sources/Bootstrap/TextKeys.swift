/// Every key of the text catalogue that the program uses. English must have them all, or nothing
/// starts; a test holds this list against the source and the shipped catalogue.
enum TextKeys {
    static let all = groups.flatMap { group, names in
        names.split(whereSeparator: \.isWhitespace).map { "\(group).\($0)" }
    }

    private static let groups = [
        (
            "action",
            """
            application-answer application-check application-contact application-import
            application-note application-question application-submission application-withdrawal
            award-creation decision-approval draft-discard draft-member draft-removal draft-start
            fund-change fund-creation instalment-schedule interest-declaration ledger-allotment
            ledger-commitment ledger-foundation ledger-reservation letter-attempt letter-feedback
            letter-interruption letter-post letter-queueing letter-release letter-resolution
            letter-retry letter-withdrawal panel-addition paymentRun-approval person-addition
            person-name person-retirement person-roles proposal-freezing round-closing
            round-opening round-plan round-replan score-lock score-recording score-replacement
            screening-confirmation screening-import screening-run screening-verdict sign-in
            sign-in-link sign-out token-giving token-revocation
            """
        ),
        (
            "answer",
            """
            declared not-declared
            """
        ),
        (
            "column",
            """
            allotmentPence amountPence answers application applications auditHead awardPence
            awards candidate candidates checks closes comment contact count createdAt criterion
            decidedBy decidedOn decision declined eligible email entries entry expiresAt failed
            finding findings foundAt hash id import importedAt importedBy instalment instalments
            kind label lateReason leftPence leftoverPence list listed listedName lists
            minimumPence name newest openFindings opens organisation outcome panel_member
            partialAwards priorities proposal question ranAt ranBy rank reference repeat reply
            reportedOn requestedPence revokedAt roles round run score scoreDecimal screeningRun
            sent sha256 source sourceId standing status subject submittedAt summary threshold
            tieBreak title to toPost totalPence unknown verdicts waiting why
            """
        ),
        (
            "field",
            """
            address-lines amount-limits application-unknown before below-minimum choose-one
            choose-priority choose-score choose-some column-missing column-twice column-unknown
            contact-empty csv-quote-open csv-quote-stray currency-not-gbp date-not-real
            date-too-early date-too-late date-without-day date-without-month date-without-year
            date-year field-count file-empty file-missing file-too-large fills-missing fills-twice
            fills-type form-unreadable from-or-constant grants-missing invited-often json-control
            json-ends-early json-escape json-key-twice json-number json-too-deep json-too-many
            json-trailing json-unexpected minimum-amount missing more-than-fund not-after
            not-an-option not-asked not-audit-head not-cursor not-date not-declared
            not-earlier-choice not-earlier-date not-email not-file-name not-key not-language
            not-list not-object not-on-panel not-organisation-number not-percent not-phone
            not-postcode not-postcode-area not-pounds not-pounds-amount not-pounds-typed
            not-prefix not-public-url not-query not-seconds not-smtp-url not-standing not-text
            not-time not-true-false not-utf8 not-whole-number off-scale one-line options-twice
            out-of-range person-unknown reason-goes-with-late record-imported record-twice
            score-not-yours score-twice score-undescribed screening-before-list
            screening-candidate-match screening-candidate-open screening-candidate-referred
            screening-candidate-unconfirmed screening-list-absent screening-list-old
            screening-never screening-other-names screening-without-sanctions screens-type
            sign-in-code-wrong template-content-type template-name template-section
            template-subject template-tag text-missing too-large too-long too-many too-many-fields
            too-many-rows too-many-words too-small twice unknown-key unknown-key-of
            user-and-password wards-missing weights-total yaml
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
            "language",
            """
            name
            """
        ),
        (
            "letter",
            """
            award decline ineligible partial question receipt withdrawal
            """
        ),
        (
            "letter-status",
            """
            failed queued sending sent toPost unknown waiting withdrawn
            """
        ),
        (
            "list",
            """
            charity-register proscribed uk-sanctions
            """
        ),
        (
            "listed-status",
            """
            registered removed
            """
        ),
        (
            "listed-type",
            """
            entity individual ship unknown
            """
        ),
        (
            "lowered",
            """
            birth-date country
            """
        ),
        (
            "mail",
            """
            invited-how invited-not-you invited-subject invited-text sign-in-code sign-in-link
            sign-in-not-you sign-in-once sign-in-subject
            """
        ),
        (
            "month",
            """
            1 10 11 12 2 3 4 5 6 7 8 9
            """
        ),
        (
            "onPage",
            """
            address-lines amount-limits answers-changed application-decided-status
            application-incomplete application-misread application-not-standing
            application-unknown applications-unchecked applications-unscored body-too-large
            changed-meanwhile choose-one choose-score choose-some database-busy date-not-real
            date-too-early date-too-late date-without-day date-without-month date-without-year
            date-year decider-scored decision-made draft-discarded draft-sent draft-starters-only
            draft-too-many draft-typed draft-unknown export-profile-unknown feedback-too-late
            form-too-old form-unreadable header-wrong invalid-input invited-often
            ledger-fund-too-small letter-kind-missing letter-nothing-to-resolve
            letter-nothing-to-retry letters-being-sent media-type-wrong method-not-allowed
            minimum-amount missing no-such-place not-an-option not-declared not-email
            not-organisation-number not-phone not-postcode not-pounds-amount not-pounds-typed
            not-time not-whole-number nothing-to-rank one-line panel-full panel-member-already
            panel-other panel-role-missing payment-approver-decided payment-approver-scored
            payment-nothing-due payment-nothing-scheduled payment-run-missing payment-run-unknown
            person-unknown proposal-missing proposal-stale question-answered question-unknown
            question-withdrawn reason-missing reason-without-no role-missing round-closes-too-late
            round-closes-too-soon round-deadline-passed round-not-closed round-not-open
            round-opened-before round-undecided round-unknown round-without-pages score-locked
            score-with-interest scores-sealed scores-sealed-round scores-unfinished
            screening-before-list screening-candidate-match screening-candidate-open
            screening-candidate-referred screening-candidate-unconfirmed screening-list-absent
            screening-list-old screening-never screening-no-list screening-other-names
            server-failed sign-in-code-wrong sign-in-link-wrong sign-in-too-many too-large
            too-long too-many too-many-words too-small withdrawal-too-late
            """
        ),
        (
            "outcome",
            """
            full none partial
            """
        ),
        (
            "overHTTP",
            """
            applications-unchecked database-busy invalid-input payment-nothing-scheduled
            payment-run-missing proposal-missing proposal-stale reason-missing
            round-deadline-passed round-undecided round-unknown score-member-missing
            screening-date-missing
            """
        ),
        (
            "page",
            """
            about about-round accessibility accessibility-help accessibility-text account
            actor-applicant actor-mail actor-operator actor-visitor add-person add-to-panel
            afterwards all-clear all-clear-done all-clear-text all-of-it all-rounds amount amounts
            answer-again answer-awaited answer-of answer-typed answer-wanted answered answered-by
            answered-on application application-of application-says applications
            applications-caption applications-none apply apply-otherwise apply-to approve
            approve-number approve-run approve-run-text approve-text approved-by approved-on
            as-csv as-it-stands ask ask-group ask-group-hint asked asked-by asked-on asked-post
            assist assist-how assist-paper assist-phone assist-text assisted-paper assisted-phone
            audit-head awaits-approval award award-count back back-to-list back-to-tasks barred
            barred-text begun-by birth-date blocking by-post candidate candidate-text candidates
            candidates-caption candidates-none card-awarded card-declined card-eligible
            card-ineligible card-letters card-payments card-proposal card-questions card-submitted
            card-text-awarded card-text-declined card-text-eligible card-text-ineligible
            card-text-letters card-text-payments card-text-proposal card-text-questions
            card-text-submitted change check check-and-send check-answers check-eligible
            check-failed check-first check-ineligible check-passed check-question check-reason
            check-reason-hint check-your-email check-your-email-text checked choose close-round
            close-round-text code code-hint comment-on confirm-verdict confirm-verdict-text
            confirmed-by contact contact-changed contact-name continue cookies cookies-browser
            cookies-done cookies-language cookies-session cookies-text copy-as-text copy-title
            copy-to-keep country criteria-and-weights criterion cut-line cut-line-text date-checks
            date-closes date-decision date-letters date-opens date-panel dates day deadline
            deadline-send decide-candidate decided-by decided-done decided-on decision discard
            discard-no discard-text discard-yes discarded done download draft-of eligibility
            eligibility-text email entries equality equality-answered equality-apart
            equality-optional error-403 error-404 error-409 error-413 error-429 error-500
            error-503 error-help error-other error-prefix every-status feedback feedback-hint
            feedback-saved finding findings findings-caption findings-none findings-open
            first-page fits fits-not fits-not-sure fits-not-text fits-save fits-text fits-together
            for-information for-programs group help help-email help-phone history history-caption
            history-none history-text home how-it-stands how-scored how-scored-text instalment
            instalment-count instalments-caption instalments-none interest interest-change
            interest-detail interest-detail-hint interest-no interest-noted interest-question
            interest-said interest-text interest-yes interests-caption languages last-saved
            late-reason late-reason-hint letter letter-again letter-arrived letter-retry
            letter-trouble letters letters-caption letters-changed letters-held letters-language
            letters-none letters-released letters-text letters-to like-words likeness link-spent
            list list-absent list-day list-newest list-of list-of-old list-replaced list-says
            listed-on listed-status listed-type lists lists-caption lists-how lock lock-text
            locked locked-count locked-text minimum money money-all money-available money-left
            money-leftover money-partial money-total money-whole month name name-found name-listed
            navigation new-code new-note new-note-hint newest next-checks next-decision
            next-letters next-page next-panel no no-answer-for-this no-email no-email-again
            no-email-spam no-email-wait no-longer-open no-proposal no-reason none-open
            not-asked-text not-asked-title not-open-yet not-provided not-ready not-ready-text
            note-by noted notes notes-none nothing-here of-thousand older open-closes
            open-closes-hint open-finding open-round open-round-text optional other-answers
            other-names other-rounds outcome overview own-total pack-count pack-text pack-title
            pages panel panel-add panel-add-hint panel-added panel-member panel-members panel-none
            panel-progress payments payments-not-yet payments-text people people-count people-one
            people-sent people-text person-added person-removed postal-address postal-address-hint
            postcode prefer-not-to-say print priorities priorities-served project proposal-caption
            proposal-out-of-date proposal-waits propose propose-text proposed public-page
            question-of questions-and-answers questions-caption questions-none rank ranking
            ranking-caption ranking-chart ranking-chart-text ranking-none ranking-text reason
            reference regime registration remove-person removed-on requested round-and-stage
            round-closed round-open round-opened round-opens run run-approved runs runs-none
            same-word save-and-continue save-and-list save-answer save-check save-contact
            save-feedback save-for-later save-note save-scores save-verdict saved scale schedule
            schedule-text scheduled score score-for scores-saved scoring scoring-caption
            scoring-none scoring-over scoring-pack scoring-progress scoring-text screen
            screen-text screened screening screening-bars screening-demanded screening-never
            screening-runs screening-text sealed-text search search-hint see-application send
            send-answer send-by send-letters send-letters-text send-me-an-email send-text
            send-title send-true sent-at sent-email sent-post sent-question sent-title server-said
            session-ends session-last session-other session-other-text session-since session-this
            sessions settled-on show sides-caption sign-in sign-in-as-other sign-in-hint
            sign-in-link-text sign-in-text sign-out sign-out-everywhere signed-out
            signed-out-everywhere signed-out-text signed-out-title signed-out-yours skip
            skip-these some-of-all somebody-saved somebody-saved-text somebody-saved-title start
            start-fresh start-from start-how start-how-hint start-text start-title status subject
            summary take-back take-back-reason take-back-text take-back-yes taken-back taken-in
            taken-in-by tasks-done their-email their-email-hint there-is-a-problem tie-amount
            tie-at-cut tie-break tie-criterion tie-lot to to-front to-home to-post to-post-file
            to-post-text too-late too-late-text total type-answer type-answer-hint typed-by
            typed-drafts typed-late typed-paper typed-phone typed-receipt typed-receipt-post
            unscored up-to-characters up-to-words verdict verdict-by verdict-confirmed
            verdict-half verdict-kept verdict-reason verdict-reason-hint verdict-waits verdicts
            verdicts-none warning we-agree we-do-not-fund we-fund weight weight-is
            weight-of-finding what what-next what-they-said what-they-wrote what-we-ask
            what-you-can-do when who who-can-apply whole-application whose-name why-found withdraw
            withdraw-no withdraw-reason withdraw-text withdraw-too-late withdraw-yes withdrawn
            withdrawn-on work-elsewhere working-together write-feedback year yes your-answer
            your-application your-applications your-applications-caption your-comment your-drafts
            your-drafts-caption your-reference your-score your-scores your-work
            """
        ),
        (
            "problem",
            """
            application-decided application-decided-status application-finding-open
            application-incomplete application-kept application-misread application-not-standing
            application-other-round application-unknown applications-unchecked
            applications-unscored audit-append-only audit-chain-broken audit-chain-cut
            audit-content-changed audit-other-hash audit-row-missing audit-tail-cut
            award-not-proposed award-round-overspent award-unscreened body-not-json body-too-large
            cannot-listen changed-meanwhile configuration-invalid database-busy database-failed
            database-foreign database-missing database-newer database-older database-unopenable
            decider-scored decision-made decision-stands document-append-only draft-discarded
            draft-final draft-member-already draft-sent draft-starters-only draft-too-many
            draft-typed draft-unfinished draft-unknown drafts-too-many environment-invalid
            export-profile-unknown feedback-empty feedback-too-late form-too-old form-unreadable
            fund-missing fund-total-fixed header-wrong import-refused input-too-large
            input-unreadable instalment-stands invalid-input ledger-append-only
            ledger-fund-too-small ledger-overdrawn ledger-wrong-way letter-feedback-late
            letter-final letter-kind-missing letter-nothing-to-resolve letter-nothing-to-retry
            letter-template-broken letters-being-sent mail-misconfigured media-type-wrong
            members-too-many method-not-allowed no-such-place nobody-named nothing-to-rank
            output-failed panel-full panel-member-already panel-other panel-role-missing
            payment-approver-decided payment-approver-scored payment-bar-stands
            payment-file-changed payment-nothing-due payment-nothing-scheduled payment-run-frozen
            payment-run-missing payment-run-totals payment-run-unknown person-unknown
            post-batch-unknown proposal-frozen proposal-missing proposal-stale proposal-unknown
            question-answered question-unknown question-withdrawn reason-missing
            request-answer-not-kept request-key-reused role-missing round-closes-too-late
            round-closes-too-soon round-configuration-frozen round-deadline-passed
            round-not-closed round-not-open round-opened-before round-status-order round-undecided
            round-unknown round-without-pages schedule-exceeds-award score-kept score-locked
            score-member-missing score-missing score-not-standing score-off-scale
            score-owner-fixed score-unknown score-with-interest scores-sealed scores-sealed-round
            scores-unfinished screening-awards-barred screening-candidate-stands
            screening-candidate-unknown screening-date-ahead screening-date-missing
            screening-file-changed screening-import-over screening-kept screening-list-not-newest
            screening-list-older screening-list-refused screening-moved screening-no-list
            screening-not-newest screening-nothing screening-nothing-to-confirm
            screening-second-person server-failed session-final sign-in-code-wrong
            sign-in-link-wrong sign-in-once sign-in-too-many token-ended-before token-final
            token-missing token-refused token-unknown unforeseen withdrawal-too-late
            """
        ),
        (
            "progress",
            """
            begun cannot-start finished not-started ready
            """
        ),
        (
            "scoring",
            """
            interest locked new some
            """
        ),
        (
            "screened",
            """
            charity-other-name charity-removed charity-unknown name
            """
        ),
        (
            "stage",
            """
            closed decided open planned
            """
        ),
        (
            "stage-says",
            """
            closed decided open planned
            """
        ),
        (
            "standing",
            """
            match not-a-match open referred unconfirmed
            """
        ),
        (
            "status",
            """
            awarded declined eligible ineligible submitted withdrawn
            """
        ),
        (
            "subject",
            """
            contact organisation other-name person
            """
        ),
        (
            "talk",
            """
            answer-kept application-withdrawn audit-whole check-waiting config-good
            contact-changed cut-line feedback-released import-advisory import-blocking
            import-no-id import-report import-skip init-again init-left-alone init-new
            init-retired interest-declared letter-by-post letters-in-files letters-none
            letters-resolved-sent letters-retried letters-to-post letters-unknown letters-waiting
            list-imported list-imported-before mail-stopped note-kept panel-added
            payments-scheduled proposal proposal-decided reason-wanted round-closed round-opened
            scores-locked scores-recorded screening-candidates screening-unconfirmed serving
            token-given token-revoked translations
            """
        ),
        (
            "time",
            """
            am midnight noon on pm
            """
        ),
        (
            "told",
            """
            awarded declined eligible ineligible submitted withdrawn
            """
        ),
        (
            "told-next",
            """
            awarded declined eligible ineligible submitted withdrawn
            """
        ),
        (
            "verdict",
            """
            match not-a-match refer
            """
        ),
        (
            "verdict-hint",
            """
            match not-a-match refer
            """
        ),
    ]
}
