import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing

/// What a cycle's rounds gave ward by ward, as a map of tiles and as tables.
extension Page {
    static let wardMoneyPages = [
        Page(.get, .cycleWardMoneyPage, for: cycleReaders) { visit in
            let (key, principal, house) = (visit.cycleKey, try visit.principal, visit.house)
            let (priority, need) = (visit.query["priority"], visit.query["need"])
            let money = try await visit.read {
                try $0.wardMoney(
                    key, priority: priority.isEmpty ? nil : priority,
                    need: need.isEmpty ? nil : need, house.areas, house.indicators,
                    as: principal)
            }
            return visit.page(visit.wardMoneyPage(money))
        }
    ]
}

extension Visit {
    fileprivate func wardMoneyPage(_ money: WardMoney) -> PageView {
        let key = money.cycle.key
        var view = cycleView(w("page.ward-money"), money.cycle)
        view.back = PageLink(w("page.cycle-money"), Route.cycleMoneyPage.link(key))
        view.isWide = true
        view.blocks = [.paragraph(w("page.ward-money-text")), wardMoneyChoice(money)]
        let lines = money.lines
        if lines.isEmpty || house.areas.wards.isEmpty {
            view.blocks.append(.inset(w("page.ward-money-no-wards")))
        } else {
            view.blocks.append(.tileChart(moneyTiles(money)))
            if let need = money.need, let period = money.needPeriod {
                view.blocks.append(.tileChart(needTiles(money, need, period)))
            }
            if money.planned != nil {
                view.blocks.append(
                    .tileChart(
                        tiles(
                            "plan-map", w("page.ward-money-map-planned"), money,
                            lines.map {
                                ($0.planned?.amount.pence, $0.planned?.amount.words ?? "–")
                            })))
            }
        }
        view.blocks += [.table(wardTable(money)), .heading2(w("page.ward-money-priorities"))]
        view.blocks.append(.table(wardPriorityTable(money)))
        return view
    }

    /// A ward by its number on the map and what it is called.
    private func wardName(_ line: WardMoney.Line, _ place: Int) -> String {
        guard let ward = line.ward else { return w("page.ward-money-none") }
        guard !line.isGone else {
            return words.apart("\(place + 1). \(line.title)") + " – " + w("page.ward-gone")
        }
        return words.apart("\(place + 1). \(words.place(ward, in: house.indicators))")
    }

    private func wardMoneyChoice(_ money: WardMoney) -> Block {
        func chooser(
            _ name: String, _ label: String, _ options: [(String, String)], _ chosen: String
        ) -> Field {
            Field(
                name: name, label: label,
                kind: .select(
                    options.map { .init(value: $0.0, label: $0.1, isChosen: $0.0 == chosen) }))
        }
        let known = house.indicators.indicators.filter { $0.geography == .ward }
        return .form(
            Block.Form(
                action: Route.cycleWardMoneyPage.link(money.cycle.key), csrf: nil,
                fields: [
                    chooser(
                        "priority", w("page.priority"),
                        [("", w("page.ward-money-every"))]
                            + money.priorities.map { ($0.key, priorityTitle($0.key, $0.title)) },
                        money.priority ?? ""),
                    chooser(
                        "need", w("page.ward-money-against"),
                        (money.need == nil ? [("", w("page.choose"))] : [])
                            + known.map { ($0.key, words.name(of: $0)) }, money.need?.key ?? ""),
                ], buttons: [.init(text: w("page.show"))], isInline: true))
    }

    private func moneyTiles(_ money: WardMoney) -> Block.TileChart {
        let amounts = money.lines.map { money.countsResidents ? $0.perThousand : $0.stands }
        return tiles(
            "money-map",
            w(money.countsResidents ? "page.ward-money-map-each" : "page.ward-money-map"), money,
            amounts.map { ($0?.pence, $0?.words ?? "–") })
    }

    private func needTiles(
        _ money: WardMoney, _ need: Indicator, _ period: IndicatorPeriod
    ) -> Block.TileChart {
        tiles(
            "need-map",
            w(
                "page.ward-money-need",
                ["indicator": words.name(of: need), "period": words.words(period)]), money,
            money.lines.map { ($0.need?.thousandths, words.short($0.need, in: need.unit)) })
    }

    /// - Parameter values: of each line, what its tile is filled by and what stands on it.
    private func tiles(
        _ id: String, _ title: String, _ money: WardMoney, _ values: [(Int64?, String)]
    ) -> Block.TileChart {
        let greatest = max(1, values.compactMap(\.0).max() ?? 1)
        return Block.TileChart(
            id: id, title: title, description: w("page.ward-money-map-text"),
            tiles: house.areas.places.enumerated().map { place, each in
                let (value, text) = values[place]
                return Block.TileChart.Tile(
                    row: each.tile.row, column: each.tile.column, number: "\(place + 1)",
                    name: words.place(each.ward.key, in: house.indicators), valueText: text,
                    share: Int64(Int128(max(0, value ?? 0)) * 100 / Int128(greatest)))
            })
    }

    private func wardTable(_ money: WardMoney) -> Table {
        var columns: [Table.Column] = [
            .init(w("page.ward")), .init(w("page.awards"), isNumeric: true),
            .init(w("page.award"), isNumeric: true),
            .init(w("page.thread-paid"), isNumeric: true),
        ]
        if money.countsResidents {
            columns += [
                .init(w("page.ward-residents"), isNumeric: true),
                .init(w("page.ward-per-thousand"), isNumeric: true),
            ]
        }
        if let need = money.need {
            columns.append(.init(words.name(of: need), isNumeric: true))
        }
        if money.planned != nil { columns += plannedColumns }
        func more(_ line: WardMoney.Line) -> [Table.Cell] {
            let residents = [
                Table.Cell(words.short(line.residents, in: .count)),
                Table.Cell(line.perThousand?.words ?? "–"),
            ]
            var cells = money.countsResidents ? residents : []
            if let need = money.need { cells.append(.init(words.short(line.need, in: need.unit))) }
            if money.planned != nil {
                cells += plannedCells(line.planned, stands: line.stands)
            }
            return cells
        }
        let sums: [Table.Cell] = [
            .init(w("page.cycle-money-total"), isHeader: true), .init("\(money.awardCount)"),
            .init(money.stands.words), .init(money.paid.words),
        ]
        let totals = money.planned.map { plannedTotal($0, stands: money.stands) } ?? []
        let empty = Array(
            repeating: Table.Cell("–"), count: columns.count - sums.count - totals.count)
        return Table(
            id: "by-ward", caption: w("page.ward-money-by-ward"), columns: columns,
            rows: money.lines.enumerated().map { place, line in
                [
                    .init(wardName(line, place), isHeader: true), .init("\(line.awardCount)"),
                    .init(line.stands.words), .init(line.paid.words),
                ] + more(line)
            } + [sums + empty + totals], emptyText: "")
    }

    private func wardPriorityTable(_ money: WardMoney) -> Table {
        Table(
            id: "by-ward-and-priority", caption: w("page.ward-money-priorities"),
            isCaptionHidden: true,
            columns: [.init(w("page.ward"))]
                + money.priorities.map {
                    .init(priorityTitle($0.key, $0.title), isNumeric: true)
                },
            rows: money.lines.enumerated().map { place, line in
                [.init(wardName(line, place), isHeader: true)]
                    + money.priorities.map {
                        .init((line.byPriority[$0.key] ?? .zero).words)
                    }
            }, emptyText: w("page.ward-money-no-wards"))
    }
}
