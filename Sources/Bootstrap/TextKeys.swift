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
            agreement-acceptance agreement-condition agreement-condition-removal agreement-end
            agreement-extension agreement-offer agreement-version-end appeal-decision
            appeal-receipt appeal-review application-answer application-check application-contact
            application-import application-note application-question application-submission
            application-withdrawal attempt-refusal award-assessment award-closing award-creation
            award-description award-feedback award-giving-up award-reopening award-waiver
            award-waiver-end award-withdrawal award-write-off bank-key-beginning bank-key-rotation
            benefit-entry benefit-verdict budget-agreed budget-applied concern-ending
            concern-raising cycle-end cycle-round cycle-start decision-approval decision-callIn
            decision-correction decision-publication decision-record decision-renewal
            decision-resumption draft-discard draft-member draft-removal draft-start
            erasure-certificate erasure-hold erasure-hold-end erasure-proposal erasure-withdrawal
            file-expiry file-removal file-upload foi-export fund-change fund-creation
            indicator-import instalment-drop instalment-hold instalment-release
            instalment-schedule instalment-trigger interest-declaration ledger-allotment
            ledger-commitment ledger-foundation ledger-increase ledger-lapse ledger-payment
            ledger-reallotment ledger-recovery ledger-reduction ledger-release ledger-reservation
            ledger-return ledger-withdrawal lesson-statement lesson-verdict lesson-withdrawal
            letter-attempt letter-conditions letter-correction letter-feedback letter-gate
            letter-hold letter-hold-end letter-interruption letter-post letter-queueing
            letter-release letter-resolution letter-retry letter-withdrawal meeting-addition
            meeting-attendance meeting-departure meeting-moderation meeting-opening
            meeting-recommendation meeting-signing need-evidence need-statement need-withdrawal
            notice-attempt notice-post notice-print notice-queue panel-addition panel-assignment
            panel-briefing panel-departure panel-removal panel-scorer-addition
            panel-scorer-removal payee-call payee-confirmation payee-entry payee-reveal
            payment-advice payment-amendment payment-cancelled payment-exemption
            payment-exemptionEnd payment-failed payment-paid payment-proposal payment-receipt
            payment-recovery payment-returned payment-stop paymentRun-acknowledgement
            paymentRun-approval paymentRun-cancellation paymentRun-export paymentRun-refusal
            paymentRun-refusalClaim paymentRun-refusalWithdrawal paymentRun-release
            person-addition person-name person-retirement person-roles plan-entry plan-freezing
            plan-withdrawal priority-choice priority-withdrawal privacy-export proposal-freezing
            prospectus-publication provider-end provider-entry provider-import provider-note
            reach-freezing reconciliation-import reconciliation-resolution reconciliation-retry
            rehearsal-start representation-entry reserve-callIn reserve-closing reserve-decision
            reserve-drop reserve-proposal reserve-removal reserve-resumption return-acceptance
            return-asking return-draft return-move return-rejection return-submission round-clone
            round-closing round-opening round-plan round-proposal round-replan score-lock
            score-recording score-replacement screening-confirmation screening-import
            screening-run screening-verdict sign-in sign-in-link sign-out stage-answer
            stage-approval stage-closing stage-opening stage-reopening stage-signature
            subsidy-answer subsidy-confirmation support-entry support-withdrawal survey-entry
            survey-import survey-opening survey-wave-closing survey-wave-opening
            tension-disclosure tension-expiry tension-removal tension-report tension-triage
            token-giving token-revocation variation-approval variation-refusal variation-request
            """
        ),
        (
            "advice-mail",
            """
            failed queued sent unknown waiting
            """
        ),
        (
            "advice-state",
            """
            noAddress notArrived posted told untold
            """
        ),
        (
            "agreement",
            """
            amount answer assistance change conditions confirm costs dates parties purpose special
            title
            """
        ),
        (
            "agreement-state",
            """
            agreed declined ended lapsed none offered withdrawn
            """
        ),
        (
            "answer",
            """
            budget-line budget-line-kind budget-total declared file not-declared spend-because
            spend-line spend-other spend-untold
            """
        ),
        (
            "bank-letter",
            """
            noAddress posted waiting
            """
        ),
        (
            "bank-result",
            """
            batch failed known noted paid recovery returned unmatched
            """
        ),
        (
            "bank-why",
            """
            amount-differs before-approval before-paid before-pay-day credit credit-unclear
            future-day information money-gone no-day no-reference not-exported not-in-run not-paid
            outcome-stands pending run-cancelled said-twice settled-before unknown-reference
            whole-run
            """
        ),
        (
            "benefit-realised",
            """
            no partly yes
            """
        ),
        (
            "column",
            """
            about acceptance accepted acceptedOn account accountVerdict accountsTotal added
            addedBy addedOn address after afterPeriod agreeAfter agreeBefore agreedOn
            allotmentPence allottedPence amountPence answered answers answersAfter answersBefore
            apartFrom application applications applied appliedCount approvedBy approvedOn asked
            askedAt askedBy askedPence asksConfirmation assessedOn assessment assessments at
            auditHead award awardPence awarded awardedFromReserveOn awardedOn awardedOnAppealOn
            awardedPence awards bankFile bankLine bankReference baseline batchReference became
            because before beforePeriod benefit bestRank better births blocked blocking bookedOn
            born breakdown by byGroup byPost byPriority bytes callBack calledBack calledInOn
            cameBy cancelReason cancelledBy candidate candidates cannotTell capPence capacity
            cause change changeFrom changeInYear changeTo changedAt changedBy checkedAt checkedBy
            checks chosen class closed closedBecause closedOn closes closingPence closings code
            comment committedPence communities community compared concern concerns confirmation
            confirmedAt confirmedBy contact contactUntil content copiesGoneOn corrected count
            counterparty countries country countsPublicationDay createdAt criteria criterion
            criterion_title cycle damaged day days daysFromClosing daysLate decidedAt decidedBy
            decidedIn decidedOn decision decisionReason decisionStatus declined demandedAt
            demandedBy detail differencePence draft due dueOn duePence duties duty effect
            effectiveOn eligible email embargo end endToEndReference endedAt endedBecause endedBy
            endedOn endsOn english enteredAt enteredBy entries entry erasureOf events evidence
            expectedOn expectedPence expiresAt failed feedback field file files filesKept finding
            findings first forWhom foundAt freePence frequency from fromGroup fundLeftPence funded
            fundedCount given givenBy givenUp goesBy goesOn grantedAt grantedBy ground grounds
            group happenedOn hasConcern hasInterest hash heldBy heldOn highest highestDecimal
            hints id identifier import importedAt importedBy incomplete indicator instalment
            instalments isApproved isClosed isDue isEconomic isFormerAddress isGone isLate
            isReminded isSent judgedBy judgedOn kept kind known knownBy label lacks language
            lapsesOn last lastDay late lateReason learned leftPence leftoverPence lesson lessons
            letters likeness line lines link list listed listedName listedOn lists looksFor
            lowered lowest lowestDecimal mail matched meanAfter meanBefore meanDecimal meaning
            medianDaysFromApplying member met method minimalAssistance minimum minimumPence
            minutes missing missingLists missingScores moment month name names need needIndicator
            needPeriod needs needsPlan newest notBefore notMet note number obstacle obstacles of
            offeredOn offers offsetDecimal oldest on openFindings openingPence opens orderReason
            organisation others outcome outcomes overtakenAt owedPence owner paid paidBackPence
            paidOn paidPence pairs panel panelConditions panel_member paperPlace paperReason part
            partialAwards partly passedAt passedBy payOn payment payments pence pendingPence
            people perMetPence perPersonPence perThousandPence period person phone place
            plannedPence plannedPercent pointsDecimal postcode postedAt postedBy priorities
            priority priorityKey profile profiles project promised proposal proposals proposed
            proposedBy proposedOn publishedOn purpose putOff question questions ranAt ranBy rank
            ratePercent ready realised reason receipts receivedAt receivedPence recipient
            recommended recordedBy recordedLater recordedOn recoveredHeldPence recoveredPence
            reference references regime registeredOn registrationNumber rehearsal released
            releasedPence remainingPence remedy remittance removedOn repeat replacesPanel reply
            reportedOn reports request requestedPence requests required reserve reservedPence
            residents resolution resolvedAt resolvedBy result results return returnReason returned
            returnedPence returns reviewReason reviewedBy revokedAt role roles rootCause
            rootCauseTitle round roundTitle rounds rows run saidAt saidBy saidOn saw scope score
            scoreDecimal scoreSumDecimal scoresSetAside screeningRun seed seenOn sent sentBy
            sentOn sha256 shownBy side since sort_code source sourceId specialConditions
            spentPence stage standing stands standsPence startedAt startsOn state statement
            statements status step stoodDownAt subject subjects submittedAt subsidy summary
            supportAbout supportingAdult survey surveyVerdict surveys swings table taken
            takenBecause takenBy target terms text textLine threshold tieBreak times title to
            toComePence toPost told toldOn totalPence triage trigger type unchanged unchecked unit
            unknown unknownYears unmatched until uploadedAt url usableFrom value verdict verdicts
            version versions waiting waived waivedBecause waivers ward wardTitle wards wave waves
            weight what who why withdrawnBecause withdrawnOn withheldBecause words workingDays
            worstRank worth wouldFund writeOffs writtenAt writtenBy writtenOffPence writtenOn
            wrong
            """
        ),
        (
            "cycle-event",
            """
            approved closed ended opened reopened
            """
        ),
        (
            "cycle-stage",
            """
            analyse do plan review
            """
        ),
        (
            "cycle-standing",
            """
            ahead approved closed open
            """
        ),
        (
            "decision-says",
            """
            calledIn inEffect made published returned scheduled upheld
            """
        ),
        (
            "decision-status",
            """
            calledIn inEffect made published returned scheduled upheld
            """
        ),
        (
            "disclosure",
            """
            advice bankDetails equality erasedNames files individual otherPeople ownWork
            paymentFiles personal secrets undecided
            """
        ),
        (
            "disclosure-page",
            """
            about-person answer held information inner left-out looked-for made no nothing
            nothing-left-out other redactions-caption redactions-characters redactions-field
            redactions-ground redactions-of redactions-passages redactions-rows redactions-section
            redactions-text redactions-title redactions-whole withheld yes
            """
        ),
        (
            "due",
            """
            acceptance assessment awardClosing checks closing decision instalment letters
            monitoringReturn reading scores
            """
        ),
        (
            "duty",
            """
            approved decided proposed released scored verified
            """
        ),
        (
            "erasure-of",
            """
            application class person
            """
        ),
        (
            "erasure-status",
            """
            done proposed withdrawn
            """
        ),
        (
            "erasure-subject",
            """
            application draft moment person provider round support tension
            """
        ),
        (
            "explain",
            """
            award-withdrawn awarded-from-reserve awarded-on-appeal barred by-lot by-request
            checked criterion decided disagrees how left left-out mean missing moderated no-score
            not-applicable not-fundable points proposed rank reaches-least recommended score share
            tie-break title under-least unscored
            """
        ),
        (
            "feedback-again",
            """
            no unsure yes
            """
        ),
        (
            "feedback-capacity",
            """
            communityWorker councillor
            """
        ),
        (
            "field",
            """
            account-impossible account-number-length account-number-ten address-lines
            adult-missing adult-unasked agreement-authorised agreement-one-of-two
            agreement-signed-on agreement-until amount-limits amount-unasked
            appeal-amount-unwanted appeal-from-others appeal-own application-unknown
            applies-always assistance-untick bank-after-trailer bank-amount-columns
            bank-balance-differs bank-balance-missing bank-column-missing bank-date
            bank-details-differ bank-file-wrong bank-line-twice bank-more-problems
            bank-needs-reference bank-one-amount bank-other-currency bank-text-empty
            bank-trailer-count bank-trailer-missing bank-trailer-total before below-minimum
            benefit-not-known-by budget-line-amount budget-line-kind budget-line-long
            budget-line-no-amount budget-line-one-line budget-line-shape budget-line-what
            budget-over-award budget-too-many budget-total-over budget-total-under
            camt-other-message casting-vote-not-even choose-one choose-priority choose-score
            choose-some closing-change-open closing-concern closing-instalment-held
            closing-instalment-open closing-money-owed closing-no-return closing-return-unread
            closing-unassessed closing-under-way closing-unscheduled column-missing column-twice
            column-unknown conditions-unasked contact-empty count-of-parts csv-quote-open
            csv-quote-stray currency-not-gbp date-not-real date-of-returned date-too-early
            date-too-late date-without-day date-without-month date-without-year date-year
            day-bank-holiday day-bank-holiday-last day-festival day-festival-last day-order
            day-unknown-festivals day-unknown-holidays day-weekend day-weekend-last decided-apart
            dissent-twice duty-same ends-with-stroke erase-appeal-open erase-award-runs
            erase-concern erase-draft-sent erase-held erase-letters-wait erase-on-staff
            erase-one-of erase-reach-open erase-reason-personal erase-round-running
            erase-seen-since erase-undecided exception-alone exception-of-check exception-unknown
            field-count figure-missing file-empty file-missing file-too-large
            files-of-application-few fills-missing fills-twice fills-type floor-over-cap
            floors-over-allotment foi-one form-unreadable from-or-constant grants-missing
            hidden-characters in-the-future indicator-area-moved indicator-area-wards
            indicator-file-wrong indicator-future indicator-groups indicator-not-percent
            indicator-period-monthly indicator-period-quarterly indicator-period-yearly
            indicator-twice indicator-value indicator-ward-all indicator-ward-unknown
            indicator-whole-area instalment-concern instalment-return-late invited-often
            json-control json-ends-early json-escape json-key-twice json-number json-too-deep
            json-too-many json-trailing json-unexpected lesson-open limit-without-ward
            member-stood-down minimum-amount missing modulus-third-row more-than-fund
            more-than-one-rest names-member need-no-evidence needs-control no-comment nobody-named
            not-account-number not-after not-an-option not-asked not-audit-head not-bank-text
            not-budget not-code not-confirmed not-country not-cursor not-date not-declared
            not-digits not-duty not-earlier-choice not-earlier-date not-email not-file-name
            not-files not-finance-person not-giving-prefix not-key not-language not-list
            not-object not-on-panel not-org-id not-organisation-number not-pay-day not-percent
            not-period not-phone not-place-type not-postcode not-postcode-area not-pounds
            not-pounds-amount not-pounds-typed not-prefix not-public-url not-query not-register
            not-roll-number not-seconds not-share not-six-digits not-smtp-url not-sort-code
            not-spend not-standing not-text not-threshold not-time not-trigger not-true-false
            not-utf8 not-web-address not-weight not-whole-number not-windows-1252 not-within-year
            not-year number-unknown off-scale on-weekend one-line options-twice other-year
            other-years out-of-range outcome-twice outcome-unassessed panel-conditions
            panel-conditions-left-out part-is-nothing pay-day-far payee-date person-unknown
            place-postcode plan-area-alone plan-better-missing plan-cost-order plan-figure-missing
            plan-no-dates plan-no-gap plan-no-impact plan-no-impacts plan-no-nothing
            plan-no-options plan-no-outcome plan-no-shares plan-no-talk plan-no-vision
            plan-not-judged plan-number-unknown plan-of-indicator plan-option-none
            plan-option-open plan-over-allotment plan-target-number plan-why-missing present-too
            priority-no-need provider-twice public-words-both public-words-none publish-amount
            publish-charity-number publish-company-number publish-date-future
            publish-date-impossible publish-days-set-aside publish-email publish-line-break
            publish-linked-charity publish-long-title publish-name publish-no-code publish-no-date
            publish-no-name publish-no-number publish-no-place publish-no-programme
            publish-no-purpose publish-no-title publish-not-in-effect publish-odd-number
            publish-phone publish-postcode publish-register publish-start-after-end
            publish-surname publish-title-same publish-untold question-not-here reach-amounts
            reach-bands reach-key-taken reach-unconfirmed reason-goes-with-late record-email
            record-imported record-name record-phone record-twice representation-no-panel
            representation-too-few representation-too-many representation-too-near
            reserve-unconfirmed return-field-always return-light-hangs return-over-award
            round-key-taken round-opens-far round-opens-past score-locked score-not-yours
            score-twice score-unassigned score-unbriefed score-unchanged score-undeclared
            score-undescribed score-with-interest scorers-free scorers-of-kind scores-in-meeting
            screening-before-list screening-candidate-match screening-candidate-open
            screening-candidate-referred screening-candidate-unconfirmed screening-list-absent
            screening-list-old screening-never screening-other-names screening-without-sanctions
            screens-type sign-in-code-wrong spend-line-amount spend-line-because
            spend-line-changed spend-line-long spend-line-missing spend-line-shape
            spend-line-twice spend-other-because spend-total stage-no-evidence stage-no-lesson
            stage-no-priority stage-no-signature stage-unanswered sum-not-award survey-answer-form
            survey-answer-twice survey-code-line survey-code-short survey-file-wrong
            survey-key-code survey-nothing survey-points survey-question-unknown survey-too-many
            template-content-type template-name template-section template-subject template-tag
            tension-addresses tension-day-ahead tension-day-old tension-no-reach tension-too-many
            text-missing tile-no-ward tile-other-ward tile-taken too-large too-long too-many
            too-many-fields too-many-rows too-many-words too-small twice unknown-key
            unknown-key-of upload-damaged upload-empty upload-gone upload-kind upload-locked
            upload-macros upload-missing upload-old-office upload-too-large uploads-many
            uploads-of-application uploads-too-large uploads-too-many user-and-password
            wards-missing weight-twice weights-total weights-tried which-instalment xml-character
            xml-doctype xml-encoding xml-end-tag xml-ends-early xml-entity xml-too-deep
            xml-unexpected yaml
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
            "foi-ground",
            """
            advice crime personal
            """
        ),
        (
            "hint",
            """
            former-employer same-domain same-postcode same-surname
            """
        ),
        (
            "indicator-standing",
            """
            better noBaseline noFigures reached same watched worse
            """
        ),
        (
            "instalment-event",
            """
            acknowledged approved cancelled dropped exported failed held holdReleased paid
            payeeCalled payeeConfirmed payeeEntered proposed returned runReleased scheduled
            triggerMet
            """
        ),
        (
            "instalment-status",
            """
            cancelled dropped failed held inRun open paid returned
            """
        ),
        (
            "language",
            """
            name
            """
        ),
        (
            "lesson-verdict",
            """
            adapted adopted rejected
            """
        ),
        (
            "letter",
            """
            agreed appealOutcome appealReceipt award decline ineligible offer offerEnd partial
            question receipt reserveAward reserveEnd withdrawal
            """
        ),
        (
            "letter-gap",
            """
            amount blank conditions contact language name noAddress reasons reference translation
            """
        ),
        (
            "letter-part",
            """
            english-below no-conditions replaces
            """
        ),
        (
            "letter-status",
            """
            failed queued sending sent toPost unknown waiting withdrawn
            """
        ),
        (
            "letter-way",
            """
            email noAddress post
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
            "member-kind",
            """
            councillor member officer resident youngCommissioner
            """
        ),
        (
            "minutes",
            """
            apologies audit casting-vote chair conditions dissent draft item left left-interest
            moderated no-vote nobody none-yet not-applicable not-yours opened opened-despite
            present quorum recommended signed title total undeclared voters votes withdrawn
            """
        ),
        (
            "month",
            """
            1 10 11 12 2 3 4 5 6 7 8 9
            """
        ),
        (
            "notice",
            """
            bank-changed bank-changed-next bank-changed-subject bank-entered bank-entered-subject
            reminder-acceptance reminder-acceptance-subject reminder-late-return
            reminder-late-return-subject reminder-next reminder-return reminder-return-subject
            """
        ),
        (
            "obstacle",
            """
            agreement closed concern date effect evidence held payeeBounced payeeCooling
            payeeMissing payeeUnverified report returnLate screening
            """
        ),
        (
            "onPage",
            """
            address-lines agreement-agreed-before agreement-not-agreed agreement-nothing-ready
            agreement-text-changed agreement-unanswered amount-limits answers-changed
            appeal-award-above-request appeal-from-others appeal-late appeal-not-taken
            appeals-too-many application-decided-status application-misread application-unknown
            applications-unchecked applications-unscored bank-holidays-unknown body-too-large
            budget-line-amount budget-line-kind changed-meanwhile database-busy date-of-returned
            decision-called-in decision-called-in-before decision-in-effect decision-not-called-in
            decision-not-in-effect decision-not-public decision-published decision-record-off
            decision-returned decision-unpublished decision-unwritten disclosure-no-award
            disclosure-organisation exemption-unknown export-profile-unknown figure-missing
            form-unreadable header-wrong invalid-input letter-decision-called-in
            letter-decision-returned letter-embargo-past letter-embargo-too-early
            letter-embargo-too-late letter-kind-missing letters-being-sent media-type-wrong
            meeting-items-open method-not-allowed missing need-no-evidence no-such-place
            not-an-option not-declared not-email not-key not-phone not-postcode not-pounds-amount
            not-time not-whole-number nothing-to-rank one-line panel-conditions-left-out
            panel-could-read panel-member-active panel-member-already panel-member-unknown
            panel-unknown paper-notice-unprinted payment-nothing-due payment-nothing-scheduled
            payment-run-missing payment-run-unknown priority-no-need proposal-groundless
            proposal-missing proposal-moved proposal-stale proposal-unknown public-words-both
            public-words-none question-unknown reason-missing reason-without-no role-missing
            round-closes-too-late round-closes-too-soon round-deadline-passed round-key-taken
            round-not-closed-decided round-not-closed-open round-not-closed-planned
            round-not-open-closed round-not-open-decided round-not-open-planned
            round-opened-closed round-opened-decided round-opened-open round-undecided
            round-unknown round-without-cycle round-without-pages score-locked score-unbriefed
            score-undeclared score-with-interest scorers-free scorers-of-kind scorers-too-few
            scores-sealed-round screening-before-list screening-candidate-match
            screening-candidate-open screening-candidate-referred screening-candidate-unconfirmed
            screening-list-absent screening-list-old screening-never screening-no-list
            screening-other-names server-failed spend-line-amount stage-no-evidence
            stage-no-signature stage-unanswered survey-exists too-large too-long too-many-words
            too-small uploads-of-person withdrawal-too-late
            """
        ),
        (
            "open-data",
            """
            erased-summary erased-title individual-summary individual-title merchant-category
            package period period-from period-unknown period-until spend-purpose withheld
            """
        ),
        (
            "outcome",
            """
            full none partial
            """
        ),
        (
            "outcome-verdict",
            """
            cannotTell met notMet partly
            """
        ),
        (
            "overHTTP",
            """
            applications-unchecked database-busy decision-called-in decision-unpublished
            decision-unwritten disclosure-no-award invalid-input letter-gate-released
            meeting-items-open paper-notice-unprinted payment-nothing-scheduled
            payment-run-missing proposal-missing proposal-stale proposal-unknown reason-missing
            round-deadline-passed round-not-closed-decided round-not-closed-open
            round-not-closed-planned round-not-open-closed round-not-open-decided
            round-not-open-planned round-opened-closed round-opened-decided round-opened-open
            round-undecided round-unknown score-member-missing screening-date-missing
            """
        ),
        (
            "own-payment",
            """
            checksDetails failed held needsDetails next onItsWay onItsWayFor paid prepared
            returned waitsForDate waitsForEvidence waitsForReport waitsForReturn
            """
        ),
        (
            "own-recovery",
            """
            clawback unspent
            """
        ),
        (
            "page",
            """
            about about-round accessibility accessibility-help accessibility-text account
            actor-applicant actor-mail actor-operator actor-visitor add-person add-to-panel
            advice-done advice-first advice-groups advice-lost advice-not-yet advice-nothing
            advice-only advice-posted advice-posted-button advice-posted-done advice-posted-text
            advice-print advice-print-none advice-send afterwards against-proposal against-ranking
            agenda-all agenda-done agenda-left agenda-none agenda-show-all agenda-show-done
            agenda-show-left agreed-on agreement-agreed agreement-assistance
            agreement-button-change agreement-button-confirm agreement-button-decide
            agreement-button-end agreement-button-extend agreement-button-offer
            agreement-button-paper agreement-button-special agreement-button-subsidy
            agreement-button-withdraw agreement-by agreement-changes agreement-dates
            agreement-day-hint agreement-done-change agreement-done-confirm agreement-done-decide
            agreement-done-end agreement-done-extend agreement-done-offer agreement-done-paper
            agreement-done-special agreement-done-subsidy agreement-done-withdraw agreement-ended
            agreement-extended agreement-from-to agreement-of agreement-offered-by agreement-paid
            agreement-request agreement-signed agreement-signed-paper agreement-special
            agreement-subsidy agreement-text-change agreement-text-confirm agreement-text-decide
            agreement-text-end agreement-text-extend agreement-text-offer agreement-text-paper
            agreement-text-special agreement-text-subsidy agreement-text-withdraw
            agreement-title-change agreement-title-confirm agreement-title-decide
            agreement-title-end agreement-title-extend agreement-title-offer agreement-title-paper
            agreement-title-special agreement-title-subsidy agreement-title-withdraw
            agreement-to-read agreement-version agreement-version-declined
            agreement-version-lapsed agreement-version-withdrawn agreement-we-asked
            agreement-words agreement-you-asked agreements agreements-none agreements-off
            agreements-text all-clear all-clear-done all-clear-text all-of-it all-rounds
            allocation-bestTotal allocation-rankOrder allocation-rankOrderPartial allocations
            allocations-caption allocations-text alternatives alternatives-hint although amount
            amount-of-all amounts anew anew-yes answer-again answer-awaited answer-of answer-typed
            answer-wanted answered answered-by answered-on any appeal-amount appeal-amount-hint
            appeal-by appeal-came appeal-came-email appeal-came-inPerson appeal-came-letter
            appeal-came-online appeal-came-telephone appeal-choose-award appeal-choose-none
            appeal-choose-withdrawal appeal-decide appeal-decision-save appeal-effect-award
            appeal-effect-none appeal-effect-withdrawal appeal-follows appeal-from
            appeal-from-group appeal-from-others appeal-grounds appeal-grounds-hint
            appeal-hint-appeal appeal-hint-complaint appeal-is-read appeal-kind appeal-kind-appeal
            appeal-kind-complaint appeal-last-day appeal-late-hint appeal-late-reason
            appeal-of-appeal appeal-of-complaint appeal-outcome appeal-outcome-notUpheld
            appeal-outcome-partlyUpheld appeal-outcome-upheld appeal-part-applied
            appeal-part-checked appeal-part-decided appeal-part-paid appeal-part-proposed
            appeal-part-scored appeal-parts appeal-parts-none appeal-reason appeal-reason-hint
            appeal-received appeal-review appeal-review-save appeal-saved appeal-status-ended
            appeal-status-received appeal-status-reviewed appeal-taken appeal-title-appeal
            appeal-title-complaint appeal-upheld-question appeal-waits-decider appeal-you-reviewed
            appeal-you-took-part appeals appeals-none appeals-text application application-of
            application-says applications applications-caption applications-none apply
            apply-otherwise apply-to approve approve-no approve-number approve-question
            approve-reason approve-run approve-run-text approve-text approve-to-release-text
            approve-yes approved-by approved-on as-csv as-it-stands ask ask-group ask-group-hint
            asked asked-approved asked-by asked-by-group asked-on asked-post asked-refused
            asks-end assess assess-anew assessment assessment-former assessment-none
            assessment-worth assessment-worth-hint assign assigned assigned-count assignment
            assignment-mix assignment-next assignment-off assignment-over assignment-text
            assignments-caption assignments-none assist assist-how assist-paper assist-phone
            assist-text assistance-button assistance-confirmed assistance-text assistance-tick
            assistance-tick-title assistance-title assistance-unconfirmed assisted-paper
            assisted-phone at-apologies at-present attendance attendance-change attendance-saved
            attendance-text audit-head authorised authorised-title awaits-approval award
            award-after award-assessed award-before award-closable award-close award-close-text
            award-closed award-count award-give-up award-give-up-text award-given-up
            award-given-up-rest award-goes-on award-lacks award-note award-owed award-paid
            award-paid-back award-priorities award-reopen award-reopen-given-up award-reopen-text
            award-reopened award-review award-reviews award-reviews-all award-reviews-closable
            award-reviews-none award-reviews-text award-waive award-waive-text award-waive-which
            award-waive-which-hint award-waived award-waived-some award-waiver-ended award-waivers
            award-waivers-stand award-was-assessed award-was-closed award-was-given-up
            award-was-reopened award-was-waived award-was-written-off award-withdrawn
            award-write-off award-write-off-text award-written-off awarded-by-decision
            awarded-from-reserve awarded-on awarded-on-appeal awards awards-caption awards-in-part
            awards-none back back-to-list back-to-tasks bank-account bank-account-hint bank-call
            bank-call-no bank-call-yes bank-called bank-called-by bank-came-by bank-came-by-online
            bank-came-by-paper bank-camt bank-closing bank-confirm bank-confirm-save
            bank-confirm-text bank-confirmation bank-confirmed bank-confirmed-by bank-day
            bank-day-hint bank-entered bank-entered-by bank-entries bank-expected bank-failed
            bank-file bank-file-before bank-file-bring bank-file-done bank-file-hint
            bank-file-named bank-file-send bank-files bank-files-list bank-files-none
            bank-files-text bank-letter-former bank-letter-present bank-letters
            bank-letters-caption bank-letters-done bank-letters-no-address bank-letters-none
            bank-letters-nothing bank-letters-posted bank-letters-posted-text bank-letters-print
            bank-letters-text bank-letters-unprinted bank-line bank-line-choice bank-name
            bank-name-hint bank-no-lines bank-number bank-numbers bank-numbers-none bank-on
            bank-on-hint bank-opening bank-own-account bank-paid bank-paper bank-paper-letters
            bank-paper-reason bank-paper-save bank-paper-saved bank-paper-text bank-profile
            bank-proof bank-reason bank-reason-hint bank-resolution bank-resolve bank-resolve-hint
            bank-resolve-reason bank-resolve-text bank-resolve-which bank-resolved bank-result
            bank-result-closeMatch bank-result-match bank-result-noMatch bank-result-unavailable
            bank-results bank-retried bank-retried-none bank-retry bank-retry-text bank-returned
            bank-ring bank-ring-other bank-ring-save bank-ring-text bank-roll bank-roll-hint
            bank-says bank-sort-code bank-sort-code-hint bank-source bank-source-hint
            bank-statement bank-statements bank-usable-from bank-verdict bank-verdict-invalid
            bank-verdict-notInTable bank-verdict-unchecked bank-verdict-valid bank-version
            bank-why barred barred-by-officer barred-mistake barred-own barred-text because
            before-meeting before-meeting-text begun-by benefit benefit-after benefit-because
            benefit-before benefit-is-said benefit-known-by benefit-known-by-hint benefit-named
            benefit-new benefit-no-priority benefit-number benefit-open benefit-owner
            benefit-owner-hint benefit-realised benefit-save benefit-say benefits benefits-fixed
            benefits-none benefits-text birth-date blocking briefing briefing-ask briefing-comment
            briefing-confirm briefing-confirm-yes briefing-criteria briefing-criteria-text
            briefing-done briefing-due briefing-fair briefing-intro briefing-not-applicable
            briefing-own briefing-private briefing-read briefing-read-on briefing-same
            briefing-scores briefing-title briefing-written budget budget-agreed budget-amount
            budget-applied budget-because budget-by-kind budget-difference budget-kind
            budget-kind-optional budget-limit budget-line budget-more budget-no-kind budget-none
            budget-of-kind budget-over budget-reason budget-save budget-set budget-set-text
            budget-total budget-was-set budget-what by-post call-in call-in-act call-in-button
            call-in-done call-in-ended call-in-ended-done call-in-outcome call-in-reason
            call-in-text called-in-by called-in-by-hint called-in-on candidate candidate-text
            candidates candidates-caption candidates-none card-appeals card-awarded card-declined
            card-deferred card-eligible card-ended card-ineligible card-letters card-payments
            card-proposal card-questions card-reserve card-submitted card-text-appeals
            card-text-awarded card-text-declined card-text-deferred card-text-eligible
            card-text-ended card-text-ineligible card-text-letters card-text-payments
            card-text-proposal card-text-questions card-text-reserve card-text-submitted
            casting-vote casting-vote-yes certificate certificate-copies certificate-count
            certificate-hash certificate-nothing certificate-rows certificate-stays chair
            chair-hint change change-amount change-amount-hint change-changes change-end
            change-enters change-leaves change-less change-more change-purpose change-start
            change-without changes-none check check-and-send check-answers check-eligible
            check-failed check-first check-ineligible check-passed check-question check-reason
            check-reason-hint check-your-email check-your-email-text checked choose
            clone-allotment clone-allotment-hint clone-key clone-key-hint clone-opens
            clone-opens-hint clone-round clone-round-files clone-round-text clone-title
            clone-title-hint close-round close-round-text code code-hint comment-on community
            community-every community-everyone concern concern-by concern-end concern-end-text
            concern-raise concern-text concern-was-ended concern-was-raised conditions
            conditions-english conditions-hint conditions-saved confirm-verdict
            confirm-verdict-text confirmed-by contact contact-changed contact-name continue
            cookies cookies-browser cookies-done cookies-language cookies-session cookies-text
            copy-as-text copy-title copy-to-keep correct correct-button correct-letter
            correct-reason correct-reason-hint correct-text correct-words-hint corrected-done
            correction corrections country criteria-and-weights criterion crossings cut-line
            cut-line-text cycle cycle-and-stage cycle-answer cycle-answer-label cycle-answer-saved
            cycle-answered cycle-approve cycle-approve-text cycle-approved cycle-area
            cycle-asks-nothing cycle-awards-none cycle-begun cycle-by cycle-change-answer
            cycle-close cycle-closed cycle-cosigned-decisionMaker cycle-cosigned-officer
            cycle-earlier cycle-end cycle-ended cycle-first-round cycle-held cycle-history
            cycle-hold cycle-hold-none cycle-hold-text cycle-is-answered cycle-is-signed cycle-key
            cycle-key-hint cycle-lack cycle-lacks cycle-look cycle-money cycle-money-by-need
            cycle-money-by-priority cycle-money-others cycle-money-text cycle-money-total
            cycle-needs cycle-needs-evidence cycle-needs-fixed cycle-needs-found cycle-needs-text
            cycle-next-approved cycle-next-closed cycle-next-ended cycle-next-open
            cycle-next-whole cycle-next-whole-approved cycle-not-open cycle-nothing-behind
            cycle-nothing-to-approve cycle-overview cycle-plan cycle-plan-add cycle-plan-awarded
            cycle-plan-back cycle-plan-back-because cycle-plan-by cycle-plan-change
            cycle-plan-cost cycle-plan-criteria cycle-plan-doubts cycle-plan-edition
            cycle-plan-entries cycle-plan-entry cycle-plan-fixed cycle-plan-frozen cycle-plan-gaps
            cycle-plan-lacks cycle-plan-left cycle-plan-needed cycle-plan-needed-yes
            cycle-plan-no-ward-target cycle-plan-nothing cycle-plan-options cycle-plan-outdated
            cycle-plan-part cycle-plan-parts cycle-plan-proposed cycle-plan-publish
            cycle-plan-published cycle-plan-questions cycle-plan-save cycle-plan-says
            cycle-plan-score cycle-plan-see-lacks cycle-plan-shared cycle-plan-shares
            cycle-plan-stands cycle-plan-take-back cycle-plan-taken-back cycle-plan-text
            cycle-plan-untraced cycle-plan-untraced-text cycle-plan-written cycle-priorities
            cycle-prospectus cycle-read-sign cycle-reopen cycle-reopen-stage cycle-reopen-text
            cycle-reopened cycle-rests-on cycle-rests-on-hint cycle-rounds cycle-rounds-none
            cycle-save-answer cycle-sign cycle-sign-text cycle-signed cycle-signed-by cycle-stage
            cycle-stage-ahead cycle-stage-approved cycle-stage-closed cycle-stage-is
            cycle-stage-open cycle-start cycle-start-text cycle-started cycle-title
            cycle-title-hint cycle-version cycle-you-wrote cycles cycles-all cycles-none
            cycles-text date date-checks date-closes date-decision date-letters date-opens
            date-panel dates day day-count days-since-taken deadline deadline-send decide-anew
            decide-anew-button decide-anew-text decide-candidate decided-anew-done decided-by
            decided-done decided-on decision decision-is decision-on decisions decisions-none
            decisions-text demand demand-amount demand-clawback demand-kind demand-unspent
            demanded difference discard discard-no discard-text discard-yes discarded dissent
            dissent-of done download draft-of due due-ahead due-ahead-none due-days-late due-for
            due-is-reminded due-late due-late-none due-of due-on due-remind due-remind-text
            due-reminded due-today due-what duties duties-none duties-text duty-apart economic
            effective-on effective-on-hint eligibility eligibility-text email employers-hint
            end-call-in end-call-in-button end-call-in-text entries equality equality-answered
            equality-apart equality-optional erasure erasure-application erasure-application-hint
            erasure-approve erasure-approve-text erasure-approved-by erasure-class
            erasure-class-hint erasure-file erasure-files erasure-files-text erasure-is-done
            erasure-is-proposed erasure-is-withdrawn erasure-log-waits erasure-of erasure-own
            erasure-person erasure-person-hint erasure-propose erasure-propose-text
            erasure-proposed-by erasure-reason-hint erasure-subjects erasure-title
            erasure-withdraw erasures erasures-none error-403 error-404 error-409 error-413
            error-429 error-500 error-503 error-help error-other error-prefix evaluation
            evaluation-accepted evaluation-allotted evaluation-asked evaluation-awarded
            evaluation-closed evaluation-concerns evaluation-count evaluation-late
            evaluation-missing evaluation-money evaluation-not-known evaluation-nothing
            evaluation-of evaluation-outcomes evaluation-outcomes-text evaluation-per-met
            evaluation-per-person evaluation-print evaluation-returned evaluation-text
            evaluation-told evaluation-waiting evaluation-waived event every-status evidence
            evidence-hint exempt exempted exemption-choice exemption-end exemption-end-text
            exemption-ended exemption-ended-by exemption-number exemption-which exemption-why
            exemptions exemptions-none exemptions-standing explanation extend-until feedback
            feedback-again feedback-capacity feedback-comments feedback-comments-hint
            feedback-corrects feedback-day feedback-day-hint feedback-english feedback-hint
            feedback-none feedback-on-award feedback-record feedback-saved feedback-saw
            feedback-title feedback-was-recorded fewer-than figure-corrected figure-gone
            figure-indicator figure-indicator-hint figure-newer figure-newest figure-none
            figure-period figure-period-hint figure-source figure-ward file file-remove file-size
            files files-limit financial-year finding findings findings-caption findings-none
            findings-open fingerprint first-page fits fits-not fits-not-sure fits-not-text
            fits-save fits-text fits-together floor-missed for-information for-programs
            former-decision funded-text gate-caption gate-conditions gate-embargo
            gate-embargo-field gate-embargo-hint gate-embargoed gate-holds gate-holds-none
            gate-incomplete gate-last-release gate-letters gate-missing gate-next-again
            gate-next-complete gate-next-none gate-next-other gate-next-pass gate-next-release
            gate-next-released gate-next-second gate-next-suspended gate-no-conditions
            gate-not-before gate-off gate-pass gate-pass-button gate-pass-text gate-pass-void
            gate-passed gate-ready gate-release-button gate-release-by gate-release-text
            gate-released gate-suspended gate-text granted-by group help help-email help-phone
            hint-why hints hints-caption hints-none hints-text history history-caption
            history-none history-text hold-by hold-end hold-is-ended hold-is-set hold-set
            hold-since holds holds-none holds-text home how-awarded how-it-stands how-scored
            how-scored-text indicator-added indicator-after indicator-baseline indicator-before
            indicator-better-higher indicator-better-lower indicator-better-neither
            indicator-by-ward indicator-caption indicator-chart indicator-chart-target
            indicator-chart-text indicator-columns indicator-columns-counts indicator-corrected
            indicator-corrections indicator-down indicator-figure indicator-file
            indicator-file-hint indicator-highest indicator-import indicator-import-hint
            indicator-imports indicator-in-year indicator-known indicator-latest indicator-look
            indicator-lowest indicator-middle indicator-middle-hint indicator-month
            indicator-no-figures indicator-no-imports indicator-none indicator-of-middle
            indicator-of-whole indicator-one indicator-percent indicator-period indicator-periods
            indicator-periods-last indicator-points indicator-quarter indicator-rate
            indicator-rule-areas indicator-rule-monthly indicator-rule-quarterly
            indicator-rule-value indicator-rule-ward indicator-rule-whole indicator-rule-yearly
            indicator-send indicator-source indicator-taken indicator-target
            indicator-target-and-way indicator-text indicator-title indicator-unchanged
            indicator-up indicator-ward indicator-wards indicator-whole information
            information-award information-award-get information-award-text information-email
            information-organisation information-organisation-hint information-person
            information-person-get information-person-text information-reference
            information-reference-hint information-text instalment instalment-change
            instalment-count instalment-do instalment-do-hold instalment-do-met
            instalment-do-release instalment-hold instalment-met instalment-reason-hint
            instalment-release instalments-caption instalments-none instalments-of-award
            instead-of-panel interest interest-change interest-changed interest-detail
            interest-detail-hint interest-free interest-has interest-has-not interest-holds
            interest-known interest-no interest-noted interest-officer-said interest-overtaken
            interest-own interest-question interest-said interest-said-by interest-set
            interest-set-no interest-set-text interest-set-what interest-set-yes interest-text
            interest-what interest-words interest-yes interests interests-caption interests-free
            interests-in interests-lifted interests-none interests-none-stand interests-said
            interests-text item-after item-before item-of-all item-too-few item-withdrawn keeping
            keeping-blocked keeping-count keeping-due keeping-oldest keeping-text kind-and-amount
            kind-changes kind-enters kind-leaves languages lapse lapsed lapses-text last-said
            last-saved late-reason late-reason-hint least-needed left-best left-capped
            left-capped-some left-everybody left-for-this left-least left-limits left-next
            left-nobody left-none left-nothing left-out left-out-no-more left-out-pages
            left-out-unscored left-whole lesson lesson-about lesson-about-all lesson-adapted
            lesson-adopted lesson-and-standing lesson-became lesson-decide lesson-decided-in-plan
            lesson-evidence lesson-evidence-hint lesson-is-decided lesson-label lesson-meaning
            lesson-meaning-hint lesson-new lesson-noted lesson-noted-by lesson-number lesson-open
            lesson-rejected lesson-save lesson-take-back lesson-taken-back lesson-verdict
            lesson-why lesson-withdrawn lesson-withdrawn-because lessons lessons-earlier
            lessons-earlier-none lessons-not-now lessons-own lessons-own-none lessons-text letter
            letter-again letter-arrived letter-corrected letter-gate letter-retry letter-trouble
            letters letters-caption letters-changed letters-held letters-language letters-none
            letters-released letters-text letters-to like-words likeness limit-both limit-cap
            limit-floor limits-text lines link-spent list list-absent list-comma list-day
            list-missing list-missing-barred list-newest list-of list-of-old list-replaced
            list-says listed-on listed-status listed-type lists lists-caption lists-how lock
            lock-text locked locked-count locked-text make-offers matched may-do may-vote means
            meeting meeting-froze meeting-froze-text meeting-is-open meeting-is-signed
            meeting-next-people meeting-next-proposal meeting-next-sign meeting-not-yet
            meeting-off meeting-opened meeting-signed meeting-text member-employers member-kind
            member-number member-postcode member-traits-hint members-highest members-lowest
            members-variance method minimum minutes minutes-check minutes-cut minutes-of
            minutes-signed minutes-unfinished mix-young mix-young-hint moderation moderation-over
            moderation-saved moderation-text moderations-caption money money-all money-allotted
            money-available money-committed money-held money-kind money-left money-leftover
            money-paid money-partial money-recovered money-remaining money-reserved money-returned
            money-text-allotted money-text-committed money-text-held money-text-paid
            money-text-recovered money-text-remaining money-text-reserved money-text-returned
            money-total money-whole month month-ends name name-found name-listed navigation need
            need-answered-by need-awards need-evidence-add need-evidence-save need-evidence-saved
            need-hint need-is-withdrawn need-label need-new need-no-priority need-nothing-shows
            need-number need-place need-place-hint need-save need-serves need-shown-by need-source
            need-source-hint need-stated need-url need-url-hint need-where need-withdraw
            need-withdrawn need-withdrawn-because needs-none new-code new-condition new-note
            new-note-hint newest next-checks next-decision next-left next-letters next-page
            next-panel no no-answer-for-this no-effect-yet no-email no-email-again no-email-spam
            no-email-wait no-longer-open no-other-interests no-other-interests-hint
            no-other-interests-of no-proposal no-proposal-meeting no-reason nobody-yet none-open
            none-said not-applicable-hint not-arrived-why not-arrived-why-hint not-asked-text
            not-asked-title not-declared not-open-yet not-provided not-ready not-ready-text
            not-resolved note-by noted notes notes-none nothing-here of-thousand offers-made
            offers-text offset-applications offset-higher offset-lower offset-noClearDifference
            offset-tooFew offset-what offsets-none offsets-title older on-your-statement
            open-another-meeting open-closes open-closes-hint open-data open-data-changed
            open-data-csv open-data-json open-data-licence open-data-none open-data-not-ready
            open-data-publisher open-data-text open-data-unset open-despite open-finding
            open-identifier open-meeting open-round open-round-text optional other-answers
            other-names other-rounds outcome outcome-awaited outcome-cancelled outcome-evidence
            outcome-evidence-of outcome-failed outcome-paid outcome-returned outcome-verdict
            outcomes outcomes-hint overview own-accept own-accept-button own-accept-text
            own-accepted own-agreement own-appeal own-appeal-closed own-appeal-grounds
            own-appeal-grounds-hint own-appeal-send own-appeal-sent-appeal
            own-appeal-sent-complaint own-appeal-text own-appeal-until own-bank own-bank-change
            own-bank-change-text own-bank-cooling own-bank-later own-bank-missing own-bank-next
            own-bank-next-text own-bank-send own-bank-sent own-bank-text own-bank-unverified
            own-bank-usable own-change own-change-asked own-change-button own-change-text
            own-confirmed own-decided own-decided-next own-decline own-decline-change
            own-decline-text own-decline-yes own-declined own-given-up own-interest
            own-interest-myself own-interest-none own-interest-saved own-interest-text
            own-interest-who own-payments own-payments-caption own-payments-details
            own-payments-paid own-recovery-done own-recovery-kept own-recovery-left
            own-recovery-settled own-returns own-returns-none own-returns-open own-returns-text
            own-survey own-survey-text own-total pack-count pack-text pack-title pages panel
            panel-add panel-add-heading panel-add-hint panel-added panel-member panel-members
            panel-none panel-over panel-progress panel-removal panel-removal-text
            panel-removal-yes panel-removed panel-replaced panel-sealed panel-set-conditions
            panel-set-text panel-text paper-authorised paper-place paper-reason part-amount
            part-amount-hint part-history part-pages parts parts-hint pay-on pay-on-hint payable
            payee payee-cooling payee-lacks-bounced payee-lacks-denied payee-lacks-invalidNumber
            payee-lacks-noMatch payee-lacks-uncalled payee-lacks-unconfirmed payee-missing
            payee-none payee-reveal payee-reveal-text payee-unverified payee-usable payee-waits
            payees payees-caption payees-none payees-off payees-text payment payment-back
            payment-choice payment-made payment-not-arrived payment-settled payments payments-made
            payments-made-none payments-not-yet payments-text payments-text-release payments-wait
            people people-count people-one people-sent people-text per-application person
            person-added person-removed plan plan-text planned planned-difference planned-share
            postal-address postal-address-hint postcode pounds-hint prefer-not-to-say
            previous-page print printed-reports printed-reports-text priorities priorities-none
            priorities-served priority priority-choose priority-choose-text priority-chosen
            priority-criteria priority-criteria-hint priority-looked-for priority-needs
            priority-no-criterion priority-save priority-withdraw priority-withdraw-text
            priority-withdrawn privacy privacy-copies privacy-fraud privacy-long privacy-long-text
            privacy-notice privacy-notice-more privacy-notice-text privacy-right-complain
            privacy-right-correct privacy-right-erase privacy-right-see privacy-rights
            privacy-rights-text privacy-text privacy-what privacy-what-account privacy-what-bank
            privacy-what-equality privacy-what-form privacy-what-group privacy-who
            privacy-who-text privacy-why privacy-why-text project project-ends project-starts
            proof proposal-caption proposal-follows proposal-is-decided proposal-out-of-date
            proposal-verdict proposal-waits propose propose-recommended propose-recommended-text
            propose-run propose-run-text propose-text proposed proposed-by prospectus-latest
            prospectus-version prospectus-versions provider-added provider-agreed
            provider-agreed-hint provider-applications-none provider-applied provider-awarded
            provider-change provider-columns provider-communities provider-communities-hint
            provider-contact provider-contact-hint provider-end provider-end-text provider-ended
            provider-ended-because provider-file provider-gaps provider-gaps-all
            provider-gaps-cycle provider-gaps-every provider-gaps-every-ward provider-gaps-none
            provider-gaps-nothing provider-gaps-text provider-import provider-is-ended
            provider-kind provider-known provider-name provider-new provider-note-day
            provider-note-new provider-note-save provider-noted provider-notes provider-notes-none
            provider-offers provider-organisation provider-organisation-hint provider-rule-kind
            provider-rule-lists provider-rule-names provider-said-by provider-saved provider-taken
            provider-wards provider-wards-hint providers providers-none providers-text
            public-awards public-awards-caption public-awards-none public-awards-not-found
            public-awards-text public-decision public-page public-paid public-stands
            public-withdrawn public-withdrawn-paid public-words public-words-as-named
            public-words-before public-words-by public-words-group public-words-hint
            public-words-name public-words-number public-words-own public-words-own-yes
            public-words-reason public-words-recipient public-words-recipient-hint
            public-words-save public-words-saved public-words-summary public-words-text
            public-words-title public-words-write publish publish-all-awards publish-button
            publish-check publish-check-counts publish-check-first publish-check-none
            publish-check-text publish-field publish-found publish-on publish-on-hint
            publish-remedy publish-text publish-wrong published-done published-on question-of
            questions-and-answers questions-caption questions-none quorum-missing quorum-reached
            rank rank-between ranking ranking-caption ranking-chart ranking-chart-plain
            ranking-chart-text ranking-none ranking-text reach reach-again reach-answer
            reach-applied reach-awarded reach-band reach-band-open reach-by-first-time
            reach-by-size reach-by-ward reach-cycle-undecided reach-first reach-freeze
            reach-freeze-question reach-freeze-text reach-freeze-yes reach-frozen reach-frozen-on
            reach-funded reach-left-out reach-none reach-not-said reach-overlapping reach-percent
            reach-public reach-rate reach-rounds reach-text reach-total reach-undecided
            reach-untold reach-why reach-why-decided reach-why-few reach-why-rounded read-and-sign
            read-decision reallot reallot-text reallotted reason reasons receive received
            received-amount recommend-again recommendation recommendation-hint
            recommendation-saved recommended-total record-saved recorded recorded-all
            recorded-later recorded-some recoveries recovery recovery-clawback recovery-forgiven
            recovery-unspent reference regime register-caption registration registration-number
            rehearsal release-by-other release-run release-run-text remove-condition remove-person
            removed-on report-file report-tension report-tension-private report-tension-send
            report-tension-text representation representation-all representation-answered
            representation-caption representation-count representation-missing
            representation-missing-hint representation-none representation-saved
            representation-say representation-share representation-text requested reserve
            reserve-amount reserve-amount-hint reserve-award reserve-award-question
            reserve-award-text reserve-award-yes reserve-barred reserve-call-in reserve-caption
            reserve-choose-approved reserve-choose-refused reserve-close reserve-close-text
            reserve-closed-on reserve-decide reserve-decide-question reserve-decision reserve-drop
            reserve-drop-text reserve-dropped reserve-effect reserve-ended reserve-free
            reserve-in-the-way reserve-made reserve-none reserve-one reserve-order-hint
            reserve-order-reason reserve-out-of-order reserve-outcome reserve-outcome-returned
            reserve-outcome-said reserve-outcome-upheld reserve-pending reserve-place
            reserve-proposal reserve-propose reserve-proposed reserve-reason-hint reserve-remove
            reserve-remove-hint reserve-remove-why reserve-shown reserve-text
            reserve-waits-decider reserve-waits-effect reserve-was-awarded reserve-was-called-in
            reserve-was-closed reserve-was-decided reserve-was-dropped reserve-was-proposed
            reserve-was-removed reserve-you-proposed resolved-by retention-because retention-class
            retention-from retention-kept return return-accept return-accepted return-back-reason
            return-begin return-budget-over return-change return-check return-due return-enter
            return-go-on return-late return-line return-line-due return-note return-on-paper
            return-people return-save-check return-saved-meanwhile return-send return-send-back
            return-send-text return-sent return-sentBack return-spent return-text return-title
            return-version return-was-accepted return-was-sent-back return-why-back returns
            returns-all returns-ask returns-ask-text returns-asked returns-late returns-none
            returns-of returns-text round round-and-stage round-beyond-fund round-cloned
            round-cloned-plan round-closed round-left round-open round-opened round-opens
            round-proposal round-proposals round-proposals-none round-proposals-text
            round-prospectus run run-accounts-total run-acknowledge run-acknowledge-text
            run-acknowledged run-advice run-advice-of run-advice-text run-approved run-cancel
            run-cancel-text run-cancelled run-cancelled-by run-content run-file-taken run-files
            run-files-one run-named run-payments run-proposed run-refusal-claimed run-refusal-done
            run-refusal-withdraw run-refusal-withdrawn run-refuse run-refuse-confirm
            run-refuse-confirm-text run-refuse-day run-refuse-text run-refuse-two-text
            run-refuse-waits run-refuse-why run-refused-by run-released runs runs-none same-word
            save save-and-continue save-and-list save-answer save-appeal save-attendance
            save-check save-conditions save-contact save-correction save-feedback save-for-later
            save-interests save-moderation save-note save-recommendation save-record save-scores
            save-verdict saved scale schedule schedule-text scheduled scheduled-waiting score
            score-after score-becomes score-before score-for score-sheet score-sheet-bring
            score-sheet-choose score-sheet-done score-sheet-file score-sheet-hint
            score-sheet-how-fill score-sheet-how-leave score-sheet-how-save score-sheet-line
            score-sheet-locked score-sheet-more score-sheet-send score-sheet-take score-sheet-text
            score-sheet-undeclared score-sheet-wrong score-sum scored-by scorers-add
            scorers-change scorers-changed scorers-remove scorers-text scorers-what scores-now
            scores-saved scores-set-aside scores-to-come scoring scoring-caption scoring-none
            scoring-over scoring-pack scoring-progress scoring-text screen screen-text screened
            screening screening-bars screening-demanded screening-never screening-runs
            screening-text sealed-text search search-awards search-awards-hint search-hint
            see-application seed seed-hint send send-answer send-by send-letters send-letters-text
            send-me-an-email send-text send-title send-true sensitivity sensitivity-text sent-at
            sent-email sent-on sent-post sent-question sent-title server-said session-ends
            session-last session-other session-other-text session-since session-this sessions
            settle settle-none settle-text settled-on shared-accounts shared-accounts-text
            shared-with show sides-caption sign-in sign-in-as-other sign-in-hint sign-in-link-text
            sign-in-text sign-meeting sign-meeting-text sign-out sign-out-everywhere signed-by
            signed-on signed-out signed-out-everywhere signed-out-text signed-out-title
            signed-out-yours signed-role skip skip-these some-of-all somebody-saved
            somebody-saved-text somebody-saved-title spend-amount spend-because spend-budget
            spend-budget-told spend-gone spend-moved spend-new spend-other spend-told stand-down
            stand-down-aside stand-down-keep stand-down-scores stand-down-text stand-down-yes
            standing-bounded standing-impossible standing-optimal standing-rule standing-unknown
            start start-fresh start-from start-how start-how-hint start-text start-title statement
            statement-caption statement-on statistics statistics-applied statistics-asked
            statistics-by-priority statistics-by-ward statistics-closing statistics-hidden
            statistics-median statistics-none statistics-several statistics-text status stood-down
            stood-down-on subject summary support support-about support-about-hint support-counts
            support-day support-given support-given-by support-given-by-hint support-groups
            support-kind support-last support-minutes support-new support-none support-noted
            support-standing support-take-back support-take-back-text support-taken-back
            support-text support-times support-told-by support-withdrawn-because supported-by
            supporting-adult supporting-adult-hint survey-after survey-another survey-answered
            survey-answers-after survey-answers-before survey-before survey-change survey-chart
            survey-close-after survey-close-before survey-close-text survey-closed-on
            survey-closed-text survey-closed-title survey-code survey-code-hint survey-compared
            survey-enter-after survey-enter-before survey-entry-save survey-entry-text
            survey-few-others survey-figure survey-file-after survey-file-before survey-file-code
            survey-file-column survey-file-label survey-file-send survey-file-text survey-lead
            survey-link-after survey-link-before survey-link-text survey-no-answer survey-of
            survey-of-surveys survey-open survey-open-after survey-open-before survey-open-text
            survey-opened-on survey-own-sheets survey-paper-after survey-paper-before
            survey-paper-how survey-paper-text survey-private survey-question survey-results
            survey-results-later survey-results-text survey-send survey-sums survey-sums-text
            survey-thanks survey-thanks-next survey-thanks-title survey-title-after
            survey-title-before survey-was-entered survey-was-imported survey-was-opened
            survey-wave-not-open survey-wave-was-closed survey-wave-was-opened survey-withheld
            surveys surveys-none surveys-text swing-line swings-none swings-title take-appeal
            take-back take-back-reason take-back-text take-back-yes take-tension take-tension-text
            taken-back taken-in taken-in-by takes-effect talk-caption tasks-done tension-about
            tension-about-day tension-became tension-came tension-cause tension-cause-hint
            tension-counts tension-counts-text tension-day tension-day-hint tension-elsewhere
            tension-emergency tension-every-ward tension-forget tension-forgotten tension-goes-on
            tension-kept-until tension-name tension-next tension-next-done tension-next-needs
            tension-next-reach tension-next-read tension-no-reach tension-note tension-note-hint
            tension-number tension-over-page tension-phone tension-place tension-place-hint
            tension-reach tension-reach-text tension-received tension-remove tension-remove-hint
            tension-remove-reason tension-remove-text tension-removed tension-removed-by
            tension-removed-left tension-removed-why tension-reports tension-reveal tension-root
            tension-root-is tension-root-unclear tension-saved tension-source tension-sure
            tension-taken tension-taken-by tension-thanks tension-title tension-triage
            tension-ward tension-what tension-what-hint tension-where tensions tensions-none
            tensions-text their-email their-email-hint their-reference there-is-a-problem thread
            thread-accepted thread-decided thread-looks-for thread-mean thread-needs
            thread-no-cycle thread-no-payment thread-no-priority thread-no-return thread-no-score
            thread-not-chosen thread-outcomes thread-paid thread-paid-on thread-part thread-points
            thread-rank thread-score thread-survey thread-text tie-amount tie-at-cut tie-break
            tie-criterion tie-lot to to-application to-front to-gate to-gate-open to-home
            to-look-into to-pay-in-all to-post to-post-file to-post-text to-run too-late
            too-late-text took-part total transparency transparency-grants
            transparency-list-grants transparency-list-spend transparency-spend transparency-text
            tried-text try try-budget try-cap try-clear try-text try-threshold try-threshold-hint
            try-weight type-answer type-answer-hint typed-by typed-drafts typed-late typed-paper
            typed-phone typed-receipt typed-receipt-post unanswered unmatched unmatched-lines
            unmatched-none unmatched-payments unmatched-payments-none unmatched-text unscored
            until until-hint up-to-characters up-to-words verdict verdict-by verdict-confirmed
            verdict-half verdict-kept verdict-reason verdict-reason-hint verdict-waits verdicts
            verdicts-none votes votes-abstained votes-against votes-for votes-hint waits-appeals
            waits-assessments waits-bank-letters waits-checks waits-closings waits-cycle-answers
            waits-cycle-approval waits-cycle-closing waits-cycle-ending waits-cycle-lessons
            waits-cycle-needs waits-cycle-options waits-cycle-parts waits-cycle-signatures
            waits-decision waits-erasures waits-for waits-for-you waits-gate waits-instalments
            waits-lapses waits-late-returns waits-learned waits-letters waits-meeting waits-offers
            waits-panel waits-payees waits-proposal waits-publication waits-record waits-release
            waits-reserve waits-reserve-awards waits-reserve-decisions waits-returns waits-run
            waits-run-approval waits-run-files waits-run-proposal waits-run-refusals
            waits-run-releases waits-scores waits-tensions waits-variations ward ward-gone
            ward-money ward-money-against ward-money-by-ward ward-money-every ward-money-map
            ward-money-map-each ward-money-map-planned ward-money-map-text ward-money-need
            ward-money-no-wards ward-money-none ward-money-priorities ward-money-text
            ward-per-thousand ward-residents wards warning we-agree we-do-not-fund we-fund weight
            weight-is weight-of-finding what what-changes what-happened what-it-is-for what-next
            what-recommended what-they-wrote what-we-ask what-you-can-do when which-ones
            which-panel who who-and-when who-can-apply who-left who-left-hint whole-application
            whose-name why-found withdraw withdraw-no withdraw-reason withdraw-text
            withdraw-too-late withdraw-yes withdrawn withdrawn-on words-english words-english-hint
            work-elsewhere working-together would-enter would-leave write-conditions
            write-feedback write-record write-record-text year yes your-answer your-application
            your-applications your-applications-caption your-comment your-drafts
            your-drafts-caption your-name your-reference your-role your-role-hint your-score
            your-scores your-work
            """
        ),
        (
            "personal-kind",
            """
            application bankDetails contacts draft equality files letters panel people sessions
            support tension
            """
        ),
        (
            "plan-about",
            """
            dates gap impact mark option outcome question share talk vision
            """
        ),
        (
            "plan-choice",
            """
            chosen declined fair good higher lower meeting negative no none nothing online open
            other otherwise poor positive priority survey unknown walk ward workshop yes
            """
        ),
        (
            "plan-dates",
            """
            closes decision opens panel payments
            """
        ),
        (
            "plan-gap",
            """
            area baseline better existing indicator need now target
            """
        ),
        (
            "plan-hint-gap",
            """
            baseline indicator target
            """
        ),
        (
            "plan-hint-impact",
            """
            action
            """
        ),
        (
            "plan-hint-option",
            """
            why
            """
        ),
        (
            "plan-hint-talk",
            """
            who
            """
        ),
        (
            "plan-hint-vision",
            """
            help
            """
        ),
        (
            "plan-impact",
            """
            action characteristic effect evidence
            """
        ),
        (
            "plan-mark",
            """
            mark option question reason
            """
        ),
        (
            "plan-option",
            """
            choice costFromPence costToPence description kind title why
            """
        ),
        (
            "plan-outcome",
            """
            indicator priority text
            """
        ),
        (
            "plan-part",
            """
            dates gap impact mark option outcome question share talk vision
            """
        ),
        (
            "plan-question",
            """
            priority question round
            """
        ),
        (
            "plan-share",
            """
            amountPence by key
            """
        ),
        (
            "plan-talk",
            """
            changed day how outcome said who
            """
        ),
        (
            "plan-vision",
            """
            help text
            """
        ),
        (
            "problem",
            """
            absence-not-present account-pairs-malformed advice-stands agreement-agreed-before
            agreement-approved-own agreement-below-paid agreement-closed
            agreement-confirmed-before agreement-kept agreement-late agreement-no-award
            agreement-no-condition agreement-no-variation agreement-not-agreed
            agreement-not-assistance agreement-not-offered agreement-not-overdue
            agreement-nothing-open agreement-nothing-ready agreement-off agreement-offered
            agreement-recorder-offered agreement-sums agreement-text-changed
            agreement-too-little-left agreement-unanswered agreement-unchanged
            agreement-unconfirmed agreement-untold agreement-variation-open
            appeal-award-above-request appeal-award-under-minimum appeal-complaint-awards
            appeal-decided appeal-decider-reviewed appeal-has-award appeal-kept appeal-late
            appeal-made appeal-no-award appeal-not-requested appeal-not-reviewed appeal-not-taken
            appeal-not-told appeal-not-upheld appeal-reviewed appeal-too-little-left
            appeal-took-part appeal-unknown appeal-withdraws appeals-too-many application-decided
            application-decided-status application-finding-open application-incomplete
            application-kept application-misread application-not-standing application-other-round
            application-own application-unknown applications-unchecked applications-unscored
            assessment-changed assessment-too-early assignment-none assignment-scored
            assignment-twice assignment-with-interest attendance-kept audit-append-only
            audit-chain-broken audit-chain-cut audit-content-changed audit-other-hash
            audit-row-missing audit-tail-cut award-came-to-nothing award-closed award-lacks
            award-not-closed award-not-proposed award-not-public award-not-recommended
            award-paid-stays award-round-overspent award-unscreened bank-details-unreadable
            bank-file-changed bank-file-stands bank-file-unknown bank-holidays-unknown
            bank-key-malformed bank-key-not-set bank-key-nothing bank-key-old-not-set
            bank-key-same bank-key-stands bank-key-unusable bank-key-wrong bank-line-claimed
            bank-line-matched bank-line-resolved bank-line-unknown bank-match-differs
            bank-profile-unknown bank-tables-not-set bank-tables-unusable bank-tables-wrong
            bank-words-wanted benefit-changed benefit-cycle-ended benefit-not-known-by
            benefit-unknown bodies-many bodies-many-own bodies-slow body-not-json body-too-large
            budget-changed budget-kept budget-lines budget-over-award call-in-stands
            call-in-too-early call-in-too-late cannot-listen chair-took-no-part changed-meanwhile
            closing-stands co-sign-not-asked co-sign-nothing co-sign-own co-signed-before
            commissioning-kept concern-none concern-raised configuration-invalid cycle-changed
            cycle-ended cycle-key-taken cycle-needs-fixed cycle-other-ahead cycle-priority-unknown
            cycle-questions-fixed cycle-takes-no-round cycle-unknown database-busy database-failed
            database-foreign database-missing database-newer database-older database-unopenable
            decider-interested decider-scored decision-called-in decision-called-in-before
            decision-effective-early decision-in-effect decision-made decision-not-called-in
            decision-not-in-effect decision-not-public decision-not-returned decision-other-awards
            decision-publication-stands decision-published decision-published-early
            decision-record-off decision-record-stands decision-returned
            decision-returned-without-effect decision-settled-returned decision-settled-upheld
            decision-stands decision-unpublished decision-unwritten disclosure-no-award
            disclosure-nothing disclosure-organisation dissent-no-vote dissent-over-votes
            document-append-only draft-discarded draft-final draft-member-already draft-sent
            draft-starters-only draft-too-many draft-typed draft-unfinished draft-unknown
            drafts-too-many environment-invalid erasure-done erasure-held erasure-held-already
            erasure-kept erasure-not-certified erasure-not-held erasure-nothing-due
            erasure-pending erasure-second-person erasure-stands erasure-unknown erasure-unpaid
            erasure-withdrawn exemption-ended exemption-never exemption-over exemption-own
            exemption-unknown exemption-useless-decisionMaker exemption-useless-finance
            exemption-useless-panelMember export-profile-unknown feedback-changed feedback-empty
            feedback-too-late feedback-unknown figure-replaced form-too-old form-unreadable
            former-address-stands fund-missing fund-total-fixed give-up-agreement give-up-all-paid
            give-up-over give-up-under-way give-up-untold giving-up-stands header-wrong
            hold-by-two import-refused indicator-changed indicator-frequency-changed
            indicator-kept indicator-unknown input-too-large input-unreadable instalment-concern
            instalment-date instalment-dropped instalment-held instalment-held-first
            instalment-in-run instalment-not-due instalment-not-held instalment-return-late
            instalment-stands instalment-trigger-met instalment-unknown
            instalment-waits-for-nothing instalments-all-in-runs interest-own interest-stands
            invalid-input item-no-quorum item-seen-changed judge-with-interest ledger-append-only
            ledger-beyond-application ledger-fund-too-small ledger-not-there-yet ledger-overdrawn
            ledger-return-unpaid ledger-wrong-way lesson-changed lesson-decided
            lesson-decided-in-plan lesson-not-now lesson-own-cycle lesson-unknown lesson-withdrawn
            letter-conditions-no-award letter-correction letter-correction-under-way
            letter-decision-called-in letter-decision-returned letter-embargo letter-embargo-past
            letter-embargo-too-early letter-embargo-too-late letter-feedback-late letter-final
            letter-gate-empty letter-gate-incomplete letter-gate-moved letter-gate-not-passed
            letter-gate-off letter-gate-released letter-held letter-kind-missing letter-let-go
            letter-not-released letter-nothing-to-correct letter-nothing-to-resolve
            letter-nothing-to-retry letter-outcome-no-words letter-outcome-unsent letter-overruled
            letter-reserve-unsent letter-second-person letter-template-broken letters-being-sent
            mail-misconfigured media-type-wrong meeting-chair-absent meeting-items-open
            meeting-kept meeting-moved meeting-no-quorum meeting-none meeting-not-item
            meeting-not-member meeting-not-yours meeting-off meeting-open meeting-own-panel
            meeting-scores-gone meeting-scores-missing meeting-seen-changed meeting-signed
            meeting-unfinished meeting-unknown meeting-unsigned meetings-moved meetings-unsigned
            member-stood-down members-too-many method-not-allowed moderation-absent
            moderation-moved need-serves-priority need-unknown need-withdrawn no-such-place
            no-such-ward nobody-named nothing-to-rank open-data-not-told outcome-before-approval
            outcome-before-pay-day outcome-not-paid outcome-reason outcome-stands
            outcome-stands-cancelled outcome-stands-failed outcome-stands-paid
            outcome-stands-returned output-failed panel-could-read panel-full panel-member-active
            panel-member-already panel-member-began panel-member-unknown panel-other
            panel-reads-scores panel-role-missing panel-unknown paper-notice-address
            paper-notice-not-printed paper-notice-stands paper-notice-unprinted payee-cooling
            payee-missing payee-no-award payee-not-yours payee-off payee-reason-missing
            payee-second-person payee-stands payee-superseded payment-approver-decided
            payment-approver-scored payment-award-stopped payment-bar-stands
            payment-before-agreement payment-before-effect payment-day-far payment-day-not-working
            payment-day-past payment-duties-all payment-duties-apart
            payment-duties-approved-decided payment-duties-approved-proposed
            payment-duties-approved-released payment-duties-approved-scored
            payment-duties-approved-verified payment-duties-proposed-approved
            payment-duties-proposed-decided payment-duties-proposed-released
            payment-duties-proposed-scored payment-duties-proposed-verified
            payment-duties-released-approved payment-duties-released-decided
            payment-duties-released-proposed payment-duties-released-scored
            payment-duties-released-verified payment-duties-verified-approved
            payment-duties-verified-decided payment-duties-verified-proposed
            payment-duties-verified-released payment-duties-verified-scored payment-file-changed
            payment-file-disagrees payment-file-empty payment-file-too-large payment-not-in-run
            payment-not-there-yet payment-nothing-due payment-nothing-scheduled
            payment-nothing-to-release payment-over-day-limit payment-over-instalment-limit
            payment-over-limit payment-over-run-limit payment-payee-moved payment-payee-unverified
            payment-proposal-missing payment-proposal-moved payment-refusal-by-two
            payment-refusal-claimed payment-refusal-none payment-refusal-open
            payment-refusal-stands payment-reports-owed payment-run-acknowledged
            payment-run-all-known payment-run-cancelled payment-run-exported payment-run-frozen
            payment-run-lines-open payment-run-missing payment-run-not-exported
            payment-run-nowhere payment-run-partly-paid payment-run-refused
            payment-run-refused-file payment-run-released payment-run-totals payment-run-unknown
            payment-run-unproposed payment-run-unreleased payment-serial-spent payment-stopped
            payment-unscheduled payment-verified-since person-unknown plan-differs
            plan-entry-changed plan-entry-unknown plan-entry-wrong plan-not-approved
            plan-not-frozen plan-not-open plan-one-split plan-option-chosen plan-option-gone
            plan-priority-gone post-batch-unknown privacy-not-set-up proposal-decided
            proposal-empty proposal-frozen proposal-groundless proposal-missing proposal-moved
            proposal-stale proposal-unknown proposal-unscored prospectus-none
            prospectus-not-published prospectus-same prospectus-unknown prospectus-version
            provider-changed provider-ended provider-name-taken provider-note-not-yet
            provider-unknown public-words-changed public-words-stand publish-errors
            publish-not-ready publish-nothing publish-nothing-of publish-unset question-answered
            question-unknown question-withdrawn reach-frozen reach-frozen-before reach-not-frozen
            reach-nothing-decided reach-table-unknown reach-too-few reason-missing
            recommendation-below-least recommendation-lost recommendation-not-whole
            recommendation-over-allotment recommendation-over-available
            recommendation-over-request recommendation-stale recommendation-under-minimum
            recommendation-under-threshold recommendation-votes recommendation-votes-differ
            recovery-beyond-paid recovery-nothing-held recovery-stands recovery-too-much
            recovery-unknown rehearsal-folder rehearsal-folder-full rehearsal-keeps
            rehearsal-lacks rehearsal-needs-plan rehearsal-no-round rehearsal-of-new
            rehearsal-round-unknown rehearsal-stays-one representation-changed
            representation-too-few representation-too-many representation-too-near
            request-answer-not-kept request-key-reused reserve-amount reserve-another-proposal
            reserve-awarded reserve-called-in reserve-closed reserve-decider-proposed
            reserve-dropped reserve-empty reserve-no-call-in reserve-not-called-in
            reserve-not-in-effect reserve-not-listed reserve-nothing-proposed
            reserve-order-unneeded reserve-out-of-order reserve-over-left reserve-under-way
            reserve-unknown reserve-untold retention-class-unknown return-accepted-own
            return-changed return-kept return-no-award return-not-open return-nothing-open
            return-nothing-sent return-over-award return-unknown returns-not-set-up
            returns-nothing-to-ask review-kept role-missing round-closes-too-late
            round-closes-too-soon round-configuration-frozen round-deadline-passed round-in-cycle
            round-not-closed-decided round-not-closed-open round-not-closed-planned
            round-not-open-closed round-not-open-decided round-not-open-planned
            round-opened-closed round-opened-decided round-opened-open round-plan-unapproved
            round-status-order round-undecided round-unknown round-with-interest
            round-without-cycle round-without-pages schedule-exceeds-award score-applies
            score-disagrees score-kept score-locked score-member-missing score-missing
            score-not-standing score-off-scale score-owner-fixed score-unassigned score-unbriefed
            score-undeclared score-unknown score-with-interest scorers-too-few scores-in-meeting
            scores-refused scores-sealed scores-sealed-round scores-unfinished
            screening-awards-barred screening-candidate-stands screening-candidate-unknown
            screening-date-ahead screening-date-missing screening-file-changed
            screening-import-over screening-kept screening-list-not-newest screening-list-older
            screening-list-refused screening-moved screening-no-list screening-not-newest
            screening-nothing screening-nothing-to-confirm screening-second-person sealed-to-panel
            sensitivity-scores-here server-failed session-final sign-in-code-wrong
            sign-in-link-wrong sign-in-once sign-in-too-many stage-answer-changed
            stage-approver-wrote stage-lacks stage-not-behind stage-not-open stage-not-to-approve
            stage-order stage-question-unknown stage-waits-approval stand-down-own support-not-yet
            support-unknown support-withdrawn survey-before-open survey-exists survey-file-twice
            survey-kept survey-link-unknown survey-links-too-many survey-none survey-not-open
            survey-off-scale survey-too-early survey-wave-closed survey-wave-not-opened
            survey-wave-opened survey-wave-unknown survey-way-missing surveys-not-set-up
            tension-changed tension-contact-days tension-no-contact tension-no-reach
            tension-not-evidence tension-not-yet tension-removed tension-unknown
            tension-without-place thread-not-awarded token-ended-before token-final token-missing
            token-refused token-unknown unforeseen upload-kept upload-placed upload-sent
            upload-unknown uploads-of-person uploads-waiting waiver-end-accepted
            waiver-return-unread waiver-stands ward-still-there withdrawal-too-late
            write-off-own-demand write-off-stands write-off-too-much
            """
        ),
        (
            "progress",
            """
            begun cannot-start finished not-started ready
            """
        ),
        (
            "proposal-verdict",
            """
            left taken
            """
        ),
        (
            "prospectus",
            """
            approval approved draft fingerprint help need needs priorities published replaced
            title version vision
            """
        ),
        (
            "provider-gap",
            """
            nobodyApplied nobodyAwarded nobodyKnown reached
            """
        ),
        (
            "provider-kind",
            """
            group provider service
            """
        ),
        (
            "publish-field",
            """
            actualDates amountAwarded awardDate beneficiaryLocation description grantProgramme
            plannedDates recipientOrganization title
            """
        ),
        (
            "publish-remedy",
            """
            describe individual leave report send settings vary
            """
        ),
        (
            "publish-weight",
            """
            advice error title
            """
        ),
        (
            "recipient-kind",
            """
            group individual
            """
        ),
        (
            "recommendation",
            """
            decline defer fund part reserve
            """
        ),
        (
            "report",
            """
            accepted accounts allotment alternatives answers applications applied ask-approve
            ask-publish ask-reason asked asked-for award award-count awarded awards-caption
            awards-made awards-none awards-proposed band by-appeal by-panel by-priority-caption
            by-rank by-reserve came-back cannot-tell closed closed-count concerns cost decided-by
            decided-on decision-due feedback-caption feedback-none from-to group how-it-stands
            in-part individual individual-project late lead learned lessons-none met missing money
            need needs needs-none no no-kind not-known not-met nothing-proposed nothing-yet opened
            others others-declined outcome outcomes outcomes-caption outcomes-reached paid partly
            people per-met per-person planned priorities priority project proposed reason
            recommendation reference requests risk-appeals risk-concerns risk-left
            risk-missing-scores risk-shortfalls risks risks-none score-band scores scores-caption
            scores-missing scores-none scores-text several-priorities spent spent-caption spent-on
            the-round title-cabinet title-evaluation to-read told unsure waived what-is-asked
            what-others-said who why yes
            """
        ),
        (
            "report-kind",
            """
            cabinet evaluation
            """
        ),
        (
            "report-kind-read",
            """
            cabinet evaluation
            """
        ),
        (
            "report-kind-says",
            """
            cabinet evaluation
            """
        ),
        (
            "reserve-ground",
            """
            barred closed withdrawn
            """
        ),
        (
            "reserve-state",
            """
            approved awarded calledIn deferred ended listed proposed
            """
        ),
        (
            "reserve-verdict",
            """
            approved refused
            """
        ),
        (
            "retention-class",
            """
            awarded bankDetails contacts draft equality files letters panel people sessions
            support tension unsuccessful
            """
        ),
        (
            "retention-from",
            """
            applicationOver awardClosed decisionNotified lastTouched roundClosed roundDecided
            """
        ),
        (
            "retention-period",
            """
            days months years
            """
        ),
        (
            "return-moment",
            """
            end halfway
            """
        ),
        (
            "return-state",
            """
            accepted asked begun sent sentBack waived
            """
        ),
        (
            "role",
            """
            administrator applicant auditor decisionMaker finance officer panelMember
            """
        ),
        (
            "run-status",
            """
            acknowledged approved cancelled exported released settled
            """
        ),
        (
            "run-warning",
            """
            failed group group-shared more notInTable refused shared unchecked
            """
        ),
        (
            "scoring",
            """
            interest locked met new some
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
            awarded declined defer eligible ineligible reserve reserveEnded submitted withdrawn
            """
        ),
        (
            "subject",
            """
            contact organisation other-name person
            """
        ),
        (
            "support-kind",
            """
            call drop-in other visit workshop writing
            """
        ),
        (
            "support-standing",
            """
            applied awarded notApplied
            """
        ),
        (
            "survey-state",
            """
            afterOpen beforeOpen between none over ready
            """
        ),
        (
            "survey-verdict",
            """
            fell noClearChange rose
            """
        ),
        (
            "survey-way",
            """
            paired unpaired
            """
        ),
        (
            "talk",
            """
            advice-none-to-post advice-none-to-print advice-posted agreement-accepted
            agreement-declined agreement-extended agreement-waits-interest agreement-waits-own
            agreement-waits-unanswered agreement-waits-untold agreement-withdrawn
            agreements-lapsed agreements-offered allocation-took answer-kept
            appeal-award-withdrawn appeal-awarded appeal-ended appeal-reviewed
            application-withdrawn assistance-confirmed audit-whole award-assessed award-budget
            award-closed award-feedback award-given-up award-reopened award-return-again
            award-waived award-waived-some award-written-off bank-file-beside bank-key-rotated
            bank-letters-no-address bank-letters-none bank-letters-posted bank-letters-then-posted
            bank-lines-resolved bank-lines-retried bank-lines-retried-none benefit-said
            call-in-returned call-in-upheld check-waiting comments-listed comments-none
            concern-ended concern-raised conditions-earlier conditions-none conditions-panel
            conditions-panel-beside conditions-panel-kept conditions-panel-replaced
            conditions-stated conditions-untranslated config-good contact-changed cut-line
            cycle-now cycle-round-held cycle-started decided-anew decision-called-in
            decision-corrected decision-corrected-scheduled decision-published decision-scheduled
            decision-written disclosure-written duty-exempted duty-exemption-ended
            erasure-file-kept erasure-log-in-use erasure-proposed erasure-withdrawn
            feedback-released file-added file-removed follows-meetings holidays-unknown
            import-advisory import-blocking import-no-id import-report import-skip
            indicator-corrected indicator-known init-again init-left-alone init-new init-retired
            interest-declared interest-lifted interest-lifted-in-meeting interest-set
            interests-none-other lesson-adapted lesson-adopted lesson-rejected lesson-withdrawn
            letter-by-post letter-corrected letter-corrected-outcome letter-gate-incomplete
            letter-gate-none letter-gate-nothing letter-gate-passed letter-gate-passed-second
            letter-gate-ready letter-gate-released letters-at-gate letters-embargoed
            letters-in-files letters-let-go letters-let-go-later letters-none
            letters-resolved-sent letters-retried letters-suspended letters-to-post
            letters-unknown letters-waiting list-imported list-imported-before mail-stopped
            meeting-attended meeting-froze meeting-moderated meeting-opened meeting-recommended
            meeting-signed money-reallotted need-supported need-withdrawn no note-kept panel-added
            panel-assigned panel-briefed panel-removed panel-stood-down payee-changed
            payee-invalid payee-told-email payee-told-post payee-unchecked payment-again
            payment-again-by-two payment-held payment-met payment-released
            payments-await-agreement payments-planned payments-scheduled plan-withdrawn
            priority-chosen priority-withdrawn privacy-backups privacy-due-on privacy-held
            privacy-released proposal proposal-decided proposal-left proposal-taken
            prospectus-published provider-changed provider-ended provider-noted publish-checked
            publish-described publish-own-words reach-frozen reach-untold reason-wanted
            reconcile-matching reconcile-reading reconcile-settling reconcile-staging reconciled
            reconciled-before reconciliation-open record-alternatives record-appeal record-call-in
            record-correction record-effective record-outcome-returned record-outcome-upheld
            record-outcomes record-published record-recommendation record-reserve
            record-reserve-decided record-reserve-dropped record-reserve-order
            record-reserve-suspended record-status record-withdrawal rehearsal-is-one
            rehearsal-panel rehearsal-reason rehearsal-scored reminded representation-said
            reserve-approved reserve-awarded reserve-called-in reserve-dropped reserve-free
            reserve-is-closed reserve-proposed reserve-refused reserve-removed reserve-returned
            reserve-upheld reserve-was-closed return-accepted return-met return-saved return-sent
            return-sent-back returns-asked returns-wait round-beyond-fund round-cloned
            round-cloned-plan round-closed round-opened run-advice-then-posted run-advice-to-print
            run-advised run-advised-nothing run-approved run-approved-to-release run-proposed
            run-refusal-claimed run-refusal-withdrawn run-refused run-released run-warning
            run-warning-group score-sheet-undeclared scorer-added scorer-removed scores-locked
            scores-missing scores-recorded screening-candidates screening-list-missing
            screening-list-missing-barred screening-unconfirmed serve-no-bank-key
            serve-no-bank-tables serving stage-answered stage-signed subsidy-answered
            support-withdrawn survey-closed survey-entered survey-imported survey-opened
            tension-expired tension-removed tension-triaged token-given token-revoked translations
            variation-approved variation-asked variation-refused yes
            """
        ),
        (
            "tension-goes-on",
            """
            no unsure yes
            """
        ),
        (
            "tension-status",
            """
            new not-for-us noted passed-on removed
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
            awarded declined defer eligible ineligible reserve reserveEnded submitted withdrawn
            """
        ),
        (
            "told-next",
            """
            awarded declined defer eligible ineligible reserve reserveEnded submitted withdrawn
            """
        ),
        (
            "trigger",
            """
            agreement date evidence report
            """
        ),
        (
            "verdict",
            """
            match not-a-match refer returned upheld
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
